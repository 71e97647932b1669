/** The languages every label ships in; the order is the order of fall-back. */
export const labelLocales = ['en', 'fr', 'fa'] as const;
export type LabelLocale = (typeof labelLocales)[number];

/** One text in each language of the house. Persian is written with ی and ک and zero-width non-joiners. */
export type Labels = Readonly<Record<LabelLocale, string>>;

/** Text of `labels` for a BCP 47 tag; regions are ignored (`fr-CA` reads French), unknown languages read English. */
export function inLocale(labels: Labels, locale: string): string {
  const language = locale.split('-', 1)[0]?.toLowerCase();
  return labels[labelLocales.find((known) => known === language) ?? 'en'];
}

/** Label of a kind, property or term in the reader's language; see `inLocale` for the fall-back. */
export function label(named: { readonly labels: Labels }, locale: string): string {
  return inLocale(named.labels, locale);
}
