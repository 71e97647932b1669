import { describe, expect, test } from 'vitest';
import type { PropertyEntry } from './catalog.ts';
import {
  emptyDraft,
  isBegun,
  moved,
  nextDraft,
  toRequest,
  type DraftLink,
  type Picked,
} from './draft.ts';

const uid = '6f1f2c1e-6a35-4b0e-9a77-0d1f3c1f2b11';
const lawyer: DraftLink = { type: 'label', key: 'his lawyer', text: 'his lawyer', seen: false };
const person: Picked = { kind: 'person', text: 'Nader' };
const nameOf: PropertyEntry = {
  code: 'name',
  label: 'Name',
  help: '',
  kinds: ['person'],
  valueType: 'name',
};
const place = { layer: uid, start: 0, end: 5 };
const draft = { ...emptyDraft('fa', [lawyer]), subject: person, property: 'name', typed: 'Nader' };

describe('a claim being typed', () => {
  test('is quoted when its value stands in the words, else coded', () => {
    expect(toRequest(draft, nameOf, place, 'Nader fled')?.basis).toBe('quoted');
    expect(toRequest(draft, nameOf, place, 'He fled')?.basis).toBe('coded');
    expect(toRequest({ ...draft, basis: 'seen' }, nameOf, place, '')?.basis).toBe('seen');
  });

  test('names who is new and points to who is known', () => {
    const subjectOf = (subject: Picked) =>
      toRequest({ ...draft, subject }, nameOf, place, '')?.subject;
    expect(subjectOf(person)).toEqual({ kind: 'person', name: 'Nader' });
    expect(subjectOf({ ...person, uid })).toEqual({ uid });
  });

  test('says nothing of a source where it is in our own words', () => {
    expect(toRequest(draft, nameOf, place, 'Nader')?.chain).toHaveLength(1);
    expect(toRequest({ ...draft, basis: 'editorial' }, nameOf, place, 'Nader')?.chain).toEqual([]);
  });

  test('asks for nothing while something is missing', () => {
    expect(toRequest({ ...draft, subject: undefined }, nameOf, place, '')).toBeUndefined();
    expect(toRequest({ ...draft, typed: '  ' }, nameOf, place, '')).toBeUndefined();
    expect(toRequest(draft, undefined, place, '')).toBeUndefined();
    const victim = { ...nameOf, valueType: 'entity' as const, range: ['person' as const] };
    expect(toRequest(draft, victim, place, '')).toBeUndefined();
  });

  test('leaves subject, chain and certainty to the next one', () => {
    const next = nextDraft({ ...draft, certainty: 'likely' }, { ...person, uid });
    expect(isBegun(next)).toBe(false);
    expect(isBegun(draft)).toBe(true);
    expect(next).toEqual({
      ...emptyDraft('fa', [lawyer]),
      subject: { ...person, uid },
      certainty: 'likely',
    });
  });
});

test('links change places, but not over the ends', () => {
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
});
