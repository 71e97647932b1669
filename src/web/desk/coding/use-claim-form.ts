import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Answer } from './answer-form.ts';
import type { PropertyEntry } from './catalog.ts';
import { useCoding, usePropertyOf } from './coding-context.tsx';
import {
  emptyDraft,
  isBegun,
  nextDraft,
  toRequest,
  type ClaimDraft,
  type Picked,
} from './draft.ts';
import { inStep } from './prefilled.ts';
import type { SelectedWords } from './selected-words.ts';
import { useDraftBefore, useKeptDraft } from './use-kept-draft.ts';
import { useSave, type Saving } from './use-save.ts';

/** The state of the form in which a claim is typed. */
export interface ClaimFormState extends Omit<Saving, 'save'> {
  readonly form: RefObject<HTMLFormElement | null>;
  /** Where the value is asked for. */
  readonly value: RefObject<HTMLDivElement | null>;
  readonly draft: ClaimDraft;
  readonly property: PropertyEntry | undefined;
  /** Counts the claims saved: with each, the fields start afresh. */
  readonly round: number;
  /** Sending was asked for since the last claim was saved. */
  readonly isTried: boolean;
  /** Something without which there is no claim is not given yet. */
  readonly isMissing: boolean;
  readonly change: (part: Partial<ClaimDraft>) => void;
  readonly submit: () => void;
  /** Throws away what was typed and closes; undefined while there is nothing to throw away. */
  readonly discard: (() => void) | undefined;
}

/**
 * Keeps a draft while it is typed – also in the browser's own store, until it is saved – and saves it.
 *
 * @param onDone called when a changed claim is saved; after a new one the next begins.
 */
export function useClaimForm(
  words: SelectedWords,
  first: ClaimDraft | undefined,
  onDone: () => void,
): ClaimFormState {
  const { layer, chain, about } = useCoding();
  const basis = words.seen === undefined ? 'words' : 'seen';
  const propertyOf = usePropertyOf();
  const kept = useDraftBefore('claim', words);
  const [opening, setOpening] = useState<ClaimDraft>(
    first ?? kept ?? { ...emptyDraft(layer.language, chain, basis), subject: about },
  );
  const [draft, setDraft] = useState(opening);
  const [isTried, setTried] = useState(false);
  const [round, setRound] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const value = useRef<HTMLDivElement>(null);
  const property = propertyOf(draft.property);
  const put = (next: (before: ClaimDraft) => ClaimDraft, isOther: boolean) => {
    setDraft(next);
    // What was wrong before is not wrong with another claim.
    if (isOther) setTried(false);
  };
  useSteps(words.text, (step) => put((before) => inStep(before, property, step), true));
  const change = (part: Partial<ClaimDraft>) =>
    put((before) => ({ ...before, ...part }), 'property' in part);

  // What came back from before is to come back again.
  const isUntouched = draft === opening && opening !== kept;
  const drop = useKeptDraft('claim', draft, { isBegun: isBegun(draft), isUntouched }, words);

  useNextField({ form, value, property: draft.property, round, takesFocus: words.takesFocus });
  useSendKey(form);

  const { save, isSaving, isLost, answer } = useSave((done) => {
    if (!done.ok) return;
    drop();
    setTried(false);
    if (draft.supersedes !== undefined || draft.recodes !== undefined) return onDone();
    const next = nextDraft(draft, subjectAfter(done, draft), basis);
    setOpening(next);
    setDraft(next);
    setRound((before) => before + 1);
  });
  const request = toRequest(draft, property, words.place, words.text);
  const submit = () => {
    setTried(true);
    if (request !== undefined) save({ form: 'claim', request: JSON.stringify(request) });
  };
  return {
    form,
    value,
    draft,
    property,
    round,
    isTried,
    isMissing: request === undefined,
    change,
    submit,
    discard: isBegun(draft) ? both(drop, onDone) : undefined,
    isSaving,
    isLost,
    answer,
  };
}

function both(first: () => void, then: () => void): () => void {
  return () => {
    first();
    then();
  };
}

// While drawing and not after it: the value of the words before is never seen beside the new ones.
function useSteps(
  now: string,
  onStep: (step: { readonly before: string; readonly now: string }) => void,
): void {
  const [before, setBefore] = useState(now);
  if (before === now) return;
  setBefore(now);
  onStep({ before, now });
}

function subjectAfter(answer: Answer, { subject }: ClaimDraft): Picked | undefined {
  const uid = answer.coded?.subject;
  if (uid === undefined || subject === undefined) return subject;
  return { uid, kind: subject.kind, text: answer.changes.captions[uid] ?? subject.text };
}

// What is asked next is in sight and takes the focus, so that the hands stay on the keys.
function useNextField({
  form,
  value,
  property,
  round,
  takesFocus,
}: Pick<ClaimFormState, 'form' | 'value' | 'round'> & {
  /** Code of the property, empty when none is chosen. */
  readonly property: string;
  readonly takesFocus: boolean;
}): void {
  useEffect(() => {
    if (round > 0) form.current?.closest('.coding-side')?.scrollTo({ top: 0 });
    if (property === '' || !takesFocus) return;
    value.current?.querySelector<HTMLElement>('input, textarea, select')?.focus();
    // A new round asks for the value of the same property again.
  }, [form, value, property, round, takesFocus]);
}

// Ctrl Enter sends from anywhere on the page.
function useSendKey(form: RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.current?.requestSubmit();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [form]);
}
