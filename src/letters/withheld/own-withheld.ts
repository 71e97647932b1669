import { sql } from 'kysely';
import type { WithheldRule } from '@countersign/letter';
import type { Db, Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { dayOf } from './groups.ts';
import { findPanel } from './panel.ts';
import type { PublicPanel } from './read-withheld.ts';
import { holdSignature } from '../signing/signer-link.ts';
import type { LetterSealer } from '../signing/signer-keys.ts';

/** What a signer's own page says of their withheld name; the name itself nobody here can read. */
export interface OwnWithheld {
  readonly rule: WithheldRule;
  readonly encryptedIn: 'browser' | 'server';
  /** As it is kept, for who takes along all that is kept of them. */
  readonly sealed: unknown;
  /** They do not want it opened. */
  readonly kept: boolean;
  /** Their rule is met, and it is being opened; since when at the earliest. */
  readonly opening: { readonly at: Date | null } | null;
}

export async function readOwnWithheld(db: Db, id: string): Promise<OwnWithheld | null> {
  const { rows } = await sql<
    Omit<OwnWithheld, 'opening'> & { readonly inRound: boolean; readonly at: Date | null }
  >`
    select w.rule, w.encrypted_in as "encryptedIn", w.sealed::jsonb as sealed, w.kept, w.round_id is not null as "inRound",
      r.due_at as at
    from letter_withheld w left join letter_round r on r.id = w.round_id
    where w.signature_id = ${id}`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { inRound, at, ...own } = row;
  return { ...own, opening: inRound ? { at } : null };
}

/** Who can open names of a letter, for a signer's own page; also of a letter that is not public yet. */
export async function readOwnPanel(
  db: Db,
  letterId: string,
  now: Date,
): Promise<PublicPanel | null> {
  const panel = await findPanel(db, letterId);
  return panel === undefined ? null : { ...panel, isOver: panel.until < dayOf(now) };
}

/**
 * Keeps a name closed, whatever its rule says, until two people have decided to show it; it then counts
 * for nobody else's rule. By the signer's own link.
 *
 * @throws LetterRefusal `signature-link`, `withheld-round` for a name that is not withheld (any more).
 */
export async function keepWithheld(tx: Tx, sealer: LetterSealer, link: string): Promise<void> {
  const { id } = await holdSignature(tx, sealer, link);
  const { numAffectedRows = 0n } = await sql`
    update letter_withheld set kept = true, round_id = null, noticed_at = null, opened = null
    where signature_id = ${id}`.execute(tx);
  if (numAffectedRows === 0n) throw new LetterRefusal({ code: 'withheld-round' });
}
