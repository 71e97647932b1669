import { expect, test } from 'vitest';
import type { ToldValue } from '#publish';
import { offeredClaims } from './offered-claims.ts';

const text = (uid: string, label: string, words: string): ToldValue => ({
  ...{ label, isDisputed: false },
  value: { uid, shown: { type: 'text', text: words }, origins: 1, claims: [] },
});
const figure: ToldValue = {
  ...{ label: 'Killed', isDisputed: false },
  value: {
    uid: 'f',
    shown: { type: 'figure', figure: { number: '3,000', counted: 'citizens', unit: 'people' } },
    ...{ origins: 1, claims: [] },
  },
};
const told = [
  text('a', 'Killing · Date', '9 January'),
  text('b', 'Arrest · Date', '10 January'),
  text('c', 'Killing · Place', 'Téhéran'),
  figure,
  text('a', 'Killing · Date', '9 January'),
];
const uids = (only: string) => offeredClaims(told, only).map(({ value }) => value.uid);

test('figures come first, what is told of one thing stands together, and nothing twice', () => {
  expect(uids('')).toEqual(['f', 'a', 'c', 'b']);
});

test('the list is narrowed by words of the claim or of what it tells of, in any spelling', () => {
  expect(uids('teheran')).toEqual(['c']);
  expect(uids('killing january')).toEqual(['a']);
  expect(uids('3,000')).toEqual(['f']);
  expect(uids('nothing of this')).toEqual([]);
});
