import type * as z from 'zod';
import { parseForm, refusalToProblems, refused, type FormLimits } from '../forms/index.ts';

/**
 * Like `handleForm`, for the few forms whose answer must be shown at once and never again: a secret
 * for an app, recovery codes.
 */
export async function answerForm<Schema extends z.ZodType, Shown>(
  request: Request,
  schema: Schema,
  act: (values: z.output<Schema>) => Promise<Shown>,
  limits: FormLimits = {},
): Promise<Shown | ReturnType<typeof refused>> {
  const form = await parseForm(request, schema, limits);
  if (!form.ok) return refused(form.state);
  try {
    return await act(form.values);
  } catch (error) {
    return refused({ ...form.state, problems: refusalToProblems(error) });
  }
}
