import { sql } from 'kysely';
import type { Verification } from '@countersign/letter';
import type { Tx } from '#platform/database';
import { dropForeignRolls } from '../roll/make-rolls.ts';
import { enterSignatures, showAllOnList } from './log-signature.ts';
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
    const missing = await readSignatures(tx, sealer, unlogged, atOnce);
    const confirmed = missing.filter(isVerified);
    if (confirmed.length === 0) return enrolled;
    await enrolAll(tx, confirmed);
    enrolled += confirmed.length;
  }
}

// By itself or in the batch: of a name that is shown it depends on whether its letter was public by then.
const unlogged = sql`g.state = 'confirmed'
  and not exists (select from log_entry e where e.entry = g.entry)
  and not exists (select from private_item i where i.about = g.uid and i.fields is not null
    and (i.batch is null or exists (select from private_batch b where b.entry = i.batch)))`;

/**
 * Brings back to log and list those of these signatures, counted again, that are missing there. Of a mailbox that signed
 * several versions the list shows the newest.
 */
export async function restoreSignatures(
  tx: Tx,
  sealer: LetterSealer,
  ids: readonly string[],
): Promise<void> {
  for (let at = 0; at < ids.length; at += atOnce) {
    const these = sql`g.id = any(${sql.val(ids.slice(at, at + atOnce))}::bigint[])`;
    const missing = await readSignatures(tx, sealer, sql`${these} and ${unlogged}`, atOnce);
    await enrolAll(tx, missing.filter(isVerified));
    const unlisted = sql`${these} and g.state = 'confirmed' and g.appearance in ('named','described')
      and not exists (select from signature_shown h where h.signature_id = g.id)
      and not exists (select from letter_signature n where n.letter_id = g.letter_id
        and n.mailbox = g.mailbox and n.state = 'confirmed' and n.version_id > g.version_id)`;
    await showAllOnList(tx, await readSignatures(tx, sealer, unlisted, atOnce));
  }
}

type Verified = HeldSignature & { readonly verification: Verification };

function isVerified(signature: HeldSignature): signature is Verified {
  return signature.verification !== null;
}

async function enrolAll(tx: Tx, signatures: readonly Verified[]): Promise<void> {
  if (signatures.length === 0) return;
  const entries = await enterSignatures(
    tx,
    signatures.map((signature) => ({ signature, verification: signature.verification })),
  );
  // What had one in a log before, and is in the batch of this one, has none any more.
  const rows = signatures.map(({ id }) => ({ id, entry: entries.get(id) ?? null }));
  await sql`
    update letter_signature g set entry = r.entry
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id bigint, entry uuid)
    where g.id = r.id`.execute(tx);
}
