import { createContext, useContext } from 'react';
import { defaultLocale, type Locale } from '#platform/languages';

interface Environment {
  readonly locale: Locale;
  /** Only while rendering on the server, and only for pages that run scripts. */
  readonly nonce: string | undefined;
}

const environment = createContext<Environment>({ locale: defaultLocale, nonce: undefined });

/** Put round the whole page by the two entries, so that an error page has a language too. */
export const PageEnvironment = environment.Provider;

export function useEnvironment(): Environment {
  return useContext(environment);
}

/** The language of this page. */
export function useLocale(): Locale {
  return useContext(environment).locale;
}
