import * as z from 'zod';
import { date, flag, optionalChoice, optionalText } from '../../forms/index.ts';
import type { DecisionInput } from '#editions';
import type { Locale } from '#platform/languages';
import type { Selection } from '#record';

const uids = z.array(z.uuid()).max(2_000);

/** What every button of the form sends: who is published, and what is ticked. */
export const selectionForm = z.object({
  do: z.string().max(90_000).default('prepare'),
  subjects: uids,
  /** Every claim that could be ticked when the page was made. */
  listed: uids,
  /** Those of them that carry a warning and start unticked. */
  sensitive: uids,
  claim: uids,
  /** Pages that show what is corrected and were taken out of the set. */
  declined: uids,
  find: optionalText(200),
});

/** What proposing needs besides; the rules are those of the decision itself. */
export function decisionForm(locale: Locale) {
  return z.object({
    kind: optionalChoice(['publish', 'correct']),
    title: z.string().default(''),
    audience: z.string().default(''),
    basis: z.string().default(''),
    basisReason: z.string().default(''),
    riskNote: z.string().default(''),
    reviewOn: date(locale),
    publicReason: z.string().default(''),
    /** That what was taken back is published again is meant so. */
    again: flag(),
  });
}

/** The selection that was ticked, with `add:` and `drop:` of the pressed button carried out. */
export function selectionOf(form: z.output<typeof selectionForm>): Selection {
  const [verb = '', list = ''] = form.do.split(':', 2);
  const named = list.split(',').filter((uid) => z.uuid().safeParse(uid).success);
  const subjects = new Set(form.subjects);
  if (verb === 'add') for (const uid of named) subjects.add(uid);
  if (verb === 'drop') for (const uid of named) subjects.delete(uid);
  const ticked = new Set(form.claim);
  const sensitive = new Set(form.sensitive);
  return {
    subjects: [...subjects],
    excluded: form.listed.filter((uid) => !ticked.has(uid) && !sensitive.has(uid)),
    included: form.sensitive.filter((uid) => ticked.has(uid)),
  };
}

/** Pages that do not come along by themselves: one that is dropped stays out until it is added again. */
export function declinedIn(form: z.output<typeof selectionForm>): string[] {
  const [verb = '', list = ''] = form.do.split(':', 2);
  const named = new Set(list.split(','));
  if (verb === 'drop') return [...new Set([...form.declined, ...named])];
  return form.declined.filter((uid) => verb !== 'add' || !named.has(uid));
}

/** A review day is a day: of a month or year the first. */
export function toDecision(form: z.output<ReturnType<typeof decisionForm>>): DecisionInput {
  const { reviewOn, kind = 'publish', again: _, ...rest } = form;
  return { ...rest, kind, reviewOn };
}
