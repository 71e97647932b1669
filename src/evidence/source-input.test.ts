import { expect, test } from 'vitest';
import { EvidenceRefusal } from './evidence-refusal.ts';
import { parseSource, type SourceInput } from './source-input.ts';

const reading = {
  locale: 'en',
  isMaterial: (code: string) => code === 'paper',
  isReliability: (code: string) => ['990000000000', 'good'].includes(code),
} as const;

function problemsOf(input: SourceInput) {
  try {
    parseSource(input, reading);
    return [];
  } catch (error) {
    if (!(error instanceof EvidenceRefusal)) throw error;
    return error.problems.map(({ code, field }) => [field, code]);
  }
}

test('a source nobody has assessed is kept as not assessed', () => {
  const { fields } = parseSource({ title: 'A report', material: 'paper' }, reading);
  expect(fields.reliability).toBe('990000000000');
});

test('a code that no vocabulary has is refused at its field', () => {
  const described = { title: 'A report', material: 'paper', reliability: 'good' };
  expect(problemsOf(described)).toEqual([]);
  expect(problemsOf({ ...described, material: 'papyrus', reliability: 'unknown' })).toEqual([
    ['material', 'source-bad-material'],
    ['reliability', 'source-bad-reliability'],
  ]);
});
