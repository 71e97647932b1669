import { createContext, useContext } from 'react';
import type { Problem } from '#platform/errors';
import { useT } from '../../messages/catalogs.ts';
import type { ShownCopy } from '../media/shown-copy.ts';
import type { Catalog, PropertyEntry } from './catalog.ts';
import type { CodingChanges, CodingFacts } from './coding-facts.ts';
import type { DraftLink, Picked } from './draft.ts';

/** What every part of the coding page may use. */
export interface Coding {
  readonly source: string;
  readonly account: string;
  readonly catalog: Catalog;
  readonly facts: CodingFacts;
  /** Takes over what a save changed. */
  readonly refresh: (changes: CodingChanges) => void;
  /** The text; an empty one where a picture or recording is shown. */
  readonly layer: { readonly uid: string; readonly language: string; readonly text: string };
  /** The picture or recording that is shown in place of a text. */
  readonly copy: ShownCopy | undefined;
  /** The chain a new claim begins with. */
  readonly chain: readonly DraftLink[];
  /** Links that are likely to be wanted: authors, publisher, sources known through this one. */
  readonly likelyLinks: readonly DraftLink[];
  /** Whom the page was opened to speak of. */
  readonly about: Picked | undefined;
  /** Entities this source already speaks of, after the one the page was opened for. */
  readonly known: readonly Picked[];
  readonly mayWrite: boolean;
  readonly mayReview: boolean;
}

const context = createContext<Coding | undefined>(undefined);

export const CodingProvider = context.Provider;

/** @throws Error outside the coding page. */
export function useCoding(): Coding {
  const coding = useContext(context);
  if (coding === undefined) throw new Error('this part stands outside the coding page');
  return coding;
}

/** The property of a code in the catalog of the page. */
export function usePropertyOf(): (code: string) => PropertyEntry | undefined {
  const { catalog } = useCoding();
  return (code) => catalog.properties.find((entry) => entry.code === code);
}

/** Problems as sentences in the language of the page. */
export function useSentence(): (problem: Problem) => string {
  const t = useT('coding');
  return ({ code, params }) => {
    const key = `refusal.${code}`;
    return t.has(key) ? t(key, params) : t('refusal.form-invalid');
  };
}
