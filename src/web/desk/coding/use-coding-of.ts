import { useCallback, useMemo, useState } from 'react';
import type { KindCode } from '#record';
import type { Coding } from './coding-context.tsx';
import type { CodingChanges, CodingFacts } from './coding-facts.ts';
import type { DraftLink, Picked } from './draft.ts';
import { mergeChanges } from './merge-changes.ts';
import type { Route } from './+types/source.ts';

export type PageData = Route.ComponentProps['loaderData'];

/** What the parts of the page share: the page as it was loaded, with what was saved since. */
export function useCodingOf(page: PageData): Coding {
  const [newer, setNewer] = useState<{ over: CodingFacts; facts: CodingFacts }>();
  const facts = newer !== undefined && newer.over === page.facts ? newer.facts : page.facts;
  const refresh = useCallback(
    (changes: CodingChanges) =>
      setNewer((before) => {
        const known = before?.over === page.facts ? before.facts : page.facts;
        return { over: page.facts, facts: mergeChanges(known, changes) };
      }),
    [page.facts],
  );
  const { source, layer, copy, about, catalog, account, mayWrite, mayReview } = page;
  return useMemo(
    () => ({
      source: source.uid,
      account,
      catalog,
      facts,
      refresh,
      layer: layer ?? { uid: '', language: source.language ?? '', text: '' },
      copy,
      chain: chainOf(source),
      likelyLinks: likelyLinksOf(source),
      about,
      known: knownIn(facts, about),
      mayWrite,
      mayReview,
    }),
    [source, account, catalog, facts, refresh, layer, copy, about, mayWrite, mayReview],
  );
}

// We read it here ourselves; and where this source is itself known through others, through them.
function chainOf(source: PageData['source']): DraftLink[] {
  return [
    { type: 'source', key: source.uid, text: source.title, seen: source.seen },
    ...source.through.map(({ uid, title, seen }) => ({
      type: 'source' as const,
      key: uid,
      text: title,
      seen,
    })),
  ];
}

function likelyLinksOf(source: PageData['source']): DraftLink[] {
  const said = [...source.authors, ...(source.publisher === null ? [] : [source.publisher])];
  return [
    ...source.leadsTo.map(({ uid, title, seen }) => ({
      type: 'source' as const,
      key: uid,
      text: title,
      seen,
    })),
    ...said.map((name) => ({ type: 'label' as const, key: name, text: name, seen: true })),
  ];
}

// The last spoken of comes first: that is whom the next claim is most likely about.
function knownIn(facts: CodingFacts, about: Picked | undefined): Picked[] {
  const known = new Map<string, Picked>();
  if (about?.uid !== undefined) known.set(about.uid, about);
  for (const { entity, valueEntity } of facts.claims.toReversed()) {
    for (const one of [entity, valueEntity]) {
      if (one === null || known.has(one.uid)) continue;
      known.set(one.uid, { uid: one.uid, kind: one.kind as KindCode, text: one.text });
    }
  }
  return [...known.values()];
}
