import type { ReactNode } from 'react';

/**
 * A name or other foreign text inside ours, kept from turning the order of what stands round it.
 *
 * @param lang BCP 47, where it is known and not the language of the page; a screen reader speaks by it.
 */
export function Bdi({ lang, children }: { readonly lang?: string; readonly children: ReactNode }) {
  return <bdi lang={lang}>{children}</bdi>;
}
