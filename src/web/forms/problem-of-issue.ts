import type * as z from 'zod';
import type { Problem } from '#platform/errors';

// A schema may name its own code as the message: z.string({ error: 'source-title-missing' }).
const ownCode = /^[a-z]+(?:-[a-z]+)+$/;

/** Tells a schema's issue as a problem with a code of ours; its field is the top of the path. */
export function problemOf(issue: z.core.$ZodIssue): Problem {
  const [field] = issue.path;
  const at = field === undefined ? {} : { field: String(field) };
  if (ownCode.test(issue.message)) return { code: issue.message, ...at, ...paramsOf(issue) };
  return { ...codeOf(issue), ...at };
}

function codeOf(issue: z.core.$ZodIssue): Problem {
  if (issue.code === 'too_big') {
    return bound(issue.origin, 'form-too-long', 'form-too-many', 'form-too-big', issue.maximum);
  }
  if (issue.code === 'too_small') {
    if (issue.origin === 'string' && Number(issue.minimum) === 1) return { code: 'form-required' };
    return bound(issue.origin, 'form-too-short', 'form-too-few', 'form-too-small', issue.minimum);
  }
  // A field that was not sent at all, or sent empty where something is to be chosen.
  if (issue.input === undefined || issue.input === '') return { code: 'form-required' };
  return { code: issue.code === 'invalid_value' ? 'form-choice' : 'form-invalid' };
}

function bound(
  origin: string,
  text: string,
  list: string,
  number: string,
  limit: number | bigint,
): Problem {
  const code = origin === 'string' ? text : origin === 'array' ? list : number;
  return { code, params: { limit: Number(limit) } };
}

function paramsOf(issue: z.core.$ZodIssue): Pick<Problem, 'params'> {
  const given: unknown = 'params' in issue ? issue.params : undefined;
  if (typeof given !== 'object' || given === null) return {};
  const params = Object.entries(given).filter(
    (entry): entry is [string, string | number] =>
      typeof entry[1] === 'string' || typeof entry[1] === 'number',
  );
  return { params: Object.fromEntries(params) };
}
