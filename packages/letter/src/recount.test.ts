import { randomBytes, randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commit, formatLogEntry, hashLeaf } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import {
  classJson,
  formatRollLine,
  openClass,
  parseRollPart,
  readClass,
  recount,
  signatureCommitment,
  type RollLine,
  type SignatureClass,
} from './index.ts';

const letter = '6f0d6c0a-6a51-4b0a-8a3a-1e6a0f5b9d57';
const text = Buffer.alloc(32, 7).toString('base64');
const classes: readonly SignatureClass[] = [
  { letter, text, affirms: 'first', appearance: 'named', verification: 'mailbox' },
  { letter, text, affirms: 'first', appearance: 'counted', verification: 'vouched' },
];
const options = { letter, texts: new Set([text]), classes };

/** Signatures as a log or a batch has them, and the lines that recount them. */
function sign(count: number, isBatch: boolean) {
  const leaves: Uint8Array[] = [];
  const lines: RollLine[] = [];
  for (let place = 0; place < count; place += 1) {
    const at = place % classes.length;
    const one = classes[at] ?? classes[0];
    if (one === undefined) throw new Error('no class');
    const fields = signatureCommitment(
      { class: one, shown: { name: `N ${place}` }, signer: text, languages: ['en'] },
      () => new Uint8Array(randomBytes(32)),
    );
    const { commitment } = commit(node, fields);
    const id = isBatch ? undefined : randomUUID();
    const entry =
      id === undefined ? commitment : formatLogEntry({ id, kind: 'signature', commitment });
    leaves.push(hashLeaf(node, entry));
    lines.push({ place: BigInt(place), id, class: at, ...openClass(node, fields) });
  }
  const leafAt = (place: bigint) => leaves[Number(place)];
  return { leafAt, lines };
}

describe.each([
  ['entries of the log', false],
  ['items of a batch', true],
])('%s', (_what, isBatch) => {
  const { leafAt, lines } = sign(9, isBatch);
  const count = (changed: readonly RollLine[]) => recount(node, changed, leafAt, options);
  const change = (at: number, to: Partial<RollLine>) =>
    lines.map((line, index) => (index === at ? { ...line, ...to } : line));

  test('are counted by class, whatever is left out', () => {
    expect(count(lines)).toEqual([5, 4]);
    expect(count(lines.slice(3))).toEqual([3, 3]);
    expect(count([])).toEqual([0, 0]);
  });

  test('are written and read back', () => {
    const bytes = Buffer.from(lines.map(formatRollLine).join(''));
    expect([...parseRollPart(bytes)]).toEqual(lines);
    expect([...parseRollPart(new Uint8Array())]).toEqual([]);
  });

  test('are not counted twice, nor under another class, place or salt', () => {
    const [first] = lines;
    if (first === undefined) throw new Error('no line');
    const refused = (changed: readonly RollLine[], code: string) =>
      expect(() => count(changed)).toThrow(expect.objectContaining({ code }));
    refused([first, ...lines], 'roll-out-of-order');
    refused(lines.toReversed(), 'roll-out-of-order');
    refused(change(0, { class: 1 }), 'roll-not-logged');
    refused(change(0, { class: 2 }), 'roll-class-unknown');
    refused(change(8, { place: 9n }), 'roll-not-logged');
    refused(change(8, { salt: Buffer.alloc(32) }), 'roll-not-logged');
    refused(change(0, { path: [first.path[1], first.path[0]] }), 'roll-not-logged');
    refused(change(0, { id: isBatch ? randomUUID() : undefined }), 'roll-not-logged');
  });

  test('of another letter or another text are none of this one', () => {
    const other = { ...options, letter: randomUUID() };
    expect(() => recount(node, lines, leafAt, other)).toThrow(
      expect.objectContaining({ code: 'roll-class-unknown' }),
    );
    expect(() => recount(node, lines, leafAt, { ...options, texts: new Set() })).toThrow(
      expect.objectContaining({ code: 'roll-class-unknown' }),
    );
  });

  test('a flipped bit anywhere is refused, or counts nothing else', () => {
    const good = Buffer.from(lines.map(formatRollLine).join(''));
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(7), (at, bit) => {
        const bad = Uint8Array.from(good);
        bad[at] = (bad[at] ?? 0) ^ (1 << bit);
        expect(() => count([...parseRollPart(bad)])).toThrow(
          expect.objectContaining({ name: 'LetterFault' }),
        );
      }),
    );
  });
});

test('a hash has one spelling in a line', () => {
  const [line] = sign(1, false).lines;
  const written = line === undefined ? '' : formatRollLine(line);
  const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  // The last two bits of the last sign carry nothing.
  const loose = written.replaceAll(/.(?==)/gu, (last) => signs[signs.indexOf(last) + 1] ?? '');
  expect(Buffer.from(loose.split(' ')[3] ?? '', 'base64')).toEqual(
    Buffer.from(written.split(' ')[3] ?? '', 'base64'),
  );
  expect(() => [...parseRollPart(Buffer.from(loose))]).toThrow(
    expect.objectContaining({ code: 'roll-malformed' }),
  );
});

test('a class is read strictly', () => {
  const [one] = classes;
  expect(readClass(one && classJson(one))).toEqual(one);
  for (const bad of [
    undefined,
    null,
    [],
    { ...one, appearance: 'loud' },
    { ...one, verification: undefined },
    { ...one, text: 'short' },
    { ...one, letter: letter.toUpperCase() },
    { ...one, affirms: 'third' },
    { ...one, more: 1 },
  ]) {
    expect(readClass(bad as never)).toBeUndefined();
  }
});
