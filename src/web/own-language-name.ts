/**
 * A language in its own words, with a capital where it has them: whoever looks for theirs may not read the page's.
 *
 * @param tag BCP 47.
 * @returns undefined where the runtime does not speak it, so that nothing is marked as in a language it is not in.
 */
export function ownLanguageName(tag: string): string | undefined {
  try {
    if (Intl.DisplayNames.supportedLocalesOf([tag]).length === 0) return undefined;
    const name = new Intl.DisplayNames([tag], { type: 'language', fallback: 'none' }).of(tag);
    return name?.replace(/^\p{Ll}/u, (first) => first.toLocaleUpperCase(tag));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
