import { withoutInvisible } from '#platform/languages';
import { findDurationText, findFigureText } from '#record/figures';
import type { PropertyEntry } from './catalog.ts';
import type { ClaimDraft } from './draft.ts';

/**
 * The value begins with the selected words where the property takes words, or with the figure or the
 * length of time that stands in them; a term or somebody's name is looked for by them instead.
 */
export function prefilledValue(property: Filled | undefined, words: string): string {
  if (property === undefined || lookedFor.has(property.valueType)) return '';
  const plain = withoutInvisible(words);
  if (property.valueType === 'figure') return findFigureText(plain) ?? plain;
  if (property.valueType !== 'duration') return plain;
  return findDurationText(plain, property.inYears) ?? plain;
}

type Filled = Pick<PropertyEntry, 'valueType' | 'inYears'>;

/** Types whose values are taken from a list, not typed. */
export const lookedFor: ReadonlySet<string> = new Set(['term', 'entity', 'country']);

/** The draft once other words are selected: a value that nobody touched is that of the new ones. */
export function inStep(
  draft: ClaimDraft,
  property: Filled | undefined,
  { before, now }: { readonly before: string; readonly now: string },
): ClaimDraft {
  const given = prefilledValue(property, before);
  if (given === '' || draft.typed !== given) return draft;
  return { ...draft, typed: prefilledValue(property, now) };
}
