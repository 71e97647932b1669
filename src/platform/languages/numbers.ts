import type { Locale } from './locale.ts';

const numberFormats = new Map<string, Intl.NumberFormat>();

/**
 * An `Intl.NumberFormat`, made once per language and options: making one costs about a thousand
 * times a use of it.
 */
export function numberFormat(
  locale: string,
  options?: Intl.NumberFormatOptions,
): Intl.NumberFormat {
  const key = options === undefined ? locale : `${locale}${JSON.stringify(options)}`;
  let format = numberFormats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, options);
    numberFormats.set(key, format);
  }
  return format;
}

/** A quantity as readers of the language write it: `3,000`, `3 000`, `۳٬۰۰۰`. Not for years or codes. */
export function formatNumber(
  value: number | bigint,
  locale: Locale,
  options?: Intl.NumberFormatOptions,
): string {
  return numberFormat(locale, options).format(value);
}

/** Digits of a text that is not a quantity (a year, a page, a code), as the language writes them. */
export function localDigits(text: string, locale: Locale): string {
  if (locale !== 'fa') return text;
  return text.replaceAll(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0x06c0));
}

/** Arabic-Indic (U+0660…) and Persian (U+06F0…) digits as ASCII digits; all else is kept. */
export function asciiDigits(text: string): string {
  return text.replaceAll(/[٠-٩۰-۹]/g, (digit) =>
    String.fromCharCode((digit.charCodeAt(0) & 0xf) + 0x30),
  );
}

export type ListKind = 'conjunction' | 'disjunction';

const listFormats = new Map<string, Intl.ListFormat>();

function listFormat(locale: Locale, kind: ListKind): Intl.ListFormat {
  const key = `${locale} ${kind}`;
  let format = listFormats.get(key);
  if (format === undefined) {
    format = new Intl.ListFormat(locale, { type: kind });
    listFormats.set(key, format);
  }
  return format;
}

/** `A, B, and C` or, as a disjunction, `A, B, or C`, in the language's own manner. */
export function formatList(
  items: readonly string[],
  locale: Locale,
  kind: ListKind = 'conjunction',
): string {
  return listFormat(locale, kind).format(items);
}

/**
 * The same list with its items kept as they are between the joining words, for items that are more
 * than text (a name in `<bdi>`, a link).
 */
export function listParts<Item>(
  items: readonly Item[],
  locale: Locale,
  kind: ListKind = 'conjunction',
): (string | Item)[] {
  // Positions stand in for the items, so that an item can be anything.
  const positions = items.map((_, position) => String(position));
  return listFormat(locale, kind)
    .formatToParts(positions)
    .map(({ type, value }) => (type === 'element' ? (items[Number(value)] as Item) : value));
}
