import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import {
  carryTranslation,
  checkLetterDocument,
  compareFigures,
  compareStructure,
  figuresIn,
  hashLetterText,
  LetterFault,
  letterTextJson,
  parseLetterText,
  piecesOf,
  readPlainForm,
  type Block,
  type LetterText,
} from './index.ts';

const source: LetterText = {
  letter: '6f0d6c0a-6a51-4b0a-8a3a-1e6a0f5b9d57',
  ...{ number: 1, language: 'fa', title: 'به آنان که می‌توانند', addressees: ['وزیران'] },
  blocks: readPlainForm('# سرآغاز\n\nبیش از ۳٬۰۰۰ نفر.\n\n- یک\n- دو'),
  ...{ demands: ['آزادی'], initiators: ['مدرسه'] },
};
const hashOf = (text: LetterText) => Buffer.from(hashLetterText(node, text)).toString('hex');
const translation: LetterText = {
  ...source,
  ...{
    language: 'en',
    translates: hashOf(source),
    title: 'To those who can',
    addressees: ['Ministers'],
  },
  blocks: readPlainForm('# Beginning\n\nMore than 3,000 people.\n\n- one\n- two'),
  ...{ demands: ['Freedom'], initiators: ['A school'] },
};

const words = fc.stringMatching(/^[a-z]{1,8}$/u);
const runs = words.map((text) => [{ text }]);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('paragraph' as const, 'heading' as const, 'quotation' as const),
    runs,
  }),
  fc.record({
    kind: fc.constant('list' as const),
    ordered: fc.boolean(),
    items: fc.array(runs, { minLength: 1, maxLength: 4 }),
  }),
);
const lines = fc.array(words, { maxLength: 4 });
const text: fc.Arbitrary<LetterText> = fc
  .record({
    ...{ title: words, addressees: lines, demands: lines, initiators: lines },
    blocks: fc.array(block, { minLength: 1, maxLength: 6 }),
  })
  .map((rest) => ({ ...source, ...rest }));

const reworded = (one: LetterText, sign: string): LetterText => ({
  ...one,
  title: sign + one.title,
  addressees: one.addressees.map((line) => sign + line),
  demands: one.demands.map((line) => sign + line),
  initiators: one.initiators.map((line) => sign + line),
  blocks: one.blocks.map((own) => {
    const plain = (all: readonly { readonly text: string }[]) =>
      all.map((run) => ({ ...run, text: sign + run.text }));
    return own.kind === 'list'
      ? { ...own, items: own.items.map(plain) }
      : { ...own, runs: plain(own.runs) };
  }),
});

describe('a translation', () => {
  test('names the text it translates in its own hash, and leaves those of other texts as they were', () => {
    expect(parseLetterText(Buffer.from(letterTextJson(translation)))).toEqual(translation);
    expect(letterTextJson(source)).not.toContain('translates');
    const { translates: _, ...bare } = translation;
    expect(hashOf(bare)).not.toBe(hashOf(translation));
    const broken = letterTextJson(translation).replace(hashOf(source), 'A'.repeat(64));
    expect(() => parseLetterText(Buffer.from(broken))).toThrow(LetterFault);
  });

  test('is built alike whatever its words are', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(compareStructure(one, reworded(one, 'x'))).toEqual([]);
      }),
    );
  });

  test('is built otherwise when a block, a demand, an item is missing or of another kind', () => {
    fc.assert(
      fc.property(text, fc.nat(), (one, pick) => {
        const at = pick % one.blocks.length;
        const shorter = { ...one, blocks: one.blocks.toSpliced(at, 1) };
        expect(compareStructure(one, shorter)).toHaveLength(1);
        const own = one.blocks[at];
        const other: Block =
          own?.kind === 'list'
            ? { ...own, items: [...own.items, [{ text: 'more' }]] }
            : { kind: own?.kind === 'heading' ? 'paragraph' : 'heading', runs: [{ text: 'w' }] };
        const changed = { ...one, blocks: one.blocks.with(at, other) };
        expect(compareStructure(one, changed)).toEqual([{ kind: 'block', block: at }]);
        const more = { ...one, demands: [...one.demands, 'more'] };
        expect(compareStructure(one, more)).toEqual([
          {
            ...{ kind: 'count', place: 'demands' },
            ...{ source: one.demands.length, translation: one.demands.length + 1 },
          },
        ]);
      }),
    );
  });
});

