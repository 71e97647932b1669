import { expect, test } from 'vitest';
import { splitNames } from './split-names.ts';

const namesIn = (text: string) =>
  splitNames(text, { start: 0, end: text.length }).map(({ start, end }) => text.slice(start, end));

test.each([
  ['Anna Bo, Cé Dé and Elif Fa.', ['Anna Bo', 'Cé Dé', 'Elif Fa']],
  ['Anna, Bo, and Cem', ['Anna', 'Bo', 'Cem']],
  ['Anne et Bruno', ['Anne', 'Bruno']],
  ['الهام، نوید و داوود', ['الهام', 'نوید', 'داوود']],
  ['1. Anna\n2. Bo\n\n- Cem', ['Anna', 'Bo', 'Cem']],
  ['Sandy Andrews', ['Sandy Andrews']],
  [' ,, and ', []],
])('finds the names in %j', (text, names) => {
  expect(namesIn(text)).toEqual(names);
});

test('tells where each stands in the whole text', () => {
  const text = 'With: Anna, Bo';
  expect(splitNames(text, { start: 6, end: 14 })).toEqual([
    { start: 6, end: 10 },
    { start: 12, end: 14 },
  ]);
});
