// Reached by forms in a browser: nothing of the server.

/** Longest quote, in UTF-16 units. */
export const quoteLimit = 500;

/** Languages that a quote is said to be in (BCP 47). */
export const quoteLanguages = [
  ...['ar', 'az', 'bn', 'ckb', 'de', 'el', 'en', 'es', 'fa', 'fr', 'he', 'hi', 'hu', 'id', 'it'],
  ...['ja', 'ka', 'ko', 'ku', 'nl', 'pl', 'ps', 'pt', 'ro', 'ru', 'sv', 'tr', 'uk', 'ur', 'zh'],
] as const;
