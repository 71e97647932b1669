import { expect, test } from 'vitest';
import { LetterRefusal } from '#letters';
import { takeSignerPace } from './signer-pace.ts';

test('one link may change so often, and another is not held back by it', () => {
  for (let count = 0; count < 30; count += 1) takeSignerPace('one');
  expect(() => takeSignerPace('one')).toThrow(new LetterRefusal({ code: 'sign-too-often' }));
  expect(() => takeSignerPace('other')).not.toThrow();
});
