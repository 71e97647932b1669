import { sql } from 'kysely';
import type { Verification } from '@countersign/letter';
import { enqueueEntries, notePrivately } from '#log';
import type { Tx } from '#platform/database';
import { dropForeignRolls } from '../roll/make-rolls.ts';
import { signatureFields } from './log-signature.ts';
import { readSignatures, type HeldSignature } from './signer-link.ts';
import type { LetterSealer } from './signer-keys.ts';

const atOnce = 1_000;

/**
 * Has the log keep every confirmed signature that it does not have: a log that was begun anew has none,
 * and of a batch whose leaves were not kept nobody can be shown what is in it. Rolls of another log go.
 * Idempotent.
 *
 * @returns how many.
 */
export async function enrolSignatures(tx: Tx, sealer: LetterSealer): Promise<number> {
  let enrolled = 0;
  await dropForeignRolls(tx);
  for (;;) {
    const missing = await readSignatures(
      tx,
      sealer,
      sql`g.state = 'confirmed' and case when g.appearance = 'named'
        then not exists (select from log_entry e where e.entry = g.entry)
        else not exists (select from private_item i where i.about = g.uid and (i.batch is null
          or exists (select from private_batch b where b.entry = i.batch))) end`,
      atOnce,
    );
    const confirmed = missing.filter(isVerified);
    if (confirmed.length === 0) return enrolled;
    await enrolAll(tx, confirmed);
    enrolled += confirmed.length;
  }
}

type Verified = HeldSignature & { readonly verification: Verification };

function isVerified(signature: HeldSignature): signature is Verified {
  return signature.verification !== null;
}

async function enrolAll(tx: Tx, signatures: readonly Verified[]): Promise<void> {
  const named = signatures.filter(({ appearance }) => appearance === 'named');
  const others = signatures.filter(({ appearance }) => appearance !== 'named');
  await notePrivately(
    tx,
    others.map((one) => ({ about: one.uid, fields: signatureFields(one, one.verification) })),
  );
  const entries = await enqueueEntries(
    tx,
    named.map((one) => ({ kind: 'signature', fields: signatureFields(one, one.verification) })),
  );
  const rows = named.map(({ id }, at) => ({ id, entry: entries[at] }));
  await sql`
    update letter_signature g set entry = r.entry
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id bigint, entry uuid)
    where g.id = r.id`.execute(tx);
}
