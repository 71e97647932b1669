import type { LetterPanel } from '#letters/seal';

/** What a page tells the script: no words are in it. */
export interface SealingFacts {
  readonly panel: LetterPanel;
  /** Above a list of one problem, of two, and so on. */
  readonly headings: readonly string[];
  /** Sentences in the language of the page, by the code of a problem. */
  readonly words: Readonly<Record<string, string>>;
}

/**
 * Fields of a withheld name; none leaves the browser as it was typed. The rule is among them, because it is
 * in what was sealed.
 */
export const clearFields = [
  'name',
  'credit',
  'affiliation',
  'country',
  'least',
  'verification',
  'notBefore',
  'guild',
] as const;

/** Reads them from the page, which our server made. */
export function readFacts(fieldset: HTMLElement): SealingFacts {
  return JSON.parse(fieldset.dataset['seal'] ?? '') as SealingFacts;
}

/** What stands in a field; the empty text where there is none. */
export function valueOf(form: HTMLFormElement, field: string): string {
  const input = form.elements.namedItem(field);
  return isField(input) ? input.value : '';
}

/** Whether it is a field with one value. */
export function isField(
  input: Element | RadioNodeList | null,
): input is HTMLInputElement | HTMLSelectElement {
  return input instanceof HTMLInputElement || input instanceof HTMLSelectElement;
}
