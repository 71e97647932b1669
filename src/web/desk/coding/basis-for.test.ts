import { expect, test } from 'vitest';
import { basisFor } from './basis-for.ts';

test('is quoted only when the value stands in the words as it is', () => {
  expect(basisFor('eight  years', 'sentenced to eight\nyears')).toBe('quoted');
  expect(basisFor('Eight years', 'sentenced to eight years')).toBe('coded');
  expect(basisFor('علي', 'علی گفت')).toBe('coded');
  expect(basisFor('', 'anything')).toBe('coded');
  // What the source hides in its words is not in the value, and yet the words are these.
  expect(basisFor('Jafar Panahi', 'Jafar \u202EPanahi')).toBe('quoted');
});
