import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseText, readPlainForm, writePlainForm, type Block, type Run } from './index.ts';

const frame = {
  letter: '6f0d6c0a-6a51-4b0a-8a3a-1e6a0f5b9d57',
  ...{ number: 1, language: 'en', title: 'T', addressees: [], demands: [], initiators: [] },
};
const normal = (blocks: readonly Block[]) => normaliseText({ ...frame, blocks }).blocks;

// Mostly of what means something in this form.
const words = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from(String.raw`\*#>-•.) 1۲a می`), '\n', '\u200c') }),
  fc.string({ unit: 'binary' }),
);
const runs: fc.Arbitrary<Run[]> = fc.array(
  fc.record(
    { text: words, marks: fc.array(fc.constantFrom('emphasis' as const, 'strong' as const)) },
    { requiredKeys: ['text'] },
  ),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('paragraph' as const, 'heading' as const, 'quotation' as const),
    runs,
  }),
  fc.record({ kind: fc.constant('list' as const), ordered: fc.boolean(), items: fc.array(runs) }),
);

test('what was written is read back as it is', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 5 }), (blocks) => {
      const whole = normal([...blocks, { kind: 'paragraph', runs: [{ text: 'end' }] }]);
      expect(normal(readPlainForm(writePlainForm(whole)))).toEqual(whole);
    }),
    { numRuns: 400 },
  );
});

test('takes whatever anybody types', () => {
  fc.assert(fc.property(words, (typed) => void readPlainForm(typed)));
});

describe('what people type', () => {
  test('blocks of every kind', () => {
    const typed = [
      '# Our demands\nWe, the\nundersigned,',
      '> They said\nso.',
      '- one\n- two\n  and more',
      '۱. یک\n۲) دو',
    ].join('\n\n');
    expect(readPlainForm(typed)).toEqual([
      { kind: 'heading', runs: [{ text: 'Our demands' }] },
      { kind: 'paragraph', runs: [{ text: 'We, the undersigned,' }] },
      { kind: 'quotation', runs: [{ text: 'They said so.' }] },
      { kind: 'list', ordered: false, items: [[{ text: 'one' }], [{ text: 'two and more' }]] },
      { kind: 'list', ordered: true, items: [[{ text: 'یک' }], [{ text: 'دو' }]] },
    ]);
  });

  test('words set apart', () => {
    expect(readPlainForm('We *all* **ask** ***now***.')).toEqual([
      {
        kind: 'paragraph',
        runs: [
          { text: 'We ' },
          { text: 'all', marks: ['emphasis'] },
          { text: ' ' },
          { text: 'ask', marks: ['strong'] },
          { text: ' ' },
          { text: 'now', marks: ['emphasis', 'strong'] },
          { text: '.' },
        ],
      },
    ]);
  });

  test.each([
    '2 * 3 * 4',
    'a footnote*',
    'F**k',
    '#1 of 3',
    '-5 degrees',
    '1.5 million',
    'C:\\films',
  ])('ordinary signs: %s', (typed) => {
    expect(readPlainForm(typed)).toEqual([{ kind: 'paragraph', runs: [{ text: typed }] }]);
  });
});
