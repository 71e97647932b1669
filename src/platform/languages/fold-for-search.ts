import { asciiDigits } from './numbers.ts';

// Marks are dropped only in scripts that can be read without them. In Devanagari, Thai, Burmese and
// their kin a mark is a vowel, and dropping it would make different words one. U+3099 and U+309A
// (Inherited) change the consonant in Japanese.
const optionalMarks =
  /(?![\u3099\u309A])[\p{M}&&[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]]/gv;

// Joiners (ZWNJ, ZWJ), direction marks, soft hyphens, variation selectors; and tatweel.
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u0640]/gv;

const variants: Readonly<Record<string, string>> = {
  ي: 'ی',
  ى: 'ی',
  ې: 'ی',
  ے: 'ی',
  ك: 'ک',
  ڪ: 'ک',
  ة: 'ه',
  ھ: 'ه',
  ہ: 'ه',
  ۃ: 'ه',
  ە: 'ه',
  ٱ: 'ا',
  ς: 'σ',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ı: 'i',
};
const variantLetters = new RegExp(`[${Object.keys(variants).join('')}]`, 'gv');

/**
 * Folds a text to the form in which search and autocomplete compare: two spellings that a reader
 * takes for the same word become equal.
 *
 * In this order: typographic quotes and dashes to ASCII; Unicode NFKC and case folding; combining
 * marks (accents, Arabic and Hebrew vowel points, hamza above and below, madda), tatweel, ZWNJ and
 * other invisible characters dropped; Arabic yeh, kaf, teh marbuta, heh and alef variants to the
 * Persian letters (so أ إ آ ٱ are ا, ؤ is و, ئ is ی); Latin letters without decomposition (ø, ł, æ)
 * to ASCII; Arabic-Indic and Persian digits to ASCII; white space to single spaces, trimmed.
 *
 * Idempotent, and for comparing only: it forgets distinctions (و/ؤ, й/и) that matter in print. A ZWNJ
 * is dropped, not made a space, so `نامه‌ها` equals `نامهها` and not `نامه ها`. Never throws.
 */
export function foldForSearch(text: string): string {
  // One pass can uncover work for another (a lone mark between two letters that then compose);
  // two have been enough for every input tried, the bound only guarantees an end.
  let folded = text;
  for (let pass = 0; pass < 4; pass += 1) {
    const next = foldOnce(folded);
    if (next === folded) break;
    folded = next;
  }
  return folded;
}

function foldOnce(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return tidySpaces(text.toLowerCase());
  const letters = text
    .replaceAll(/[\u2018\u2019\u201B\u02BC\u00B4`]/g, "'")
    .replaceAll(/[\u201C\u201D\u201E\u00AB\u00BB]/g, '"')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .normalize('NFKC')
    // Upper, then lower case is full case folding for what matters here: ß meets ss, ı meets i.
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(optionalMarks, '')
    .replaceAll(invisible, '')
    .replaceAll(variantLetters, (letter) => variants[letter] ?? letter)
    .normalize('NFC');
  return tidySpaces(asciiDigits(letters));
}

function tidySpaces(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/**
 * Whether words stand in a text, up to spelling. What was typed when a claim was coded need not be what
 * the source wrote ("9 January 2026" for its "January 9"): only what does is told as its words.
 */
export function standsIn(
  words: string | null | undefined,
  text: string | null | undefined,
): boolean {
  const folded = foldForSearch(words ?? '');
  return folded !== '' && foldForSearch(text ?? '').includes(folded);
}
