import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { node } from '@countersign/proof/node';
import {
  blockWords,
  hashLetterText,
  letterTextJson,
  letterWords,
  normaliseText,
  parseLetterText,
  readLetterText,
  textLimits,
  type Block,
  type LetterText,
} from './index.ts';

const plain: LetterText = {
  letter: '6f0d6c0a-6a51-4b0a-8a3a-1e6a0f5b9d57',
  number: 1,
  language: 'en',
  title: 'To those who can act',
  addressees: ['The ministers of culture'],
  blocks: [{ kind: 'paragraph', runs: [{ text: 'We ask for help.' }] }],
  demands: ['Release them.'],
  initiators: ['A film school'],
};
const bytes = (text: string) => new TextEncoder().encode(text);
const withRuns = (...runs: { text: string; marks?: ('emphasis' | 'strong')[] }[]): LetterText => ({
  ...plain,
  blocks: [{ kind: 'paragraph', runs }],
});

const run = fc.record(
  {
    text: fc.string({ unit: 'binary' }),
    marks: fc.array(fc.constantFrom('emphasis' as const, 'strong' as const)),
  },
  { requiredKeys: ['text'] },
);
const block = fc.oneof(
  fc.record({
    kind: fc.constantFrom('paragraph' as const, 'heading' as const, 'quotation' as const),
    runs: fc.array(run),
  }),
  fc.record({
    kind: fc.constant('list' as const),
    ordered: fc.boolean(),
    items: fc.array(fc.array(run)),
  }),
);
const lines = fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 });
const draft = fc.record({
  letter: fc.uuid().map((uuid) => uuid.toLowerCase()),
  number: fc.integer({ min: 1, max: 1000 }),
  language: fc.constantFrom('en', 'fr', 'fa', 'zh-Hans'),
  title: fc.string({ unit: 'binary' }).map((text) => `T${text}`),
  addressees: lines,
  blocks: fc
    .array(block, { maxLength: 6 })
    .map((blocks) => [...blocks, { kind: 'paragraph' as const, runs: [{ text: 'end' }] }]),
  demands: lines,
  initiators: lines,
});

describe('the form that is hashed', () => {
  test('is stable, and what is in it is read back as it is', () => {
    fc.assert(
      fc.property(draft, (text) => {
        const normal = normaliseText(text);
        expect(normaliseText(normal)).toEqual(normal);
        expect(parseLetterText(bytes(letterTextJson(normal)))).toEqual(normal);
      }),
    );
  });

  test('is the same however an editor cut the words', () => {
    const whole = withRuns({ text: 'a b c' });
    for (const cut of [
      withRuns({ text: 'a ' }, { text: ' b' }, { text: '' }, { text: '\u00a0c\n' }),
      withRuns({ text: '\u200b a' }, { text: ' b c', marks: [] }),
      withRuns({ text: 'a b c' }, { text: ' ', marks: ['strong'] }),
    ]) {
      expect(normaliseText(cut)).toEqual(whole);
    }
  });

  test('keeps what people see: emphasis, and the joiners of Persian', () => {
    const persian = withRuns(
      { text: 'می\u200cگویند ', marks: ['strong', 'emphasis'] },
      { text: 'نه' },
    );
    expect(normaliseText(persian).blocks).toEqual([
      {
        kind: 'paragraph',
        runs: [{ text: 'می\u200cگویند ', marks: ['emphasis', 'strong'] }, { text: 'نه' }],
      },
    ]);
  });

  test('takes away what nobody sees, so that no two texts look alike', () => {
    const hidden = withRuns({ text: 'We \u202eask\u202c for\u00ad he\u2060lp.\u0007' });
    expect(normaliseText(hidden)).toEqual(plain);
  });

  test('composes letters also where two runs meet', () => {
    const apart = withRuns({ text: 'e' }, { text: '\u0301' });
    expect(normaliseText(apart)).toEqual(withRuns({ text: '\u00e9' }));
  });

  test('has a title and words, and an end', () => {
    expect(() => normaliseText({ ...plain, title: ' ' })).toThrow(
      expect.objectContaining({ code: 'text-empty' }),
    );
    expect(() => normaliseText(withRuns({ text: '\u200b' }))).toThrow(
      expect.objectContaining({ code: 'text-empty' }),
    );
    expect(() => normaliseText({ ...plain, title: 'x'.repeat(2001) })).toThrow(
      expect.objectContaining({ code: 'text-too-long' }),
    );
    expect(() => normaliseText(withRuns({ text: 'x'.repeat(300_000) }))).toThrow(
      expect.objectContaining({ code: 'text-too-long' }),
    );
    // As many as there may be, and one more.
    const [own] = plain.blocks;
    const blocks = Array<Block>(textLimits.blocks).fill(own ?? expect.fail());
    const demands = Array<string>(textLimits.lines).fill('x');
    expect(normaliseText({ ...plain, blocks, demands })).toMatchObject({ blocks, demands });
    for (const more of [{ blocks: [...blocks, ...plain.blocks] }, { demands: [...demands, 'x'] }]) {
      expect(() => normaliseText({ ...plain, ...more })).toThrow(
        expect.objectContaining({ code: 'text-too-long' }),
      );
    }
  });
});

