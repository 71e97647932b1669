import { sql } from 'kysely';
import type { Appearance, Verification } from '@countersign/letter';
import { asUid, type Db } from '#platform/database';

/** How many entries of the log, of one class, are not counted because they were set aside. */
export interface AsideCount {
  /** Number of the version. */
  readonly version: number;
  readonly affirms: 'first' | 'again';
  readonly appearance: Appearance;
  readonly verification: Verification;
  readonly signed: number;
}

/**
 * Of a letter's signatures in the log, those that were set aside, by class: now, or until they were erased.
 * What was set aside before the log had it is not among them.
 *
 * @param letter its uid.
 */
export async function asideCounts(db: Db, letter: string): Promise<AsideCount[]> {
  const { rows } = await sql<AsideCount>`
    select v.number as version, c.affirms, c.appearance, c.verification, sum(c.signed)::integer as signed
    from letter l join lateral (
      select version_id, affirms, appearance, verification, count(*) as signed
      from letter_signature where letter_id = l.id and state = 'aside' and verification is not null
      group by version_id, affirms, appearance, verification
      union all
      select version_id, affirms, appearance, verification, signed
      from letter_aside_gone where letter_id = l.id
    ) c on true join letter_version v on v.id = c.version_id
    where l.uid = ${asUid(letter)}
    group by v.number, c.affirms, c.appearance, c.verification
    order by v.number, c.affirms, c.appearance, c.verification`.execute(db);
  return rows;
}
