import { sql, type RawBuilder } from 'kysely';
import {
  resolveWithheld,
  type NamedCounts,
  type Verification,
  type WithheldGroup,
  type WithheldRule,
} from '@countersign/letter';
import type { Db } from '#platform/database';
import { foldForSearch } from '#platform/languages';

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

/** Names that are shown already under one letter. */
export interface ShownNames {
  readonly named: NamedCounts;
  /** Of each guild that a rule of the groups names. */
  readonly guilds: ReadonlyMap<string, NamedCounts>;
}

/** What the groups of one letter are resolved against. */
export async function readShownNames(
  db: Db,
  letterId: string,
  groups: readonly LetterGroup[],
): Promise<ShownNames> {
  const [named, guilds] = await Promise.all([
    readNamed(db, letterId),
    readGuilds(db, letterId, groups),
  ]);
  return { named, guilds };
}

/**
 * Names of guilds as the list shows them now, in any spelling; of a mailbox that signed several versions it shows one.
 * Who waits for the guild under an earlier version is counted with those who wait, and not once more here. Asked of an
 * index, and only where a rule names a guild.
 */
async function readGuilds(
  db: Db,
  letterId: string,
  groups: readonly LetterGroup[],
): Promise<Map<string, NamedCounts>> {
  const asked = [...new Set(groups.flatMap(({ rule }) => rule.names?.affiliation ?? []))];
  if (asked.length === 0) return new Map();
  const { rows } = await sql<{ guild: string; named: NamedCounts }>`
    select guild, jsonb_object_agg(verification, signed) as named from (
      select a.guild, h.verification, count(*)::integer as signed
      from unnest(${sql.val(asked)}::text[], ${sql.val(asked.map(foldForSearch))}::text[]) as a(guild, folded)
      join signature_shown h on h.letter_id = ${letterId} and h.name <> ''
        and h.affiliation_folded <> '' and h.affiliation_folded = a.folded
      where not exists (
        select from letter_signature o join letter_signature g
          on g.letter_id = o.letter_id and g.mailbox = o.mailbox and g.affirms = 'first'
        join letter_withheld w on w.signature_id = g.id
        where o.id = h.signature_id and ${openable} and w.rule #>> '{names,affiliation}' = a.guild)
      group by a.guild, h.verification) t
    group by guild`.execute(db);
  return new Map(rows.map(({ guild, named }) => [guild, named]));
}

/** How many names are shown already, as they were counted last. */
async function readNamed(db: Db, letterId: string): Promise<NamedCounts> {
  const { rows } = await sql<{ named: NamedCounts | null }>`
    select jsonb_object_agg(verification, signed) as named from (
      select verification, sum(signed)::integer as signed from letter_tally
      where letter_id = ${letterId} and appearance = 'named' and affirms = 'first'
      group by verification) t`.execute(db);
  return rows[0]?.named ?? {};
}

/** The groups of one letter that open, by their rule and verification as one text. */
export function openingKeys(
  groups: readonly LetterGroup[],
  { named, guilds }: ShownNames,
  today: string,
): Set<string> {
  return new Set(resolveWithheld(groups, named, today, guilds).map(groupKey));
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
  const { least = '', verification: of = '', affiliation = '' } = names ?? {};
  return [panel, until, notBefore, least, of, verification, affiliation].join(' ');
}

/** `2026-03-01` of a moment, in UTC. */
export function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}
