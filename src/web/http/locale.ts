import { isLocale, negotiateLocale, type Locale } from '#platform/languages';

/** The cookie in which someone without an account keeps their language. */
export const languageCookie = 'language';

/** The language that a public address carries: `fa` of `/fa/people`; undefined for other addresses. */
export function localeOfPath(path: string): Locale | undefined {
  const [, first] = path.split('/', 2);
  // React Router asks for the data of /fa at /fa.data.
  const name = first?.replace(/\.data$/, '');
  return isLocale(name) ? name : undefined;
}

/**
 * The language to answer in: the address, else the account, else the cookie, else what a mailed link asks
 * for, else the browser.
 *
 * @param asked by the link, which anyone may have written.
 * @param acceptLanguage the header as it came; written by anyone.
 */
export function localeOf(request: {
  readonly path: string;
  readonly account: string | undefined;
  readonly cookie: string | undefined;
  readonly asked?: string | undefined;
  readonly acceptLanguage: string | undefined;
}): Locale {
  const { path, account, cookie, asked, acceptLanguage } = request;
  const kept = [localeOfPath(path), account, cookie, asked].find(isLocale);
  return kept ?? negotiateLocale(acceptLanguage);
}
