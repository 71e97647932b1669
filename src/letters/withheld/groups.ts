import { sql, type RawBuilder } from 'kysely';
import {
  resolveWithheld,
  type Verification,
  type WithheldGroup,
  type WithheldRule,
} from '@countersign/letter';
import type { Db } from '#platform/database';

/** Withheld names of one letter, by rule and verification. */
export interface LetterGroup extends WithheldGroup {
  readonly letterId: string;
}

/** What is withheld and can be opened, on `letter_withheld w` and `letter_signature g`. */
export const openable = sql`g.state = 'confirmed' and not w.kept and not w.spoiled`;

/** The groups of every letter, counted by one statement. People are counted once. */
export async function readGroups(db: Db, condition: RawBuilder<unknown>): Promise<LetterGroup[]> {
  const { rows } = await sql<LetterGroup>`
    select w.letter_id as "letterId", w.rule, g.verification,
      count(*) filter (where g.affirms = 'first')::integer as count
    from letter_withheld w join letter_signature g on g.id = w.signature_id
    where ${openable} and ${condition}
    group by w.letter_id, w.rule, g.verification`.execute(db);
  return rows;
}

/** How many names are shown already, of the letters, as they were counted last. */
export async function readNamed(
  db: Db,
  letterIds: readonly string[],
): Promise<Map<string, Partial<Record<Verification, number>>>> {
  const { rows } = await sql<{ letterId: string; named: Partial<Record<Verification, number>> }>`
    select letter_id as "letterId", jsonb_object_agg(verification, signed) as named from (
      select letter_id, verification, sum(signed)::integer as signed from letter_tally
      where letter_id = any(${sql.val(letterIds)}::bigint[])
        and appearance = 'named' and affirms = 'first'
      group by letter_id, verification) t
    group by letter_id`.execute(db);
  return new Map(rows.map(({ letterId, named }) => [letterId, named]));
}

/** The groups of one letter that open, by their rule and verification as one text. */
export function openingKeys(
  groups: readonly LetterGroup[],
  named: Partial<Record<Verification, number>>,
  today: string,
): Set<string> {
  return new Set(resolveWithheld(groups, named, today).map(groupKey));
}

/** One spelling of a group. */
export function groupKey({
  rule,
  verification,
}: {
  readonly rule: WithheldRule;
  readonly verification: Verification;
}): string {
  const { panel, names, notBefore = '', until } = rule;
  return [
    panel,
    until,
    notBefore,
    names?.least ?? '',
    names?.verification ?? '',
    verification,
  ].join(' ');
}

/** `2026-03-01` of a moment, in UTC. */
export function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}
