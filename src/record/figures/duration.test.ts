import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

test.each([
  ['eight years', 'P8Y'],
  ['Eight years and six months', 'P8Y6M'],
  ['twenty-five years', 'P25Y'],
  ['one hundred and five days', 'P105D'],
  ['huit ans', 'P8Y'],
  ['un an et six mois', 'P1Y6M'],
  ['vingt et un jours', 'P21D'],
  ['هشت سال', 'P8Y'],
  ['بیست و پنج سال و شش ماه', 'P25Y6M'],
  ['۸ سال', 'P8Y'],
  ['8 years, 6 months', 'P8Y6M'],
  ['8y', 'P8Y'],
  ['P8Y', 'P8Y'],
])('%s is %s', (typed, duration) => {
  expect(parseDuration(typed)).toBe(duration);
});

test.each([
  ...['10,5 ans', '1.5 years', '10 5 years', 'years', 'eight', 'dozens of years', 'a year or two'],
  ...['eight years and', 'eight years seven years', 'and years', ''],
])('%s is no length', (typed) => {
  expect(parseDuration(typed)).toBeUndefined();
});
