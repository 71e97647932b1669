import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { begin, countersign as run } from '../../test/process/countersign.ts';

interface Vector {
  readonly organisations: readonly string[];
  readonly openers: string;
  readonly request: string;
  readonly spoken: string;
  readonly names: Readonly<Record<string, { readonly name: string }>>;
}

const vector = JSON.parse(
  readFileSync(
    new URL('../../packages/withheld/test/vectors/ceremony.json', import.meta.url),
    'utf8',
  ),
) as Vector;
const home = mkdtempSync(path.join(os.tmpdir(), 'countersign-ceremony-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const at = (name: string) => path.join(home, name);
const request = at('request.json');
writeFileSync(request, Buffer.from(vector.request, 'base64'));
for (const [index, identity] of [...vector.organisations, vector.openers].entries()) {
  writeFileSync(at(`key-${index + 1}`), `# an age key file\n${identity}\n`);
}
const letter = (...args: string[]) => run(at('no-instance'), ['letter', ...args]);
const share = (index: number, ...args: string[]) =>
  letter('share', request, '--identity', at(`key-${index}`), '--digest', vector.spoken, ...args);

test('organisations read a digest to each other, share, and one joins: no name is told', async () => {
  const asked = await letter('share', request);
  expect(asked).toMatchObject({ code: 0 });
  expect(asked.stdout).toContain(`Digest: ${vector.spoken}`);
  expect(asked.stdout).toContain('2: 2 names shown (any), not before 2026-02-01');
  const shared = [await share(1), await share(3)];
  expect(shared.map(({ code }) => code)).toEqual([0, 0]);
  const files = [`${request}.share-1`, `${request}.share-3`];
  // As people run it: a process of its own, without a database.
  const opening = ['letter', 'open', request, ...files, '--identity', at('key-4')];
  const opened = await begin(at('no-instance'), opening).ended;
  expect(opened.stdout).toContain('keys of 2 names');
  expect(opened.code).toBe(0);
  for (const file of [...files, `${request}.opening`]) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const { name } of Object.values(vector.names)) {
      expect(readFileSync(file, 'utf8')).not.toContain(name);
      expect(asked.stdout + opened.stdout + opened.stderr).not.toContain(name);
    }
  }
});

test('whoever heard another digest gives nothing', async () => {
  const other = vector.spoken.replace(/^./u, (sign) => (sign === '0' ? '1' : '0'));
  const args = ['share', request, '--identity', at('key-2'), '--out', at('never')];
  const refused = await letter(...args, '--digest', other);
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain('Others were asked something else');
  expect(() => statSync(at('never'))).toThrow();
});

test('one organisation alone, somebody’s identity, an altered and an older file are refused in words', async () => {
  const own = at('own');
  expect((await share(2, '--out', own)).code).toBe(0);
  const open = (...args: string[]) =>
    letter('open', request, ...args, '--identity', at('key-4'), '--out', at('none'));
  const alone = await open(own);
  expect(alone).toMatchObject({ code: 3 });
  expect(alone.stderr).toContain('fewer organisations');
  expect((await open(own, own)).stderr).toContain('Two files are of A guild');
  expect((await letter('open', request, own, '--identity', at('key-1'))).stderr).toContain(
    'not for this identity',
  );
  const altered = { ...(JSON.parse(readFileSync(own, 'utf8')) as object), organisation: 0 };
  writeFileSync(at('altered'), JSON.stringify(altered));
  const told = await open(own, at('altered'));
  expect(told.stderr).toContain('a share of A film school that is not the one');
  expect(told.code).toBe(9);
  writeFileSync(at('junk'), 'junk');
  expect((await open(at('junk'))).code).toBe(10);
  expect((await open(at('missing'))).code).toBe(4);
  const stranger = await letter(
    ...['share', request, '--identity', at('key-4'), '--digest', vector.spoken],
  );
  expect(stranger.stderr).toContain('not for this identity');
  expect((await share(2, '--out', own)).stderr).toContain('already');
  expect(() => statSync(at('none'))).toThrow();
});
