import { createContext, useContext } from 'react';
import type { Problem } from '#platform/errors';
import type { FormState } from './parse-form.ts';

/** What a form tells its fields. */
export interface FormFrame {
  /** Before every id in the form, so that two forms of a page do not collide. */
  readonly id: string;
  /** Undefined until the form was sent and came back. */
  readonly state: FormState | undefined;
  /** A problem as a sentence in the language of the page. */
  readonly sentence: (problem: Problem) => string;
  /** Labels by field, where the form has them in one place. */
  readonly labels: Readonly<Record<string, string>>;
  readonly pending: boolean;
}

const context = createContext<FormFrame | undefined>(undefined);

export const FormFrameProvider = context.Provider;

/** @throws Error outside a `PageForm`. */
export function useFormFrame(): FormFrame {
  const frame = useContext(context);
  if (frame === undefined) throw new Error('a field stands outside a PageForm');
  return frame;
}

/** What one field shows: label, ids, what was typed, and what is wrong with it. */
export interface FieldState {
  readonly id: string;
  /** From the form's `labels`. */
  readonly label: string | undefined;
  readonly typed: readonly string[] | undefined;
  readonly sentences: readonly string[];
  readonly hintId: string;
  readonly problemId: string;
  /** Attributes that tie the input to its hint and its problem. */
  readonly described: {
    readonly 'aria-describedby': string | undefined;
    readonly 'aria-invalid': true | undefined;
  };
}

export function useField(name: string, hasHint: boolean): FieldState {
  const { id, state, sentence, labels } = useFormFrame();
  const fieldId = fieldIdOf(id, name);
  const sentences = (state?.problems ?? [])
    .filter((problem) => problem.field === name)
    .map(sentence);
  const [hintId, problemId] = [`${fieldId}-hint`, `${fieldId}-problem`];
  const describedBy = [
    ...(sentences.length > 0 ? [problemId] : []),
    ...(hasHint ? [hintId] : []),
  ].join(' ');
  return {
    id: fieldId,
    label: labels[name],
    typed: state === undefined ? undefined : (state.typed[name] ?? []),
    sentences,
    hintId,
    problemId,
    described: {
      'aria-describedby': describedBy === '' ? undefined : describedBy,
      'aria-invalid': sentences.length > 0 ? true : undefined,
    },
  };
}

/** The id of a field's input, where the summary of problems leads. */
export function fieldIdOf(formId: string, name: string): string {
  return `${formId}-${name}`;
}
