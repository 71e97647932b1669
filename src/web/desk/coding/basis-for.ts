import { withoutInvisible } from '#platform/languages';

/**
 * Quoted when the value stands in the words, character for character; else somebody coded it. The
 * record's word for it must be true, so only white space, and signs that nobody sees and no value may
 * hold, are taken as equal.
 */
export function basisFor(value: string, words: string): 'quoted' | 'coded' {
  const plain = (text: string) =>
    withoutInvisible(text).normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
  return value.trim() !== '' && plain(words).includes(plain(value)) ? 'quoted' : 'coded';
}
