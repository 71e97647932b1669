import type { Locale } from '#platform/languages';

/** A page that takes the code of a link. */
export type LinkPage = 'first' | 'join' | 'reset' | 'new-password' | 'e-mail';

/**
 * The address of a mailed link. Its code stands in the fragment, which servers never see.
 *
 * @param locale the language of the mail, where its reader has no account that knows theirs.
 */
export function linkAddress(
  publicUrl: URL,
  page: LinkPage,
  token: string,
  locale?: Locale,
): string {
  const url = new URL(`/account/${page}`, publicUrl);
  if (locale !== undefined) url.searchParams.set('language', locale);
  url.hash = token;
  return url.href;
}
