import { expect, test } from 'vitest';
import { findDurationText } from './find-duration-text.ts';

test.each([
  ['was sentenced to eight years in prison', 'eight years'],
  ['sentenced to one year and six months (suspended).', 'one year and six months'],
  ['condamné à huit ans de prison', 'huit ans'],
  ['به هشت سال حبس محکوم شد', 'هشت سال'],
  ['detained for 45 days, and released', '45 days'],
  ['sentenced in 2024 and 2025', undefined],
  ['', undefined],
])('in “%s” the length is %s', (text, length) => {
  expect(findDurationText(text)).toBe(length);
});

test('where years are counted, a number alone is a length', () => {
  expect(findDurationText('Ganji, 39, was shot', true)).toBe('39');
  expect(findDurationText('Ganji, 39, was shot')).toBeUndefined();
});
