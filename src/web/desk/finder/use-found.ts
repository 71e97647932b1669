import { useEffect, useState } from 'react';
import type { Found } from './find.ts';

const pauseMs = 80;

export interface FoundState {
  readonly found: readonly Found[];
  readonly isLooking: boolean;
}

const nothing: FoundState = { found: [], isLooking: false };

/**
 * Looks things up while somebody types, after a short pause; an answer that was overtaken by
 * another letter is dropped. Without a connection it finds nothing, and the field stays usable.
 *
 * @param query undefined: nothing is to be looked up.
 */
export function useFound(what: string, query: string | undefined, kinds = ''): FoundState {
  const [state, setState] = useState(nothing);
  useEffect(() => {
    if (query === undefined || query.trim() === '') {
      setState(nothing);
      return;
    }
    const abort = new AbortController();
    setState(({ found }) => ({ found, isLooking: true }));
    const timer = setTimeout(() => {
      void lookUp(new URLSearchParams({ what, q: query, kinds }), abort.signal).then((found) => {
        if (!abort.signal.aborted) setState({ found, isLooking: false });
        return undefined;
      });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [what, query, kinds]);
  return state;
}

const vocabularies = new Map<string, Promise<readonly Found[]>>();

/** All terms of a vocabulary, fetched once a page. */
export function useTerms(vocabulary: string | undefined): readonly Found[] {
  const [terms, setTerms] = useState<readonly Found[]>([]);
  useEffect(() => {
    setTerms([]);
    if (vocabulary === undefined) return;
    let isCurrent = true;
    void termsOnce(vocabulary).then((all) => {
      if (isCurrent) setTerms(all);
      return undefined;
    });
    return () => {
      isCurrent = false;
    };
  }, [vocabulary]);
  return terms;
}

function termsOnce(vocabulary: string): Promise<readonly Found[]> {
  const known = vocabularies.get(vocabulary);
  if (known !== undefined) return known;
  const asked = lookUp(new URLSearchParams({ what: 'terms', vocabulary })).then((terms) => {
    // A list that did not come is asked for again.
    if (terms.length === 0) vocabularies.delete(vocabulary);
    return terms;
  });
  vocabularies.set(vocabulary, asked);
  return asked;
}

async function lookUp(query: URLSearchParams, signal?: AbortSignal): Promise<readonly Found[]> {
  try {
    const response = await fetch(`/desk/find?${query}`, signal === undefined ? {} : { signal });
    if (!response.ok) return [];
    // Our own route wrote it.
    return (await response.json()) as readonly Found[];
  } catch {
    return [];
  }
}
