import { describe, expect, test } from 'vitest';
import { sha256Identifier } from './algorithms.ts';
import { encodeDer, encodeInteger, encodeObjectIdentifier } from './der-writer.ts';
import { readTstInfo } from './tst-info.ts';

const text = (tag: number, value: string) => encodeDer(tag, [new TextEncoder().encode(value)]);
const octet = (tag: number, value: number) => encodeDer(tag, [Uint8Array.of(value)]);
const extension = (...parts: readonly Uint8Array[]) =>
  encodeDer(0xa1, [
    encodeDer(0x30, [encodeObjectIdentifier('1.2.3'), ...parts, encodeDer(0x04, [])]),
  ]);
const nothing = encodeDer(0x05, []);

function infoOf(rest: readonly Uint8Array[], parameters: readonly Uint8Array[] = [nothing]) {
  const algorithm = encodeDer(0x30, [encodeObjectIdentifier(sha256Identifier), ...parameters]);
  return encodeDer(0x30, [
    encodeInteger(1n),
    encodeObjectIdentifier('1.2.3'),
    encodeDer(0x30, [algorithm, encodeDer(0x04, [new Uint8Array(32)])]),
    encodeInteger(5n),
    text(0x18, '20260121100000Z'),
    ...rest,
  ]);
}

const accuracy = (...parts: readonly Uint8Array[]) => encodeDer(0x30, parts);

describe('TSTInfo', () => {
  test('may do without everything optional', () => {
    expect(readTstInfo(infoOf([]))).toMatchObject({
      policy: '1.2.3',
      accuracyMs: undefined,
      nonce: undefined,
      tsa: undefined,
    });
  });

  test('with everything optional', () => {
    const parts = [
      accuracy(encodeInteger(2n), octet(0x80, 5), octet(0x81, 100)),
      octet(0x01, 0xff),
      encodeInteger(9n),
      encodeDer(0xa0, [text(0x82, 'tsa.example.org')]),
      extension(octet(0x01, 0)),
    ];
    expect(readTstInfo(infoOf(parts))).toMatchObject({
      accuracyMs: 2005.1,
      nonce: 9n,
      tsa: { tag: 0x82 },
    });
  });

  test.each([
    ['a critical extension', [extension(octet(0x01, 0xff))], 'extension-unsupported'],
    ['no thousandth at all', [accuracy(octet(0x80, 0))], 'structure-malformed'],
    [
      'a thousand millionths',
      [accuracy(encodeDer(0x81, [Uint8Array.of(3, 232)]))],
      'structure-malformed',
    ],
    ['two names', [encodeDer(0xa0, [nothing, nothing])], 'structure-malformed'],
    ['no name where one belongs', [encodeDer(0xa0, [])], 'structure-malformed'],
    ['something more', [text(0x0c, 'x')], 'structure-malformed'],
  ])('with %s is refused', (_name, rest, code) => {
    expect(() => readTstInfo(infoOf(rest))).toThrow(expect.objectContaining({ code }));
  });

  test('its hash has no parameters, or none worth the name', () => {
    expect(readTstInfo(infoOf([], [])).imprint.hash).toBe('SHA-256');
    expect(() => readTstInfo(infoOf([], [encodeInteger(1n)]))).toThrow(
      expect.objectContaining({ code: 'structure-malformed' }),
    );
  });
});
