import { expect, test } from 'vitest';
import { pointsOf, type PiecePlace } from './piece-points.ts';

const piece = (words: string, place: PiecePlace = 'blocks') => ({
  place,
  at: 0,
  words,
  written: '',
});
const fine = { isMissing: false, isOtherwise: false, missing: [], added: [] };

test.each([
  [piece('We ask 3,000.'), '۳٬۰۰۰ می‌خواهیم.', fine],
  [piece('We ask.'), ' \n', { ...fine, isMissing: true }],
  [piece('# We ask'), 'می‌خواهیم', { ...fine, isOtherwise: true }],
  [piece('We ask.'), 'یک\n\nدو', { ...fine, isOtherwise: true }],
  [piece('1. one\n2. two'), '۱. یک\n۲. دو', fine],
  [piece('1. one\n2. two'), '- یک\n- دو', { ...fine, isOtherwise: true }],
  [piece('1. one\n2. two'), '۱. یک', { ...fine, isOtherwise: true }],
  [piece('12 people', 'demands'), '۱۳ نفر', { ...fine, missing: ['12'], added: ['13'] }],
  [piece('# 12', 'demands'), '۱۲', fine],
])('%j %s', (source, typed, points) => {
  expect(pointsOf(source, typed)).toEqual(points);
});
