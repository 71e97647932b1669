import { sql } from 'kysely';
import { keptPlan, type Tx } from '#platform/database';
import { consentPurposes, type ConsentPurpose } from './form-lists.ts';

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

/** What somebody agreed to, in these words. */
export interface GivenConsents {
  readonly signatureId: string;
  readonly wordings: readonly Wording[];
}

/**
 * Notes what people agreed to. A wording is kept once, and never touched again: a row that each signature
 * wrote to would have them wait for one another.
 */
export async function storeConsents(tx: Tx, given: readonly GivenConsents[]): Promise<void> {
  const nameOf = ({ purpose, language, words }: Wording) =>
    JSON.stringify([purpose, language, words]);
  const known = new Map<string, number>();
  const pairs = given.flatMap(({ signatureId, wordings }) =>
    wordings.map((wording) => {
      const name = nameOf(wording);
      const at = known.get(name) ?? known.size;
      known.set(name, at);
      return { signatureId, at };
    }),
  );
  if (pairs.length === 0) return;
  const wordings = sql.val([...known.keys()]);
  // Two who store the same new wordings wait for one another in this order, and not both for ever.
  const note = () =>
    sql`${keptPlan}
      with wanted as materialized (
        select at, w->>0 as purpose, w->>1 as language, w->>2 as words
        from unnest(${wordings}::jsonb[]) with ordinality as r(w, at)
      ), given as (
        select * from unnest(${sql.val(pairs.map(({ signatureId }) => signatureId))}::bigint[],
          ${sql.val(pairs.map(({ at }) => at + 1))}::bigint[]) as g(signature_id, at)
      ), fresh as (
        insert into consent_wording (purpose, language, words)
        select purpose, language, words from wanted
        order by language, array_position(${sql.val(consentPurposes)}::text[], purpose), words
        on conflict do nothing returning id, purpose, language, words
      ), all_words as (
        select id, purpose, language, words from consent_wording join wanted using (purpose, language, words)
        union all select id, purpose, language, words from fresh
      )
      insert into signature_consent (signature_id, wording_id)
      select given.signature_id, all_words.id from given join wanted using (at)
      join all_words using (purpose, language, words)
      on conflict do nothing`.execute(tx);
  const { numAffectedRows } = await note();
  // A wording that somebody else stored at this moment was neither there nor ours; now it is there.
  if (Number(numAffectedRows) < pairs.length) await note();
}