describe('figures', () => {
  test.each([
    ['3,000 · 3.000 · 3 000 · 3\u202f000 · ۳٬۰۰۰ · ٣٬٠٠٠ · 3’000 · ३०००', Array(8).fill('3000')],
    ['1.5 · 1,5 · ۱٫۵ · 12,345.67', ['1.5', '1.5', '1.5', '12345.67']],
    ['in 2022 300 people', ['2022', '300']],
    ['1.12.2022', ['1', '12', '2022']],
    // Digits of several rows follow each other there.
    ['𝟏𝟐 · 𝟷𝟸', ['12', '12']],
    ['007', ['7']],
    ['none', []],
  ])('%s', (said, figures) => {
    expect(figuresIn(said)).toEqual(figures);
  });

  test('any number is found again in any digits and grouping', () => {
    const tags = ['en', 'fr', 'de', 'fa', 'ar-u-nu-arab', 'bg', 'my-u-nu-mymr', 'de-CH'];
    fc.assert(
      fc.property(fc.nat({ max: 999_999_999 }), fc.constantFrom(...tags), (value, tag) => {
        expect(figuresIn(new Intl.NumberFormat(tag).format(value))).toEqual([String(value)]);
      }),
    );
  });

  test('are told apart, each as often as it occurs', () => {
    expect(compareFigures('۱۲ و ۱۲ و ۳٬۰۰۰', '12 and 3,001')).toEqual({
      ...{ missing: ['12', '3000'], added: ['3001'] },
    });
  });
});

describe('carried to a later version', () => {
  test('what is the same keeps its words, what changed is marked, what is new is empty', () => {
    const later: LetterText = {
      ...{ ...source, number: 2 },
      blocks: readPlainForm('# سرآغاز\n\nبیش از ۴٬۰۰۰ نفر.\n\nتازه\n\n- یک\n- دو'),
    };
    const carried = carryTranslation(source, translation, later);
    expect(carried?.blocks).toEqual([
      { words: '# Beginning', source: 'same' },
      { words: 'More than 3,000 people.', source: 'changed' },
      { words: '', source: 'new' },
      { words: '- one\n- two', source: 'same' },
    ]);
    expect(carried?.title).toEqual({ words: 'To those who can', source: 'same' });
    const other = { ...translation, demands: [] };
    expect(carryTranslation(source, other, later)).toBeUndefined();
  });

  test('all of it is carried to the same text', () => {
    fc.assert(
      fc.property(text, (one) => {
        const carried = carryTranslation(one, reworded(one, 'x'), one);
        expect(carried?.blocks.map((piece) => piece.words)).toEqual(
          piecesOf(reworded(one, 'x')).blocks,
        );
        expect(new Set(carried?.blocks.map((piece) => piece.source))).toEqual(new Set(['same']));
      }),
    );
  });
});

describe('in an edition', () => {
  const json = (one: LetterText) => JSON.parse(letterTextJson(one)) as JsonValue;
  const held = (one: LetterText, more: Readonly<Record<string, JsonValue>> = {}) => ({
    ...{ text: json(one), hash: hashOf(one) },
    ...more,
  });
  const document = (...versions: JsonValue[]): JsonValue => ({
    ...{ subject: source.letter, letter: { versions } },
  });
  const refused = (code: string) => expect.objectContaining({ code });

  test('every text has its hash and every translation its version', () => {
    const good = document(held(source, { translations: [held(translation)] }));
    expect(checkLetterDocument(node, good)).toEqual({
      ...{ versions: 1, translations: [{ language: 'en', number: 1 }] },
    });
    expect(checkLetterDocument(node, { subject: 'x' })).toBeUndefined();
  });

  test.each<[string, string, JsonValue]>([
    [
      'words of the version',
      'text-differs',
      { ...held(source), text: json(reworded(source, 'x')) },
    ],
    [
      'another letter',
      'text-differs',
      held({ ...source, letter: source.letter.replace('6', '7') }),
    ],
    ['another number', 'text-differs', held({ ...source, number: 2 })],
    ['a translation for a version', 'text-differs', held(translation)],
  ])('refused: %s', (_, code, version) => {
    expect(() => checkLetterDocument(node, document(version))).toThrow(refused(code));
  });

  test.each<[string, JsonValue[]]>([
    ['other words', [{ ...held(translation), text: json(reworded(translation, 'x')) }]],
    ['of another text', [held({ ...translation, translates: 'f'.repeat(64) })]],
    ['of no text', [held({ ...reworded(source, 'x'), language: 'en' })]],
    ['of another version', [held({ ...translation, number: 2 })]],
    ['in the language that is signed', [held({ ...translation, language: 'fa' })]],
    ['twice in a language', [held(translation), held(reworded(translation, 'x'))]],
  ])('refused: a translation %s', (_, translations) => {
    const version = held(source, { translations });
    expect(() => checkLetterDocument(node, document(version))).toThrow(
      refused('translation-differs'),
    );
  });
});
