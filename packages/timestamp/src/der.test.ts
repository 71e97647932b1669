import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from './bytes.ts';
import { readDer, type DerNode } from './der-reader.ts';
import { hasBit, readInteger, readObjectIdentifier } from './der-values.ts';
import { encodeDer, encodeInteger, encodeObjectIdentifier, encodeSetOf } from './der-writer.ts';
import { TimestampFault } from './fault.ts';
import { readCertificateTime, readGenTime } from './times.ts';

const fromHex = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const text = (tag: number, value: string) =>
  readDer(encodeDer(tag, [new TextEncoder().encode(value)]));

function written({ tag, content, children }: DerNode): Uint8Array {
  return encodeDer(tag, children.length === 0 ? [content] : children.map(written));
}

describe('DER', () => {
  test('what is read is written again to the same octets', () => {
    const leaf = fc
      .tuple(fc.constantFrom(0x04, 0x0c, 0x80, 0x9e), fc.uint8Array({ maxLength: 300 }))
      .map(([tag, content]) => encodeDer(tag, [content]));
    const tree = fc.array(fc.array(leaf, { maxLength: 5 }), { maxLength: 5 });
    fc.assert(
      fc.property(tree, (lists) => {
        const bytes = encodeDer(
          0x30,
          lists.map((list) => encodeDer(0xa3, list)),
        );
        expect(toHex(written(readDer(bytes)))).toBe(toHex(bytes));
      }),
    );
  });

  test('integers and identifiers are read as they were written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 500n }), (value) => {
        expect(readInteger(readDer(encodeInteger(value)))).toBe(value);
      }),
    );
    expect(readInteger(readDer(fromHex('0202ff7f')))).toBe(-129n);
    const identifier = fc
      .tuple(fc.nat({ max: 2 }), fc.nat({ max: 39 }), fc.array(fc.nat(), { maxLength: 8 }))
      .map(([first, second, rest]) => [first, second, ...rest].join('.'));
    fc.assert(
      fc.property(identifier, (value) => {
        expect(readObjectIdentifier(readDer(encodeObjectIdentifier(value)))).toBe(value);
      }),
    );
    expect(readObjectIdentifier(readDer(fromHex('0603883703')))).toBe('2.999.3');
  });

  test('a set is written in order', () => {
    const values = [fromHex('0402ff00'), fromHex('0401ff'), fromHex('0500'), fromHex('040100')];
    expect(toHex(encodeSetOf(0x31, values))).toBe('310c0401000401ff0402ff000500');
  });

  test('bits are counted from the left', () => {
    const node = readDer(fromHex('03020780'));
    expect([0, 1, 8, 99].map((bit) => hasBit(node, bit))).toEqual([true, false, false, false]);
  });

  test.each([
    ['nothing', ''],
    ['no length', '30'],
    ['a length beyond the end', '300105'],
    ['octets after it', '050000'],
    ['a length without end', '30800000'],
    ['a length of five octets', '3085000000000500'],
    ['a length in two octets where one will do', '30810205000'],
    ['a length with a zero before it', '3082000205000'],
    ['a tag number above 30', '1f8100'],
    ['a tag of an application', '6100'],
    ['an unknown universal tag', '0900'],
    ['a string in pieces', '2400'],
    ['a padded integer', '02020001'],
    ['a padded negative integer', '0202ff80'],
    ['an empty integer', '0200'],
    ['a truth of 1', '010101'],
    ['a NULL with content', '050100'],
    ['bits with dirt in the padding', '03020101'],
    ['eight unused bits', '03020800'],
    ['unused bits of no octet', '030101'],
    ['bits without their count', '0300'],
    ['a padded arc', '0603558001'],
    ['an arc that does not end', '06025586'],
    ['an empty identifier', '0600'],
  ])('refuses %s', (_name, hex) => {
    expect(() => readDer(fromHex(hex))).toThrow(TimestampFault);
  });

  test('refuses what is too deep or of too many parts', () => {
    const nested = (depth: number) =>
      Array.from({ length: depth }).reduce<Uint8Array<ArrayBuffer>>(
        (inner) => encodeDer(0x30, [inner]),
        fromHex('0500'),
      );
    expect(readDer(nested(32)).tag).toBe(0x30);
    expect(() => readDer(nested(33))).toThrow(TimestampFault);
    const wide = (parts: number) =>
      encodeDer(0x30, [
        new Uint8Array(parts * 2).fill(5).map((octet, index) => (index % 2 === 0 ? octet : 0)),
      ]);
    expect(readDer(wide(8191)).children).toHaveLength(8191);
    expect(() => readDer(wide(8192))).toThrow(TimestampFault);
  });
});

describe('times', () => {
  test.each([
    [0x17, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    [0x17, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [0x18, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
    [0x18, '00010101000000Z', '0001-01-01T00:00:00.000Z'],
  ])('of a certificate: %s %s', (tag, value, iso) => {
    expect(new Date(readCertificateTime(text(tag, value))).toISOString()).toBe(iso);
  });

  test.each([
    [0x17, '4912312359Z'],
    [0x17, '490231000000Z'],
    [0x17, '491231235960Z'],
    [0x17, '491231235959+0000'],
    [0x18, '20500101000000.5Z'],
    [0x0c, '491231235959Z'],
  ])('refused in a certificate: %s %s', (tag, value) => {
    expect(() => readCertificateTime(text(tag, value))).toThrow(TimestampFault);
  });

  test('a genTime may be finer than the second', () => {
    const at = Date.UTC(2026, 0, 21, 10);
    expect(readGenTime(text(0x18, '20260121100000Z'))).toBe(at);
    expect(readGenTime(text(0x18, '20260121100000.25Z'))).toBe(at + 250);
    expect(readGenTime(text(0x18, '20260121100000.0005Z'))).toBe(at + 0.5);
  });

  test.each(['20260121100000.Z', '20260121100000.50Z', '20260121100000', '20260121240000Z'])(
    'refused as a genTime: %s',
    (value) => {
      expect(() => readGenTime(text(0x18, value))).toThrow(TimestampFault);
    },
  );
});
