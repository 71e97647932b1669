import type { Config } from '#platform/config';

/** What a link is for: the pages of the account that take its token. */
export type LinkPage = 'join' | 'reset';

/**
 * The link with which somebody sets credentials. The token stands in the fragment, which no server,
 * proxy or log ever sees.
 */
export function accountLink(config: Config, page: LinkPage, token: string): string {
  const link = new URL(`/account/${page}`, config.publicUrl);
  link.hash = token;
  return link.href;
}
