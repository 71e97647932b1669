import {
  blockWords,
  compareFigures,
  isSameShape,
  readPlainForm,
  type CarriedPiece,
  type FigureDifference,
} from '@countersign/letter';
import type { FormState } from '../../../forms/index.ts';

/** Where a piece stands in a text; `title` has one. */
export type PiecePlace = 'title' | 'addressees' | 'blocks' | 'demands' | 'initiators';

/** A piece of the text that is translated. */
export interface SourcePiece {
  readonly place: PiecePlace;
  /** From 0. */
  readonly at: number;
  /** Of a block, in the plain form. */
  readonly words: string;
  /** What is written for it already. */
  readonly written: string;
  /** Against the version that an earlier translation is of; absent where there is none. */
  readonly since?: CarriedPiece['source'];
}

/** What a translator is told of a piece. */
export interface PiecePoints extends FigureDifference {
  readonly isMissing: boolean;
  /** It is another kind of block, several, or a list of another length. */
  readonly isOtherwise: boolean;
}

/** Pure: the server says it when a page is loaded, the page while one types. */
export function pointsOf({ place, words }: SourcePiece, typed: string): PiecePoints {
  if (typed.trim() === '') return { ...none, isMissing: true };
  if (place !== 'blocks') return { ...none, ...compareFigures(words, typed) };
  const [source] = readPlainForm(words);
  const written = readPlainForm(typed);
  return {
    isMissing: false,
    isOtherwise: source === undefined || !isSameShape(source, written),
    // A list is numbered in the plain form, and those figures are nobody's words.
    ...compareFigures(
      source === undefined ? '' : blockWords(source),
      written.map(blockWords).join('\n'),
    ),
  };
}

const none = { isMissing: false, isOtherwise: false, missing: [], added: [] } as const;

/** What was typed for a piece, when the form came back. */
export function typedFor(
  state: FormState | undefined,
  { place, at }: Pick<SourcePiece, 'place' | 'at'>,
): string | undefined {
  return state?.typed[place]?.[at];
}
