import * as z from 'zod';
import { readPlainForm, writePlainForm } from '@countersign/letter';
import { parseDraftText, type DraftText } from '#letters';
import { flag } from '../../forms/index.ts';

/** The fields of a letter's text, as one types them. */
export interface TypedText {
  readonly title: string;
  /** One a line, as `demands` and `initiators`. */
  readonly addressees: string;
  /** In the plain form (`readPlainForm`), whether an editor wrote it or a person. */
  readonly text: string;
  readonly demands: string;
  readonly initiators: string;
}

const lines = z.string().default('');

export const textForm = z.object({
  do: z.enum(['save', 'done']).default('save'),
  title: z.string().default(''),
  addressees: lines,
  text: z.string().default(''),
  demands: lines,
  initiators: lines,
  revision: z.coerce.number().int().min(0),
  /** What somebody else has saved since is meant to be replaced: their revision, and that it is. */
  theirs: z.coerce.number().int().min(0).optional(),
  over: flag(),
});

/** @throws LetterRefusal `letter-text-malformed`, `bad-characters`. */
export function toDraft(typed: TypedText): DraftText {
  return parseDraftText({
    title: typed.title.trim(),
    addressees: linesOf(typed.addressees),
    blocks: readPlainForm(typed.text),
    demands: linesOf(typed.demands),
    initiators: linesOf(typed.initiators),
  });
}

export function toTyped(text: DraftText): TypedText {
  return {
    title: text.title,
    addressees: text.addressees.join('\n'),
    text: writePlainForm(text.blocks),
    demands: text.demands.join('\n'),
    initiators: text.initiators.join('\n'),
  };
}

function linesOf(typed: string): string[] {
  return typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
