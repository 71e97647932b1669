import { ownLanguageName } from '../own-language-name.ts';

/**
 * A language to choose, in its own words; in the page's where nobody here knows them.
 *
 * @param name in the language of the page.
 */
export function TextLanguage({ tag, name }: { readonly tag: string; readonly name: string }) {
  const own = ownLanguageName(tag);
  return own === undefined ? <bdi>{name}</bdi> : <bdi lang={tag}>{own}</bdi>;
}
