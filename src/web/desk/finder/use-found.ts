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
 */
export function useFound(what: string, query: string, kinds = ''): FoundState {
  const asked =
    query.trim() === '' ? '' : new URLSearchParams({ what, q: query, kinds }).toString();
  const [answer, setAnswer] = useState<{ asked: string; found: readonly Found[] }>();
  useEffect(() => {
    if (asked === '') return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      void lookUp(asked, abort.signal).then((found) => {
        if (!abort.signal.aborted) setAnswer({ asked, found });
        return undefined;
      });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked]);
  // What was found for fewer letters stays until the next answer, so that the list does not blink.
  return asked === ''
    ? nothing
    : { found: answer?.found ?? [], isLooking: answer?.asked !== asked };
}

const vocabularies = new Map<string, Promise<readonly Found[]>>();
const noTerms: readonly Found[] = [];

/** All terms of a vocabulary, fetched once a page. */
export function useTerms(vocabulary: string | undefined): readonly Found[] {
  const [known, setKnown] = useState<{ vocabulary: string; terms: readonly Found[] }>();
  useEffect(() => {
    if (vocabulary === undefined) return;
    let isCurrent = true;
    void termsOnce(vocabulary).then((terms) => {
      if (isCurrent) setKnown({ vocabulary, terms });
      return undefined;
    });
    return () => {
      isCurrent = false;
    };
  }, [vocabulary]);
  return known !== undefined && known.vocabulary === vocabulary ? known.terms : noTerms;
}

function termsOnce(vocabulary: string): Promise<readonly Found[]> {
  const known = vocabularies.get(vocabulary);
  if (known !== undefined) return known;
  const asked = lookUp(new URLSearchParams({ what: 'terms', vocabulary }).toString()).then(
    (terms) => {
      // A list that did not come is asked for again.
      if (terms.length === 0) vocabularies.delete(vocabulary);
      return terms;
    },
  );
  vocabularies.set(vocabulary, asked);
  return asked;
}

async function lookUp(query: string, signal?: AbortSignal): Promise<readonly Found[]> {
  try {
    const response = await fetch(`/desk/find?${query}`, signal === undefined ? {} : { signal });
    if (!response.ok) return [];
    // Our own route wrote it.
    return (await response.json()) as readonly Found[];
  } catch {
    return [];
  }
}
