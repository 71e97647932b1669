import { sql } from 'kysely';
import { keptPlan, type Tx } from '#platform/database';
import type { ConsentPurpose } from './form-lists.ts';

/** The words by which somebody agreed to something (GDPR Art. 7(1)). */
export interface Wording {
  readonly purpose: ConsentPurpose;
  /** BCP 47. */
  readonly language: string;
  readonly words: string;
}

/** Of the words that were shown, those that were agreed to. */
export function agreedWordings(
  shown: readonly Wording[],
  consents: ReadonlySet<ConsentPurpose>,
): Wording[] {
  const agreed = shown.filter(({ purpose }) => consents.has(purpose));
  if (agreed.length !== consents.size) throw new RangeError('"wordings" expected one a consent');
  return agreed;
}

/**
 * Notes what somebody agreed to, in these words. A wording is kept once, and never touched again: a row
 * that each signature wrote to would have them wait for one another.
 *
 * @param wordings those that were agreed to.
 */
export async function storeConsents(
  tx: Tx,
  signatureId: string,
  wordings: readonly Wording[],
): Promise<void> {
  const given = sql`jsonb_to_recordset(${JSON.stringify(wordings)}::jsonb)
    as r(purpose text, language text, words text)`;
  const note = () =>
    sql`${keptPlan}
      with fresh as (
        insert into consent_wording (purpose, language, words)
        select purpose, language, words from ${given}
        on conflict do nothing returning id
      )
      insert into signature_consent (signature_id, wording_id)
      select ${signatureId}::bigint, w.id from ${given}
      join consent_wording w using (purpose, language, words)
      union all select ${signatureId}::bigint, id from fresh
      on conflict do nothing`.execute(tx);
  const { numAffectedRows } = await note();
  // A wording that somebody else stored at this moment was neither there nor ours; now it is there.
  if (Number(numAffectedRows) < wordings.length) await note();
}
