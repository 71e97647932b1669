import { expect, test } from 'vitest';
import { readUnnamedQuery } from './unnamed-query.ts';

const read = (typed: string) => readUnnamedQuery(typed, new Map());
const killing = '010101000000';

test.each([
  ['deliberate killing Nader Vahdat', 'nader vahdat'],
  ['Deliberate killing – Nader Vahdat', 'nader vahdat'],
  ['Vahdat killing', 'vahdat'],
  ['Homicide délibéré – Vahdat', 'vahdat'],
  ['قتل عامدانه وحدت', 'وحدت'],
])('%s is a type and a name', (typed, names) => {
  const query = read(typed);
  expect(query.names).toBe(names);
  expect(query.types?.get('act')).toContain(killing);
  expect(query.days).toBeUndefined();
});

test('a day is taken out in either calendar, wherever it stands', () => {
  const days = { from: '2026-01-09', to: '2026-01-09' };
  expect(read('Vahdat 9 January 2026')).toEqual({ names: 'vahdat', types: undefined, days });
  expect(read('۱۹ دی ۱۴۰۴')).toEqual({ names: '', types: undefined, days });
  expect(read('killing 2026').days).toEqual({ from: '2026-01-01', to: '2026-12-31' });
});

test('words that fit no type together with those before belong to a name', () => {
  const query = read('killing Black');
  expect(query.names).toBe('black');
  expect(query.types?.get('act')).toContain(killing);
});

test('a name alone is a name alone', () => {
  expect(read('Zq Karimi')).toEqual({ names: 'zq karimi', types: undefined, days: undefined });
});
