import { LetterFault } from './letter-fault.ts';
import {
  letterTextJson,
  textLimits,
  type Block,
  type LetterText,
  type Mark,
  type Run,
} from './letter-text.ts';

/**
 * Brings a text into the one form that is hashed, so that the same words have the same hash whichever
 * editor wrote them: NFC, white space single and never at an edge, no empty runs, items, blocks or lines,
 * neighbouring runs of one setting joined. White space is what Unicode calls so, and characters that are
 * seen by nobody (controls, and marks that turn the direction of what follows) go: what a reader cannot
 * see must not tell two texts apart. The joiners that Persian writes with stay.
 *
 * @throws LetterFault `text-empty`, `text-too-long`.
 */
export function normaliseText(text: LetterText): LetterText {
  const normal: LetterText = {
    ...text,
    title: normaliseLine(text.title),
    addressees: normaliseLines(text.addressees),
    blocks: normaliseBlocks(text.blocks),
    demands: normaliseLines(text.demands),
    initiators: normaliseLines(text.initiators),
  };
  if (normal.title === '') throw new LetterFault('text-empty', 'The text has no title');
  if (normal.blocks.length === 0) throw new LetterFault('text-empty', 'The text has no words');
  refuseTooLong(normal);
  return normal;
}

/** The blocks in that form, of a text that is not whole yet. */
export function normaliseBlocks(blocks: readonly Block[]): Block[] {
  return blocks.flatMap(normaliseBlock);
}

function refuseTooLong(text: LetterText): void {
  const lists = [text.addressees, text.demands, text.initiators];
  const isLong =
    text.blocks.length > textLimits.blocks ||
    lists.some((lines) => lines.length > textLimits.lines) ||
    [text.title, ...lists.flat()].some((line) => Array.from(line).length > textLimits.lineLength) ||
    new TextEncoder().encode(letterTextJson(text)).length > textLimits.bytes;
  if (isLong) throw new LetterFault('text-too-long', 'The text is longer than a letter may be');
}

function normaliseLines(lines: readonly string[]): string[] {
  return lines.map(normaliseLine).filter((line) => line !== '');
}

function normaliseLine(line: string): string {
  return normaliseRuns([{ text: line }])[0]?.text ?? '';
}

function normaliseBlock(block: Block): Block[] {
  if (block.kind === 'list') {
    const items = block.items.map(normaliseRuns).filter((runs) => runs.length > 0);
    return items.length === 0 ? [] : [{ ...block, items }];
  }
  const runs = normaliseRuns(block.runs);
  return runs.length === 0 ? [] : [{ kind: block.kind, runs }];
}

// Cc but for white space; U+061C, U+200E-200F, U+202A-202E, U+2066-2069 turn directions; soft hyphen,
// zero-width space, word joiner and byte order mark are seen by nobody. U+200C and U+200D are letters' own.
const unseen = /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
const space = /[\s\u0085]+/gu;

function normaliseRuns(runs: readonly Run[]): Run[] {
  const letters = runs.flatMap(({ text, marks = [] }) => {
    const sorted = [...new Set(marks)].toSorted();
    const seen = text.toWellFormed().replace(space, ' ').replace(unseen, '');
    return Array.from(seen).map((letter) => ({ letter, marks: sorted }));
  });
  // Of white space in a row the first stays, none at an edge.
  const kept = letters.filter(
    ({ letter }, at) => letter !== ' ' || isWord(letters[at - 1]?.letter),
  );
  if (kept.at(-1)?.letter === ' ') kept.pop();
  const joined: { text: string; marks: readonly Mark[] }[] = [];
  for (const { letter, marks } of kept) {
    const last = joined.at(-1);
    if (last !== undefined && sameMarks(last.marks, marks)) last.text += letter;
    else joined.push({ text: letter, marks });
  }
  return joined.map(({ text, marks }) => {
    const normal = text.normalize('NFC');
    return marks.length === 0 ? { text: normal } : { text: normal, marks };
  });
}

function isWord(letter: string | undefined): boolean {
  return letter !== undefined && letter !== ' ';
}

function sameMarks(one: readonly Mark[], other: readonly Mark[]): boolean {
  return one.length === other.length && one.every((mark, at) => mark === other[at]);
}
