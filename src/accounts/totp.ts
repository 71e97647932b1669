import { Secret, TOTP } from 'otpauth';
import type { Db, Tx } from '#platform/database';
import { refuse } from './account-refusal.ts';
import { parseCode } from './accounts.input.ts';
import { writeAudit } from './audit.ts';
import { strengthenSession, type Strengthened } from './second-factor.ts';
import { requireConfirmed, type SignedIn } from './sessions.ts';
import type { SecretSealer, SignInSettings } from './sign-in-settings.ts';

// RFC 6238 with what every authenticator app understands: SHA-1, six digits, 30 seconds.
const digits = 6;
const periodSeconds = 30;
// One step before and after: clocks differ, and people type while the code changes.
const stepTolerance = 1;

export interface TotpSetUp {
  /** `otpauth://…` for a QR code. */
  readonly uri: string;
  /** The same secret in base32, for typing. */
  readonly secret: string;
}

/**
 * Makes a secret for the person's authenticator app. Until a code from it arrives
 * ({@link confirmTotp}) nothing changes for signing in.
 *
 * @throws AccountRefusal `factor-confirm-first`.
 */
export async function beginTotp(
  db: Db,
  settings: SignInSettings,
  signedIn: SignedIn,
): Promise<TotpSetUp> {
  requireConfirmed(signedIn);
  const { accountId } = signedIn.actor;
  const secret = new Secret({ size: 20 });
  const pending_secret = settings.sealer.seal(secret.base32, sealContext(accountId));
  await db
    .insertInto('totp')
    .values({ account_id: accountId, pending_secret })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ pending_secret }))
    .execute();
  return setUpOf(db, settings, accountId, secret);
}

/**
 * The secret that waits for its first code, to be shown again after a wrong one.
 *
 * @returns undefined when none waits.
 * @throws AccountRefusal `factor-confirm-first`.
 */
export async function pendingTotp(
  db: Db,
  settings: SignInSettings,
  signedIn: SignedIn,
): Promise<TotpSetUp | undefined> {
  requireConfirmed(signedIn);
  const { accountId } = signedIn.actor;
  const row = await db
    .selectFrom('totp')
    .where('account_id', '=', accountId)
    .select('pending_secret')
    .executeTakeFirst();
  if (row === undefined || row.pending_secret === null) return undefined;
  const base32 = settings.sealer.openText(row.pending_secret, sealContext(accountId));
  return setUpOf(db, settings, accountId, Secret.fromBase32(base32));
}

async function setUpOf(
  db: Db,
  settings: SignInSettings,
  accountId: string,
  secret: Secret,
): Promise<TotpSetUp> {
  const { email } = await db
    .selectFrom('account')
    .where('id', '=', accountId)
    .select('email')
    .executeTakeFirstOrThrow();
  const totp = new TOTP({
    issuer: settings.instanceName,
    label: email,
    algorithm: 'SHA1',
    digits,
    period: periodSeconds,
    secret,
  });
  return { uri: totp.toString(), secret: secret.base32 };
}

/**
 * Puts the new authenticator app in force once it has shown a right code. The session counts as
 * two factors from now on.
 *
 * @throws AccountRefusal `totp-code-wrong`, `totp-not-begun`, `factor-confirm-first`.
 */
export async function confirmTotp(
  db: Db,
  settings: SignInSettings,
  signedIn: SignedIn,
  typed: unknown,
): Promise<Strengthened> {
  requireConfirmed(signedIn);
  const code = parseCode(typed);
  const { accountId } = signedIn.actor;
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('totp')
      .where('account_id', '=', accountId)
      .select('pending_secret')
      .forUpdate()
      .executeTakeFirst();
    const pending = row?.pending_secret ?? refuse('totp-not-begun');
    const step = stepOf(settings.sealer, accountId, pending, code, settings.nowMs());
    if (step === undefined) refuse('totp-code-wrong', 'code');
    await tx
      .updateTable('totp')
      .set({ secret: pending, pending_secret: null, last_step: step })
      .where('account_id', '=', accountId)
      .execute();
    await writeAudit(tx, { accountId, action: 'factor.added', detail: { kind: 'totp' } });
    return strengthenSession(tx, signedIn);
  });
}

/**
 * Accepts a code once: the step it belongs to and all earlier ones are spent with it (RFC 6238
 * §5.2), also when the same code arrives twice at the same moment.
 */
export async function spendTotpCode(
  tx: Tx,
  settings: SignInSettings,
  accountId: string,
  code: string,
): Promise<boolean> {
  const row = await tx
    .selectFrom('totp')
    .where('account_id', '=', accountId)
    .select('secret')
    .executeTakeFirst();
  if (row?.secret === undefined || row.secret === null) return false;
  const step = stepOf(settings.sealer, accountId, row.secret, code, settings.nowMs());
  if (step === undefined) return false;
  const spent = await tx
    .updateTable('totp')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .where('last_step', '<', String(step))
    .returning('account_id')
    .executeTakeFirst();
  return spent !== undefined;
}

function stepOf(
  sealer: SecretSealer,
  accountId: string,
  sealed: string,
  code: string,
  nowMs: number,
): number | undefined {
  const token = westernDigits(code).replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = TOTP.validate({
    token,
    secret: Secret.fromBase32(sealer.openText(sealed, sealContext(accountId))),
    algorithm: 'SHA1',
    digits,
    period: periodSeconds,
    timestamp: nowMs,
    window: stepTolerance,
  });
  return delta === null ? undefined : Math.floor(nowMs / 1000 / periodSeconds) + delta;
}

// A Persian keyboard types Persian digits, and a phone set to Persian may show them.
function westernDigits(text: string): string {
  return text.replaceAll(/[۰-۹٠-٩]/g, (digit) => {
    const base = digit >= '۰' ? '۰' : '٠';
    return String(digit.charCodeAt(0) - base.charCodeAt(0));
  });
}

/** For what a second factor is sealed. */
export function sealContext(accountId: string): string {
  return `totp:${accountId}`;
}
