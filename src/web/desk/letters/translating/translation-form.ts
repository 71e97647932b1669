import * as z from 'zod';
import type { TextPieces } from '@countersign/letter';
import { parseTranslationWords, type TranslationWords } from '#letters';
import { flag } from '../../../forms/index.ts';
import type { PiecePlace, SourcePiece } from './piece-points.ts';

const pieces = z.array(z.string()).default([]);

/** Pieces are sent in the order of the text, one field each; a text has one title. */
export const translationForm = z.object({
  do: z.enum(['save', 'propose']).default('save'),
  title: z.string().default(''),
  addressees: pieces,
  blocks: pieces,
  demands: pieces,
  initiators: pieces,
  how: z.enum(['', 'human', 'machine']).catch(''),
  madeBy: z.string().default(''),
  reviewedBy: z.string().default(''),
  departure: z.string().default(''),
  revision: z.coerce.number().int().min(0),
  /** What somebody else has saved since is meant to be replaced: their revision, and that it is. */
  theirs: z.coerce.number().int().min(0).optional(),
  over: flag(),
});

/** A text of the greatest length, piece by piece. */
export const translationLimits = {
  fields: 1_700,
  characters: 100_000,
  lists: ['addressees', 'blocks', 'demands', 'initiators'],
};

/** @throws LetterRefusal `letter-text-malformed`, `bad-characters`. */
export function toWords(typed: z.output<typeof translationForm>): TranslationWords {
  const { title, addressees, blocks, demands, initiators, how, madeBy, reviewedBy, departure } =
    typed;
  const all = { title, addressees, blocks, demands, initiators };
  return parseTranslationWords({ pieces: all, how, madeBy, reviewedBy, departure });
}

const places = ['title', 'addressees', 'blocks', 'demands', 'initiators'] as const;

/** A text laid beside what is written for it, in the order of the page. */
export function sourcePieces(
  source: TextPieces,
  written: TextPieces,
  since: (place: PiecePlace, at: number) => SourcePiece['since'],
): SourcePiece[] {
  return places.flatMap((place) => {
    const [own, other] = [listOf(source, place), listOf(written, place)];
    return own.map((words, at): SourcePiece => {
      const changed = since(place, at);
      return {
        ...{ place, at, words, written: other[at] ?? '' },
        ...(changed !== undefined && { since: changed }),
      };
    });
  });
}

function listOf(text: TextPieces, place: PiecePlace): readonly string[] {
  return place === 'title' ? [text.title] : text[place];
}
