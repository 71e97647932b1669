/** A page that takes the code of a link. */
export type LinkPage = 'first' | 'join' | 'reset' | 'new-password' | 'e-mail';

/** The address of a mailed link. Its code stands in the fragment, which servers never see. */
export function linkAddress(publicUrl: URL, page: LinkPage, token: string): string {
  const url = new URL(`/account/${page}`, publicUrl);
  url.hash = token;
  return url.href;
}
