import { Refusal } from '#platform/errors';

/** Every reason this room gives for not doing something; each has its sentence `refusal.<code>`. */
export const accountCodes = [
  'account-not-allowed',
  'sign-in-wrong',
  'sign-in-wait',
  'sign-in-cookies',
  'sign-in-expired',
  'account-suspended',
  'account-unknown',
  'account-last-administrator',
  'account-yourself',
  'first-run-over',
  'link-spent',
  'email-missing',
  'email-malformed',
  'email-taken',
  'account-name-missing',
  'account-name-too-long',
  'roles-missing',
  'account-locale-unknown',
  'account-place-missing',
  'label-too-long',
  'password-missing',
  'password-too-short',
  'password-too-long',
  'password-common',
  'password-about-you',
  'password-wrong',
  'code-malformed',
  'code-wrong',
  'totp-code-wrong',
  'passkey-expired',
  'passkey-failed',
  'passkey-unverified',
  'passkey-known',
  'passkey-unknown',
  'totp-not-begun',
  'factor-last',
  'factor-needed',
  'factor-confirm-first',
  'session-unknown',
  'partner-unknown',
  'partner-taken',
  'account-malformed',
] as const;

export type AccountCode = (typeof accountCodes)[number];

/** Expected refusals of signing in and of managing accounts. */
export class AccountRefusal extends Refusal<AccountCode> {
  override readonly name = 'AccountRefusal';
}

/** @throws AccountRefusal always; an expression where a value would stand. */
export function refuse(
  code: AccountCode,
  field?: string,
  params?: Readonly<Record<string, string | number>>,
): never {
  throw new AccountRefusal({
    code,
    ...(field === undefined ? {} : { field }),
    ...(params === undefined ? {} : { params }),
  });
}