test('the hash is of the canonical JSON, whatever the order of members', () => {
  const { title, ...rest } = plain;
  expect(hashLetterText(node, { ...rest, title })).toEqual(
    node.sha256(bytes(letterTextJson(plain))),
  );
  expect(letterTextJson(plain)).toMatch(/^\{"addressees":\[.*"v":1\}$/u);
});

test('words of a list stand one a line', () => {
  const items = [
    [{ text: 'one ' }, { text: 'two', marks: ['strong' as const] }],
    [{ text: 'three' }],
  ];
  expect(blockWords({ kind: 'list', ordered: false, items })).toBe('one two\nthree');
});

test('every word of a text, and a text out of another document', () => {
  expect(letterWords(plain)).toEqual([
    ...['To those who can act', 'The ministers of culture', 'We ask for help.', 'Release them.'],
    'A film school',
  ]);
  const value: unknown = JSON.parse(letterTextJson(plain));
  expect(readLetterText(value)).toEqual(plain);
  expect(() => readLetterText({ ...plain, v: 1, title: 'To  those' })).toThrow(
    expect.objectContaining({ code: 'text-not-normal' }),
  );
});

describe('bytes of somebody else', () => {
  const json = letterTextJson(plain);

  test.each([
    ['another order', json.replace(/^\{(.*),"v":1\}$/u, '{"v":1,$1}'), 'text-not-normal'],
    ['white space', json.replace(',', ', '), 'text-not-normal'],
    ['a member twice', json.replace('"v":1', '"v":1,"v":1'), 'text-not-normal'],
    ['what nobody sees', json.replace('help', 'he\u200blp'), 'text-not-normal'],
    ['empty marks', json.replace('{"text"', '{"marks":[],"text"'), 'text-not-normal'],
    ['an unknown member', json.replace('"v":1', '"v":1,"w":1'), 'text-malformed'],
    [
      'an unknown member of a run',
      json.replace('{"text"', '{"href":"x","text"'),
      'text-not-normal',
    ],
    ['an unknown mark', json.replace('{"text"', '{"marks":["link"],"text"'), 'text-malformed'],
    ['another version', json.replace('"v":1', '"v":2'), 'text-malformed'],
    ['number 0', json.replace('"number":1', '"number":0'), 'text-malformed'],
    ['capitals in the id', json.replace('6f0d', '6F0D'), 'text-malformed'],
    ['no JSON', json.slice(1), 'text-malformed'],
    ['a byte order mark', `\ufeff${json}`, 'text-malformed'],
    ['half a pair', json.replace('help', '\\ud800'), 'text-malformed'],
  ])('%s', (_what, given, code) => {
    expect(() => parseLetterText(bytes(given))).toThrow(expect.objectContaining({ code }));
  });

  test('a flipped bit never leaves the same text', () => {
    const good = bytes(json);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(7), (at, bit) => {
        const bad = good.slice();
        bad[at] = (bad[at] ?? 0) ^ (1 << bit);
        let read: LetterText | undefined;
        try {
          read = parseLetterText(bad);
        } catch (error) {
          expect(error).toHaveProperty('name', 'LetterFault');
        }
        expect(read).not.toEqual(plain);
      }),
    );
  });
});
