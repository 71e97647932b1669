import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRowDigest } from './row-digest.ts';

const row = fc.string({ maxLength: 12 }).map((words) => words.replaceAll('\n', ' '));

function digestOf(pieces: readonly Uint8Array[]) {
  const digest = createRowDigest();
  for (const piece of pieces) digest.add(piece);
  return digest.end();
}

const bytesOf = (rows: readonly string[]) => Buffer.from(rows.map((each) => `${each}\n`).join(''));

test('neither the order of rows nor where they are cut matters', () => {
  fc.assert(
    fc.property(fc.array(row), fc.nat(), fc.nat(), (rows, seed, at) => {
      const whole = bytesOf(rows);
      const turned = bytesOf([
        ...rows.slice(seed % (rows.length + 1)),
        ...rows.slice(0, seed % (rows.length + 1)),
      ]);
      const cut = at % (turned.length + 1);
      expect(digestOf([turned.subarray(0, cut), turned.subarray(cut)])).toEqual(digestOf([whole]));
      expect(digestOf([whole]).rows).toBe(rows.length);
    }),
  );
});

test('a row altered, added, lost or doubled shows', () => {
  fc.assert(
    fc.property(fc.array(row), row, row, (rows, one, other) => {
      fc.pre(one !== other);
      const before = digestOf([bytesOf([...rows, one])]).sum;
      expect(digestOf([bytesOf([...rows, other])]).sum).not.toBe(before);
      expect(digestOf([bytesOf(rows)]).sum).not.toBe(before);
      expect(digestOf([bytesOf([...rows, one, one, one])]).sum).not.toBe(before);
    }),
  );
});
