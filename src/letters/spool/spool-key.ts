import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Db } from '#platform/database';
import type { LetterSealer } from '../signing/signer-keys.ts';

/** Binds the sealed identity to what it is for. */
export const spoolContext = 'letter spool';

/**
 * The recipient to which this instance encrypts what waits for its database; made at the first start. One for the
 * life of the instance: with a newer one than that of a restored backup nothing would open.
 */
export async function spoolRecipient(db: Db, sealer: LetterSealer): Promise<string> {
  const identity = await generateX25519Identity();
  await db
    .insertInto('letter_spool_key')
    .values({
      recipient: await identityToRecipient(identity),
      identity: sealer.seal(Buffer.from(identity), spoolContext),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { recipient } = await db
    .selectFrom('letter_spool_key')
    .select('recipient')
    .executeTakeFirstOrThrow();
  return recipient;
}

/** The other half, for as long as records are taken in. @throws SealBroken. */
export async function spoolIdentity(db: Db, sealer: LetterSealer): Promise<string> {
  const { identity } = await db
    .selectFrom('letter_spool_key')
    .select('identity')
    .executeTakeFirstOrThrow();
  return Buffer.from(sealer.open(identity, spoolContext)).toString();
}
