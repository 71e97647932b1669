import { data, redirect } from 'react-router';
import type * as z from 'zod';
import { Refusal, type Problem } from '#platform/errors';
import { parseForm, type FormLimits, type FormState } from './parse-form.ts';

type Answer = Response | ReturnType<typeof data<FormState>>;

/**
 * The one way of a form through its action: read it, do what it asks, go on to the next page.
 *
 * @param act does it and returns the path to go on to (303, so that a reload posts nothing again) or
 *   a whole answer. A Refusal it throws comes back to the form like any other problem.
 * @returns 422 with what was typed and what is wrong, as the action data of the page.
 */
export async function handleForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  act: (values: z.output<Schema>) => Promise<string | Response>,
  limits: FormLimits = {},
): Promise<Answer> {
  const form = await parseForm(request, schema, limits);
  if (!form.ok) return refused(form.state);
  try {
    const next = await act(form.values);
    return typeof next === 'string' ? redirect(next, 303) : next;
  } catch (error) {
    return refused({ ...form.state, problems: refusalToProblems(error) });
  }
}

/**
 * What a refusal says, for a form to show.
 *
 * @throws the error itself when it is no Refusal: that is a bug or a Response, and not the form's.
 */
export function refusalToProblems(error: unknown): readonly Problem[] {
  if (error instanceof Refusal) return error.problems;
  throw error;
}

/** Sends a form back with its problems. */
export function refused(state: FormState): ReturnType<typeof data<FormState>> {
  return data(state, { status: 422 });
}
