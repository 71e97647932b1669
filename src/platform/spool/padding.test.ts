import { assert, property, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { pad, unpad } from './padding.ts';

const content = uint8Array({ maxLength: 32_508 });

test('what was padded comes back, and has one of three sizes', () => {
  assert(
    property(content, (bytes) => {
      const padded = pad(bytes);
      expect([7_936, 16_128, 32_512]).toContain(padded.length);
      expect(unpad(padded)).toEqual(bytes);
    }),
  );
});

test('what does not fit is refused, and so is what was never padded', () => {
  expect(pad(new Uint8Array(7_932))).toHaveLength(7_936);
  expect(pad(new Uint8Array(7_933))).toHaveLength(16_128);
  expect(() => pad(new Uint8Array(32_509))).toThrow(RangeError);
  expect(() => unpad(new Uint8Array(3))).toThrow(RangeError);
  expect(() => unpad(Uint8Array.of(0, 0, 0, 2, 7))).toThrow(RangeError);
});
