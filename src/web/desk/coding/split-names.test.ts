import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { looksLikeName, splitNames } from './split-names.ts';

const namesIn = (text: string) =>
  splitNames(text, { start: 0, end: text.length }).map(({ start, end }) => text.slice(start, end));

test.each([
  ['Anna Bo, Cé Dé and Elif Fa.', ['Anna Bo', 'Cé Dé', 'Elif Fa']],
  ['Anna, Bo, and Cem', ['Anna', 'Bo', 'Cem']],
  ['Anne et Bruno', ['Anne', 'Bruno']],
  ['الهام، نوید و داوود', ['الهام', 'نوید', 'داوود']],
  ['مینا و نوید و داوود', ['مینا', 'نوید', 'داوود']],
  ['1. Anna\n2. Bo\n\n- Cem', ['Anna', 'Bo', 'Cem']],
  ['Sandy Andrews', ['Sandy Andrews']],
  [' ,, and ', []],
  ['Zar Amir (“Tatami,” with Guy Nattiv), Bo Ek', ['Zar Amir', 'Bo Ek']],
  ['Anna Bo (director, producer and actor) and Cem Do', ['Anna Bo', 'Cem Do']],
  [
    'Guild of Writers and Directors, Film Union and Actors’ Guild',
    ['Guild of Writers and Directors', 'Film Union', 'Actors’ Guild'],
  ],
  ['People abroad signed too: Anna Bo, Cem Do', ['Anna Bo', 'Cem Do']],
  ['directors such as Anna Bo, Cem Do', ['Anna Bo', 'Cem Do']],
  ['de nombreux cinéastes, dont Anna Bo et Cem Do', ['Anna Bo', 'Cem Do']],
  ['Anna Bo (never closed, Cem Do\nElif Fa', ['Anna Bo', 'Elif Fa']],
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

test('names stand in order, apart from each other, and within the words chosen', () => {
  const piece = fc.constantFrom(
    'Anna',
    'Bo',
    ',',
    ' ',
    ' and ',
    '(',
    ')',
    '\n',
    ';',
    'و',
    '«',
    '»',
    '.',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      let last = 0;
      for (const { start, end } of splitNames(text, { start: 0, end: text.length })) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
        last = end;
      }
      expect(last).toBeLessThanOrEqual(text.length);
    }),
  );
});

test.each([
  ['Zar Amir', true],
  ['Ludwig van der Rohe', true],
  ['نادر وحدت', true],
  ['Shelter', false],
  ['with Guy Nattiv)', false],
  ['film producers', false],
  ['800 Artists', false],
  ['“Tatami”', false],
])('%s may be a name: %s', (words, is) => {
  expect(looksLikeName(words)).toBe(is);
});
