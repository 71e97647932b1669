import type { ConsentPurpose } from './form-lists.ts';

/** The words by which somebody agreed to something (GDPR Art. 7(1)). */
export interface Wording {
  readonly purpose: ConsentPurpose;
  /** BCP 47. */
  readonly language: string;
  readonly words: string;
}

/** Of the words that were shown, those that were agreed to. */
export function agreedWordings(
  shown: readonly Wording[],
  consents: ReadonlySet<ConsentPurpose>,
): Wording[] {
  const agreed = shown.filter(({ purpose }) => consents.has(purpose));
  if (agreed.length !== consents.size) throw new RangeError('"wordings" expected one a consent');
  return agreed;
}
