import { createHash, randomBytes } from 'node:crypto';
import type { Db, Tx } from '#platform/database';
import { refuse } from './account-refusal.ts';
import { writeAudit } from './audit.ts';
import { requireConfirmed, type SignedIn } from './sessions.ts';

const codeCount = 10;
// Crockford's base32: no letters that a hand or an eye confuses.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Makes ten new recovery codes; earlier ones are void.
 *
 * @returns the codes, which are shown this once: `xxxx-xxxx-xxxx-xxxx`, 80 random bits each, so
 * that a fast hash keeps them safe.
 */
export async function makeRecoveryCodes(tx: Tx, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: codeCount }, makeCode);
  await tx.deleteFrom('recovery_code').where('account_id', '=', accountId).execute();
  await tx
    .insertInto('recovery_code')
    .values(codes.map((code) => ({ account_id: accountId, hash: hashCode(code) })))
    .execute();
  await writeAudit(tx, {
    accountId,
    action: 'factor.added',
    detail: { kind: 'recovery-codes', count: codeCount },
  });
  return codes;
}

/**
 * New codes on the person's wish.
 *
 * @throws AccountRefusal `factor-needed` when there is no second factor they could stand in for,
 * `factor-confirm-first`.
 */
export async function renewRecoveryCodes(db: Db, signedIn: SignedIn): Promise<string[]> {
  requireConfirmed(signedIn);
  if (signedIn.session.factors === 1) refuse('factor-needed');
  return db.transaction().execute(async (tx) => makeRecoveryCodes(tx, signedIn.actor.accountId));
}

/** Uses a code up. @returns false when the account has no such code (any more). */
export async function spendRecoveryCode(tx: Tx, accountId: string, code: string): Promise<boolean> {
  const spent = await tx
    .deleteFrom('recovery_code')
    .where('account_id', '=', accountId)
    .where('hash', '=', hashCode(code))
    .returning('account_id')
    .executeTakeFirst();
  return spent !== undefined;
}

function makeCode(): string {
  const letters = Array.from(randomBytes(16), (byte) => alphabet.charAt(byte % 32)).join('');
  return letters.replaceAll(/(.{4})(?=.)/g, '$1-');
}

// As people copy codes: any case, with or without dashes, O for 0, I and L for 1.
function hashCode(code: string): Buffer {
  const plain = code
    .toLowerCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1');
  return createHash('sha256').update(plain).digest();
}
