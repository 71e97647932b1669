import { expect, test } from 'vitest';
import { emptyDraft } from './draft.ts';
import { inStep, prefilledValue } from './prefilled.ts';

const draft = { ...emptyDraft('en', []), property: 'description', typed: 'One' };
const text = { valueType: 'text' } as const;
const term = { valueType: 'term' } as const;
const words = { before: 'One', now: 'Two' };

test('a value that nobody touched follows the selected words', () => {
  expect(inStep(draft, text, words).typed).toBe('Two');
  expect(inStep({ ...draft, typed: 'One more' }, text, words).typed).toBe('One more');
  expect(inStep({ ...draft, typed: '' }, text, words).typed).toBe('');
});

test('what is looked for is not filled in', () => {
  expect(prefilledValue(term, 'One')).toBe('');
  expect(prefilledValue(undefined, 'One')).toBe('');
  expect(inStep({ ...draft, typed: '0103' }, term, words).typed).toBe('0103');
});

test('a figure or a length of time is taken out of the words', () => {
  const sentence = 'He was sentenced to eight years in prison.';
  expect(prefilledValue({ valueType: 'duration' }, sentence)).toBe('eight years');
  expect(prefilledValue({ valueType: 'duration', inYears: true }, 'Ganji, 39,')).toBe('39');
  expect(prefilledValue({ valueType: 'figure' }, 'more than 300 people died')).toBe(
    'more than 300',
  );
});
