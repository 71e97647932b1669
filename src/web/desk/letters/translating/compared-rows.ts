import {
  blockWords,
  compareFigures,
  sentencesOf,
  type Block,
  type FigureDifference,
  type LetterText,
  type Stretch,
} from '@countersign/letter';
import { overlaps } from '#letters';
import type { PiecePlace } from './piece-points.ts';

/** A piece of a text beside that of its translation; either may have none there. */
export interface ComparedRow extends FigureDifference {
  readonly place: PiecePlace;
  /** From 0. */
  readonly at: number;
  readonly source: Block | undefined;
  readonly translation: Block | undefined;
  /** How many notes readers see in it. */
  readonly notes: number;
  /** A sentence of the text holds a figure and rests on nothing. */
  readonly isBare: boolean;
}

/** A text beside its translation, piece by piece, for who decides on it. Pure. */
export function comparedRows(
  source: LetterText,
  translation: LetterText,
  anchors: readonly Stretch[],
): ComparedRow[] {
  const bare = sentencesOf(source).filter(
    (sentence) => sentence.hasFigure && !anchors.some((anchor) => overlaps(anchor, sentence)),
  );
  const notes = new Set(anchors.map(({ block, start, end }) => `${block} ${start} ${end}`));
  const rows = (place: PiecePlace, one: readonly Block[], other: readonly Block[]) =>
    Array.from({ length: Math.max(one.length, other.length) }, (_, at): ComparedRow => {
      const [own, translated] = [one[at], other[at]];
      return {
        ...{ place, at, source: own, translation: translated },
        ...compareFigures(wordsOf(own), wordsOf(translated)),
        notes: place === 'blocks' ? [...notes].filter((key) => key.startsWith(`${at} `)).length : 0,
        isBare: place === 'blocks' && bare.some(({ block }) => block === at),
      };
    });
  const lines = (place: 'addressees' | 'demands' | 'initiators') =>
    rows(place, source[place].map(lineBlock), translation[place].map(lineBlock));
  return [
    ...rows('title', [lineBlock(source.title)], [lineBlock(translation.title)]),
    ...lines('addressees'),
    ...rows('blocks', source.blocks, translation.blocks),
    ...lines('demands'),
    ...lines('initiators'),
  ];
}

function lineBlock(text: string): Block {
  return { kind: 'paragraph', runs: [{ text }] };
}

function wordsOf(block: Block | undefined): string {
  return block === undefined ? '' : blockWords(block);
}
