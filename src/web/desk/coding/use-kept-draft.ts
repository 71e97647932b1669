import { useEffect, useRef } from 'react';
import { useCoding } from './coding-context.tsx';
import { isBegun, type ClaimDraft } from './draft.ts';
import { dropDraft, keepDraft, keptDraft } from './draft-store.ts';
import type { SelectedWords } from './selected-words.ts';

/**
 * Keeps a draft in the browser's own store while it is typed. A form that is closed as it was opened
 * leaves none behind: it would come back at every visit.
 *
 * @param isUntouched nothing was changed since the form was opened.
 * @returns how to throw the draft away.
 */
export function useKeptDraft(
  draft: ClaimDraft,
  isUntouched: boolean,
  words: SelectedWords,
): () => void {
  const { account, source, layer, copy } = useCoding();
  const [surface, region] = [copy?.uid ?? layer.uid, words.seen?.region];
  useEffect(() => {
    if (isBegun(draft)) {
      keepDraft(account, source, { layer: surface, stretch: words.stretch, region, draft });
    }
  }, [account, source, surface, words.stretch, region, draft]);

  const latest = useRef(isUntouched);
  useEffect(() => {
    latest.current = isUntouched;
  });
  useEffect(
    () => () => {
      const isOurs = keptDraft(account, source)?.layer === surface;
      if (latest.current && isOurs) dropDraft(account, source);
    },
    [account, source, surface],
  );
  return () => dropDraft(account, source);
}
