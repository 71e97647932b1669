import { createContext } from 'react-router';
import type { Actor } from '#accounts';
import type { Locale } from '#platform/languages';

/** What a page may know of the request it answers. */
export interface PageContext {
  readonly locale: Locale;
  readonly nonce: string;
  readonly actor: Actor | undefined;
}

/** Set by the HTTP shell for every request; a loader reads it by `context.get(pageContext)`. */
export const pageContext = createContext<PageContext>();
