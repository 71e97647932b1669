import { readFileSync } from 'node:fs';
import { Decrypter } from 'age-encryption';
import { expect, test } from 'vitest';
import {
  digestText,
  makeOpening,
  makeShares,
  openNames,
  panelDigest,
  parseRequest,
  readOpening,
  readShares,
  requestDigest,
  spokenDigest,
  type Panel,
} from './index.ts';

interface Vector {
  readonly panel: Panel;
  readonly panelDigest: string;
  readonly organisations: readonly string[];
  readonly openers: string;
  readonly desk: string;
  readonly request: string;
  readonly digest: string;
  readonly spoken: string;
  readonly shares: readonly string[];
  readonly opening: string;
  readonly names: Readonly<Record<string, object>>;
}

const vector = JSON.parse(
  readFileSync(new URL('../test/vectors/ceremony.json', import.meta.url), 'utf8'),
) as Vector;
const bytes = new Uint8Array(Buffer.from(vector.request, 'base64'));
const decode = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

function keyFile(identity: string): Decrypter {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter;
}

test('digests of panel and request are those of the vector', () => {
  expect(panelDigest(vector.panel)).toBe(vector.panelDigest);
  expect(digestText(requestDigest(bytes))).toBe(vector.digest);
  expect(spokenDigest(requestDigest(bytes))).toBe(vector.spoken);
});

test('the opening of the vector gives its names', async () => {
  const { request, keys } = await readOpening(decode(vector.opening), keyFile(vector.desk));
  expect(request).toBe(vector.digest);
  const { opened, failed } = openNames(parseRequest(bytes).names, keys);
  expect({ opened: Object.fromEntries(opened), failed }).toEqual({
    ...{ opened: vector.names, failed: [] },
  });
});

test('the files of the vector, and those of any two of its organisations, open its names', async () => {
  const request = parseRequest(bytes);
  const take = (file: Uint8Array) => readShares(file, bytes, request, keyFile(vector.openers));
  const kept = await Promise.all(vector.shares.map((one) => take(decode(one))));
  expect(kept.map(({ organisation }) => organisation)).toEqual([0, 2]);
  const own = await Promise.all(
    vector.organisations.map(async (one) =>
      take((await makeShares(bytes, request, keyFile(one), '2026-03-01')).bytes),
    ),
  );
  for (const left of own) {
    const given = own.filter((one) => one !== left);
    expect(await makeOpening(bytes, request, given)).toMatchObject({ opened: 2, failed: [] });
  }
  expect(await makeOpening(bytes, request, kept)).toMatchObject({ opened: 2, failed: [] });
});
