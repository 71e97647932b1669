import { expect, test } from 'vitest';
import { durationWords } from './duration-words.ts';

test.each([
  ['P8Y', 'en', '8 years'],
  ['P1Y6M', 'en', '1 year and 6 months'],
  ['P1Y6M', 'fr', '1\u00a0an et 6\u00a0mois'],
  ['P8Y', 'fa', '۸ سال'],
  ['PT2H', 'en', '2 hours'],
] as const)('tells %s in %s', (duration, locale, words) => {
  expect(durationWords(duration, locale)).toBe(words);
});
