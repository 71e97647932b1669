import type { Locale } from '#platform/languages';
import { sayDay, type EditionStep } from '#publish';
import type { EditionLine } from './edition-note.tsx';

/** One edition of the history, its moment in the reader's words. */
export function editionLine({ publishedAt, ...step }: EditionStep, locale: Locale): EditionLine {
  return { ...step, published: sayDay(publishedAt, locale) };
}
