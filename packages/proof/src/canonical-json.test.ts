import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../test/vectors/canonical-json.json' with { type: 'json' };
import { canonicalJson, type JsonValue } from './index.ts';

describe('canonical JSON', () => {
  test.each(vectors)('$name', ({ input, output }) => {
    expect(canonicalJson(JSON.parse(input) as JsonValue)).toBe(output);
  });

  test('says the same value, however its members were ordered', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        const json = value as JsonValue;
        const text = canonicalJson(json);
        expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text);
        expect(canonicalJson(reversed(json))).toBe(text);
      }),
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %s', (value) => {
    expect(() => canonicalJson([value])).toThrow(RangeError);
  });

  test('refuses a lone surrogate, in a name too', () => {
    expect(() => canonicalJson('\ud800')).toThrow(RangeError);
    expect(() => canonicalJson({ '\udc00': 1 })).toThrow(RangeError);
  });
});

function reversed(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}
