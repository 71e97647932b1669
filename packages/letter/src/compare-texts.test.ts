import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTexts, readPlainForm, type ComparedLine, type LetterText } from './index.ts';

const text = (body: string, more: Partial<LetterText> = {}): LetterText => ({
  letter: '6f0d6c0a-6a51-4b0a-8a3a-1e6a0f5b9d57',
  ...{ number: 1, language: 'en', title: 'A call', addressees: [], demands: [], initiators: [] },
  blocks: readPlainForm(body),
  ...more,
});
// As people write a change: [-what went-]{+what came+}.
const shown = (lines: readonly ComparedLine[]) =>
  lines.map(({ place, words }) => {
    const signs = { same: ['', ''], removed: ['[-', '-]'], added: ['{+', '+}'] } as const;
    const parts = words.map((one) => signs[one.change].join(one.text));
    return `${place}: ${parts.join('')}`;
  });

test('a changed word, a line that came, one that went', () => {
  const before = text('More than 2,000 were killed.\n\nGone now.\n\nThe end.', {
    demands: ['Release them.'],
  });
  const after = text('More than 3,000 were killed.\n\nThe end.', {
    demands: ['Release them.', 'Now.'],
  });
  expect(shown(compareTexts(before, after))).toEqual([
    'title: A call',
    'paragraph: More than [-2,000-]{+3,000+} were killed.',
    'paragraph: [-Gone now.-]',
    'paragraph: The end.',
    'demand: Release them.',
    'demand: {+Now.+}',
  ]);
});

test('what is added stands where it stands in the text, though all around it is changed', () => {
  const before = text('We ask for help.', { demands: ['Release them.'] });
  const demands = ['Release them at once.', 'Return what was taken.'];
  const after = text('We ask for urgent help.\n\nTwo were arrested.', { demands });
  expect(shown(compareTexts(before, after))).toEqual([
    'title: A call',
    'paragraph: We ask for {+urgent +}help.',
    'paragraph: {+Two were arrested.+}',
    'demand: Release them{+ at once+}.',
    'demand: {+Return what was taken.+}',
  ]);
});

test('lines that share little are two lines; words set apart otherwise are changed', () => {
  expect(shown(compareTexts(text('We ask.'), text('Nobody listened to them')))).toEqual([
    'title: A call',
    'paragraph: [-We ask.-]',
    'paragraph: {+Nobody listened to them+}',
  ]);
  expect(shown(compareTexts(text('We *ask* you'), text('We **ask** you')))).toEqual([
    'title: A call',
    'paragraph: We [-ask-]{+ask+} you',
  ]);
});

test('words that change side by side are one change', () => {
  const before = text('from here: the net was cut on 8 January.');
  const after = text('from here, because the net has been cut.');
  expect(shown(compareTexts(before, after)).slice(1)).toEqual([
    'paragraph: from here[-: -]{+, because +}the net [-was cut on 8 January-]{+has been cut+}.',
  ]);
});

test('both texts can be read out of it', () => {
  const body = fc
    .array(fc.constantFrom('a b c', 'a x c', '# H', '- one', 'می‌گویند نه'))
    .map((all) => all.join('\n\n'));
  fc.assert(
    fc.property(body, body, (one, other) => {
      const lines = compareTexts(text(one), text(other));
      const side = (gone: string) =>
        lines.flatMap(({ place, words }) => {
          const kept = words.filter(({ change }) => change !== gone);
          return kept.length === 0 ? [] : [`${place}: ${kept.map((word) => word.text).join('')}`];
        });
      expect(side('added').toSorted()).toEqual(
        shown(compareTexts(text(one), text(one))).toSorted(),
      );
      expect(side('removed').toSorted()).toEqual(
        shown(compareTexts(text(other), text(other))).toSorted(),
      );
    }),
  );
});
