// Reached by the script that seals names in a browser: nothing of the server.
import { withoutInvisible } from '#platform/languages';
import type { Problem } from '#platform/errors';
import { signLimits } from './form-lists.ts';

/** What is shown of somebody in words of their own. */
export const shownLines = ['name', 'credit', 'affiliation'] as const;
export type ShownLine = (typeof shownLines)[number];

/** A line as it is kept, of what was typed. */
export function cleanLine(text: string): string {
  // Once more: what an invisible sign held apart is one letter without it.
  const visible = withoutInvisible(text.normalize('NFC')).normalize('NFC');
  return visible.replace(/\s+/gu, ' ').trim();
}

/** Why a clean line is not shown. */
export function lineProblem(
  field: ShownLine,
  text: string,
): Problem<'sign-too-long' | 'sign-line-refused'> | undefined {
  if (text.length > signLimits[field]) {
    return { code: 'sign-too-long', field, params: { most: signLimits[field] } };
  }
  return canBeShown(text) ? undefined : { code: 'sign-line-refused', field };
}

/** Whether words can be kept, and stand beside a name. */
export function canBeShown(text: string): boolean {
  // What no database keeps (`isKeepable`, which a browser does not have).
  const isKept = !text.includes('\0') && text.isWellFormed();
  return isKept && !advertises(text);
}

// A name is shown to everybody, and mailed to whom the form names: nobody may send a message in it.
function advertises(text: string): boolean {
  return /:\/\/|www\.|[<>{}]|@/iu.test(text);
}
