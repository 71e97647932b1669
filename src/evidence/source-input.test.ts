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

test.each<[Partial<SourceInput>, string]>([
  [{ title: 'A \u202Etroper' }, 'title'],
  [{ authors: ['Shirin', 'Om\u200Bid'] }, 'authors'],
  [{ publisher: '\u2067روزنامه' }, 'publisher'],
])('an invisible character is refused at its field: %j', (typed, field) => {
  const described = { title: 'A report', material: 'paper' };
  expect(problemsOf({ ...described, ...typed })).toEqual([[field, 'invisible-character']]);
  expect(problemsOf({ ...described, title: 'گزارش می\u200Cرسد' })).toEqual([]);
});

test('an address with a login is refused, whichever half it carries', () => {
  const described = { title: 'A report', material: 'paper' };
  for (const login of ['user:pass', 'user', ':pass']) {
    const address = `https://${login}@a.example/`;
    expect(problemsOf({ ...described, address })).toEqual([['address', 'source-address-login']]);
  }
});
