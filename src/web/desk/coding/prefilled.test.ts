import { expect, test } from 'vitest';
import { emptyDraft } from './draft.ts';
import { inStep, prefilledValue } from './prefilled.ts';

const draft = { ...emptyDraft('en', []), property: 'description', typed: 'One' };
const words = { before: 'One', now: 'Two' };

test('a value that nobody touched follows the selected words', () => {
  expect(inStep(draft, 'text', words).typed).toBe('Two');
  expect(inStep({ ...draft, typed: 'One more' }, 'text', words).typed).toBe('One more');
  expect(inStep({ ...draft, typed: '' }, 'text', words).typed).toBe('');
});

test('what is looked for is not filled in', () => {
  expect(prefilledValue('term', 'One')).toBe('');
  expect(prefilledValue(undefined, 'One')).toBe('');
  expect(inStep({ ...draft, typed: '0103' }, 'term', words).typed).toBe('0103');
});
