import { withoutInvisible } from '#platform/languages';
import { findFigureText } from '#record/figures';
import type { ClaimDraft } from './draft.ts';

/**
 * The value begins with the selected words where the property takes words; a term or somebody's name
 * is looked for by them instead.
 */
export function prefilledValue(valueType: string | undefined, words: string): string {
  if (valueType === undefined || lookedFor.has(valueType)) return '';
  const plain = withoutInvisible(words);
  return valueType === 'figure' ? (findFigureText(plain) ?? plain) : plain;
}

const lookedFor: ReadonlySet<string> = new Set(['term', 'entity', 'country']);

/** The draft once other words are selected: a value that nobody touched is that of the new ones. */
export function inStep(
  draft: ClaimDraft,
  valueType: string | undefined,
  { before, now }: { readonly before: string; readonly now: string },
): ClaimDraft {
  const given = prefilledValue(valueType, before);
  if (given === '' || draft.typed !== given) return draft;
  return { ...draft, typed: prefilledValue(valueType, now) };
}
