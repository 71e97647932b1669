import type { Locale } from '#platform/languages';

/** Whether a public page says what stands in the log: its own page and those of proofs. */
export function tellsOfLog(path: string): boolean {
  return /^\/[a-z]{2}\/(?:log$|proof\/)/.test(path);
}

/** The page that tells what is proven of a subject. */
export function proofAddress(locale: Locale, subject: string): string {
  return `/${locale}/proof/${subject}`;
}
