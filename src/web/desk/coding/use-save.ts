import { useEffect, useRef } from 'react';
import { useFetcher } from 'react-router';
import type { Answer } from './answer-form.ts';
import { useCoding } from './coding-context.tsx';

/** What stands in place of an answer when the server could not be reached. */
export interface Lost {
  readonly lost: true;
}

export interface Saving {
  /** Sends a form of the page. What it changed becomes part of the page; nothing is loaded again. */
  readonly save: (fields: Readonly<Record<string, string>>) => void;
  readonly isSaving: boolean;
  /** The last try did not reach the server; `save` the same again to retry. */
  readonly isLost: boolean;
  /** The last answer, until the next one. */
  readonly answer: Answer | undefined;
}

/** @param onAnswer called once for every answer. */
export function useSave(onAnswer?: (answer: Answer) => void): Saving {
  const { refresh } = useCoding();
  const fetcher = useFetcher<Answer | Lost>();
  const handled = useRef<unknown>(undefined);
  const { data, state } = fetcher;
  useEffect(() => {
    // The answer is there before the router has looked after the rest of the page.
    if (data === undefined || handled.current === data) return;
    handled.current = data;
    if ('lost' in data) return;
    refresh(data.changes);
    onAnswer?.(data);
  }, [data, refresh, onAnswer]);
  return {
    save: (fields) => {
      // Only a move changes more than the answer tells. Else nothing is loaded again: it would cost
      // a second round trip, and without a connection it would take the page away.
      const defaultShouldRevalidate = fields['form'] === 'arrange';
      void fetcher.submit({ ...fields, stay: '1' }, { method: 'post', defaultShouldRevalidate });
    },
    isSaving: state === 'submitting',
    isLost: state !== 'submitting' && data !== undefined && 'lost' in data,
    answer: data === undefined || 'lost' in data ? undefined : data,
  };
}
