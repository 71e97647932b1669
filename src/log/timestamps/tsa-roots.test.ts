import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import vectors from '../../../packages/timestamp/test/vectors/openssl.json' with { type: 'json' };
import { readTsaRoots } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-roots-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string) {
  const file = path.join(folder, 'roots.pem');
  await writeFile(file, text);
  return readTsaRoots(file);
}

const [{ root, issuer } = { root: '', issuer: '' }] = vectors.cases;

test('reads every certificate of the file', async () => {
  expect(await read(`# é\n${root}${issuer}`)).toHaveLength(2);
});

test.each([
  ['without any certificate', 'hello'],
  ['is cut', root.slice(0, -40) + issuer],
  ['certificate 2 is no X.509', `${root}-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----`],
])('names the variable when the file %s', async (words, text) => {
  await expect(read(text)).rejects.toMatchObject({
    name: 'ConfigError',
    problems: [
      {
        code: 'invalid',
        variable: 'TSA_ROOTS',
        sentence: expect.stringContaining(words) as string,
      },
    ],
  });
});

test('names the variable when there is no such file', async () => {
  await expect(readTsaRoots(path.join(folder, 'nowhere.pem'))).rejects.toThrow(
    /^TSA_ROOTS names a file that cannot be read: .*nowhere\.pem \(ENOENT\)\.$/,
  );
});
