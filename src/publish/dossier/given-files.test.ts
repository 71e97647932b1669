import { writeZip } from '@countersign/dossier';
import { expect, test } from 'vitest';
import { sortFiles } from './given-files.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const file = (name: string, content: Uint8Array) => ({ name, bytes: content });
const dossier = file('one.zip', writeZip([{ name: 'policy', bytes: bytes('log x') }]));

test('a press kit is told from the dossier in it, by what it holds and not by its name', () => {
  const inside = { name: 'dossier.zip', bytes: dossier.bytes };
  const kit = file(
    'any.zip',
    writeZip([{ name: 'README.en.txt', bytes: bytes('A call') }, inside]),
  );
  expect(sortFiles([kit])).toMatchObject({ kit, dossier: undefined });
  expect(sortFiles([dossier])).toMatchObject({ kit: undefined, dossier });
  expect(sortFiles([kit, dossier])).toMatchObject({ kit, dossier });
});

test('a dossier whose words name another is a dossier', () => {
  const named = file(
    'two.zip',
    writeZip([
      { name: 'policy', bytes: bytes(`dossier.zip ${'x'.repeat(200_000)}`) },
      { name: 'index.html', bytes: bytes('a page') },
    ]),
  );
  expect(sortFiles([named])).toMatchObject({ kit: undefined, dossier: named });
});
