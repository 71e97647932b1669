import { sql } from 'kysely';
import { destroyEntries, destroyPrivately } from '#log';
import { writeJournal } from '#record';
import type { Tx } from '#platform/database';
import { withdrawMails } from '#platform/mail';
import { forgetInvited } from '../inviting/settle-invitation.ts';
import { unlogSignature, type KeptSignature } from './log-signature.ts';
import type { HeldSignature } from './signer-link.ts';

/**
 * Forgets a signature: row, consents, place on the list, mails that have not left, and what opens it in
 * the log. Its entry stays there, and says nothing any more. The journal keeps its random id, so that a
 * backup from before brings nobody back.
 */
export async function forgetSignature(tx: Tx, signature: KeptSignature): Promise<void> {
  await destroySignature(tx, signature);
  await writeJournal(tx, signature.uid, [{ kind: 'signature', thing: signature.uid }]);
}

/**
 * Forgets many at once, as `forgetSignature` does; their lines leave the roll only if whoever calls sees to
 * it, or were never in it.
 */
export async function forgetMany(tx: Tx, signatures: readonly KeptSignature[]): Promise<void> {
  const [first] = signatures;
  if (first === undefined) return;
  const uids = signatures.map(({ uid }) => uid);
  await destroyEntries(
    tx,
    signatures.flatMap(({ entry }) => entry ?? []),
  );
  await destroyPrivately(tx, uids);
  await withdrawMails(tx, uids);
  await writeJournal(
    tx,
    first.uid,
    uids.map((thing) => ({ kind: 'signature', thing })),
  );
  const ids = sql.val(signatures.map(({ id }) => id));
  await sql`delete from letter_signature where id = any(${ids}::bigint[])`.execute(tx);
}

/** Forgets everything that one mailbox signed of a letter, or was going to. */
export async function forgetMailbox(
  tx: Tx,
  { letterId, mailbox }: Pick<HeldSignature, 'letterId' | 'mailbox'>,
): Promise<void> {
  const { rows } = await sql<KeptSignature>`
    select id, uid, entry from letter_signature
    where letter_id = ${letterId} and mailbox = ${mailbox}
    order by id for no key update`.execute(tx);
  await forgetInvited(
    tx,
    { letterId, mailbox },
    rows.map(({ id }) => id),
  );
  for (const signature of rows) await forgetSignature(tx, signature);
}

/** Forgets again whoever the journal names and this database still holds, as after a restore. Idempotent. */
export async function replayForgotten(tx: Tx): Promise<void> {
  const { rows } = await sql<KeptSignature>`
    select g.id, g.uid, g.entry from letter_signature g
    join erasure_journal j on j.kind = 'signature' and j.thing = g.uid`.execute(tx);
  for (const signature of rows) await destroySignature(tx, signature);
}

async function destroySignature(tx: Tx, signature: KeptSignature): Promise<void> {
  await unlogSignature(tx, signature);
  await withdrawMails(tx, [signature.uid]);
  await tx.deleteFrom('letter_signature').where('id', '=', signature.id).execute();
}
