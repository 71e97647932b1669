import { diffArrays } from 'diff';
import type { LetterText, Mark, Run } from './letter-text.ts';

/** Where in a letter a line stands. */
export type LinePlace =
  | 'title'
  | 'addressee'
  | 'heading'
  | 'paragraph'
  | 'quotation'
  | 'item'
  | 'demand'
  | 'initiator';

/** Some words of a line, in both texts or in one. */
export interface ComparedWords {
  readonly change: 'same' | 'added' | 'removed';
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** A line of two texts laid over each other. */
export interface ComparedLine {
  readonly place: LinePlace;
  /** `changed` has words of both; the others are wholly in both or in one. */
  readonly change: 'same' | 'added' | 'removed' | 'changed';
  readonly words: readonly ComparedWords[];
}

/** Two texts laid over each other, line by line and in changed lines word by word. Pure. */
export function compareTexts(before: LetterText, after: LetterText): ComparedLine[] {
  const compared: ComparedLine[] = [];
  let removed: Line[] = [];
  const changes = diffArrays(linesOf(before), linesOf(after), {
    comparator: (one, other) => one.place === other.place && one.key === other.key,
  });
  for (const { value, removed: isRemoved, added: isAdded } of changes) {
    if (isRemoved) {
      removed = value;
      continue;
    }
    compared.push(...compareLines(removed, isAdded ? value : []));
    removed = [];
    if (!isAdded) compared.push(...value.map((line) => wholeLine(line, 'same')));
  }
  return [...compared, ...compareLines(removed, [])];
}

interface Line {
  readonly place: LinePlace;
  readonly runs: readonly Run[];
  /** Equal for equal words in equal setting. */
  readonly key: string;
}

function linesOf(text: LetterText): Line[] {
  const line = (place: LinePlace, runs: readonly Run[]): Line => ({
    ...{ place, runs, key: JSON.stringify(runs) },
  });
  const plain = (place: LinePlace) => (words: string) => line(place, [{ text: words }]);
  return [
    plain('title')(text.title),
    ...text.addressees.map(plain('addressee')),
    ...text.blocks.flatMap((block) =>
      block.kind === 'list'
        ? block.items.map((runs) => line('item', runs))
        : [line(block.kind, block.runs)],
    ),
    ...text.demands.map(plain('demand')),
    ...text.initiators.map(plain('initiator')),
  ];
}

// The first that went beside the first of its place that came, and so on. What came before that and is nobody's
// partner is told before it: a paragraph that was added stands above the demands.
function compareLines(removed: readonly Line[], added: readonly Line[]): ComparedLine[] {
  const waiting = [...added];
  const compared = removed.flatMap((line, index): ComparedLine[] => {
    const at = waiting.findIndex(({ place }) => place === line.place);
    if (at === -1) return [wholeLine(line, 'removed')];
    const later = new Set(removed.slice(index + 1).map(({ place }) => place));
    const [partner, ...rest] = waiting.splice(at);
    const alone = waiting.filter(({ place }) => !later.has(place));
    waiting.splice(0, waiting.length, ...waiting.filter(({ place }) => later.has(place)), ...rest);
    const before = alone.map((one) => wholeLine(one, 'added'));
    if (partner === undefined) return before;
    const words = compareWords(line.runs, partner.runs);
    return words === undefined
      ? [...before, wholeLine(line, 'removed'), wholeLine(partner, 'added')]
      : [...before, { place: line.place, change: 'changed', words }];
  });
  return [...compared, ...waiting.map((line) => wholeLine(line, 'added'))];
}

function wholeLine({ place, runs }: Line, change: 'same' | 'added' | 'removed'): ComparedLine {
  return { place, change, words: runs.map(({ text, marks = [] }) => ({ change, text, marks })) };
}

// Beyond this two lines have little to do with each other, and the search would take long.
const mostEdits = 1_000;
const leastShared = 0.25;

/** @returns undefined for lines that share too little to be one line that was changed. */
function compareWords(
  before: readonly Run[],
  after: readonly Run[],
): readonly ComparedWords[] | undefined {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  const changes = diffArrays(old, now, {
    comparator: (one, other) => one.text === other.text && one.marks === other.marks,
    maxEditLength: mostEdits,
  });
  if (changes === undefined) return undefined;
  const words = inPhrases(
    changes.flatMap(({ value, added, removed }) => {
      const change = added ? 'added' : removed ? 'removed' : 'same';
      return value.map(({ text, marks }) => ({ change, text, marks }) as const);
    }),
  );
  const length = (some: readonly { readonly text: string }[]) =>
    some.reduce((sum, { text }) => sum + text.length, 0);
  const shared = length(words.filter(({ change }) => change === 'same'));
  if (shared < leastShared * Math.max(length(old), length(now))) return undefined;
  return joined(words);
}

interface Word {
  readonly text: string;
  readonly marks: string;
}

function wordsOf(runs: readonly Run[]): Word[] {
  return runs.flatMap(({ text, marks = [] }) =>
    (
      text.match(/ |\p{N}+(?:[.,٫٬]\p{N}+)*|(?:[\p{L}\p{M}\p{N}’']|\u200c|\u200d)+|[^ ]/gu) ?? []
    ).map((word) => ({
      text: word,
      marks: marks.join(' '),
    })),
  );
}

type ChangedWord = Word & Pick<ComparedWords, 'change'>;

// Two changed words with nothing but a space between them are read as one change: all that went, then
// all that came, and not word by word in turn.
function inPhrases(words: readonly ChangedWord[]): ChangedWord[] {
  const phrases: ChangedWord[] = [];
  let removed: ChangedWord[] = [];
  let added: ChangedWord[] = [];
  for (const [at, word] of words.entries()) {
    const isChanging = removed.length + added.length > 0;
    const goesOn = words[at + 1]?.change !== undefined && words[at + 1]?.change !== 'same';
    if (word.change === 'removed') removed.push(word);
    else if (word.change === 'added') added.push(word);
    else if (isChanging && goesOn && word.text === ' ') {
      removed.push({ ...word, change: 'removed' });
      added.push({ ...word, change: 'added' });
    } else {
      phrases.push(...removed, ...added, word);
      [removed, added] = [[], []];
    }
  }
  return [...phrases, ...removed, ...added];
}

function joined(words: readonly ChangedWord[]): readonly ComparedWords[] {
  const parts: { change: ComparedWords['change']; text: string; marks: string }[] = [];
  for (const { change, text, marks } of words) {
    const last = parts.at(-1);
    if (last?.change === change && last.marks === marks) last.text += text;
    else parts.push({ change, text, marks });
  }
  return parts.map(({ marks, ...part }) => ({
    ...part,
    marks: (['emphasis', 'strong'] as const).filter((mark) => marks.includes(mark)),
  }));
}
