import { useEffect, useRef, useState } from 'react';
import { useCoding } from './coding-context.tsx';
import {
  draftOn,
  dropDraft,
  isOn,
  keepDraft,
  keptDraft,
  type DraftOwner,
  type Drafts,
  type FormName,
} from './draft-store.ts';
import type { SelectedWords } from './selected-words.ts';

/** How far a form is. */
export interface Progress {
  /** Something was given that would be missed. */
  readonly isBegun: boolean;
  /** Nothing was changed since the form was opened. */
  readonly isUntouched: boolean;
}

/**
 * Keeps a draft in the browser's own store while it is typed. A form that is closed as it was opened,
 * or that was emptied by hand, leaves none behind: it would come back at every visit.
 *
 * @returns how to throw the draft away.
 */
export function useKeptDraft<Form extends FormName>(
  form: Form,
  draft: Drafts[Form],
  { isBegun, isUntouched }: Progress,
  words: SelectedWords,
): () => void {
  const { account, source, layer, copy } = useCoding();
  const surface = copy?.uid ?? layer.uid;
  useEffect(() => {
    const owner = { account, source };
    const { stretch, seen } = words;
    if (isBegun) {
      const at = Date.now();
      keepDraft(owner, { form, layer: surface, stretch, region: seen?.region, draft, at });
    } else dropHere(owner, form, surface, words);
  }, [account, source, form, surface, words, draft, isBegun]);

  const latest = useRef({ isUntouched, words });
  useEffect(() => {
    latest.current = { isUntouched, words };
  });
  useEffect(
    () => () => {
      const { current } = latest;
      if (current.isUntouched) dropHere({ account, source }, form, surface, current.words);
    },
    [account, source, form, surface],
  );
  return () => dropDraft({ account, source }, form);
}

// What was typed on other words stays for them.
function dropHere(owner: DraftOwner, form: FormName, layer: string, words: SelectedWords): void {
  const kept = keptDraft(owner, form);
  if (kept?.layer === layer && isOn(kept, words)) dropDraft(owner, form);
}

/** What was typed before on the same words, once: as the form opens. */
export function useDraftBefore<Form extends FormName>(
  form: Form,
  words: SelectedWords,
): Drafts[Form] | undefined {
  const { account, source, layer, copy } = useCoding();
  const [before] = useState(() =>
    draftOn({ account, source }, form, copy?.uid ?? layer.uid, words),
  );
  return before;
}

export interface FormDraft<Draft> {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  /** Forgets what was kept: it is saved, or not wanted. */
  readonly drop: () => void;
  readonly isBegun: boolean;
}

/**
 * The draft of a form that is saved and closed: kept while it is typed, and taken up again on the same
 * words until it is saved or thrown away.
 *
 * @param blank the draft of a form in which nothing was given yet.
 */
export function useFormDraft<Form extends 'act' | 'names'>(
  form: Form,
  words: SelectedWords,
  blank: () => Drafts[Form],
): FormDraft<Drafts[Form]> {
  const before = useDraftBefore(form, words);
  const [empty] = useState(blank);
  const [draft, setDraft] = useState(before ?? empty);
  // Plain data on both sides, written in the same order of fields.
  const isBegun = !isSame(draft, empty);
  const drop = useKeptDraft(form, draft, { isBegun, isUntouched: !isBegun }, words);
  const change = (part: Partial<Drafts[Form]>) => setDraft((now) => ({ ...now, ...part }));
  return { draft, change, drop, isBegun };
}

function isSame<Draft extends object>(a: Draft, b: Draft): boolean {
  const codes = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Draft>;
  return [...codes].every((code) => JSON.stringify(a[code]) === JSON.stringify(b[code]));
}
