import { Refusal } from '#platform/errors';

/** Every reason this room gives for not doing something; each has its sentence `refusal.<code>`. */
export const accountCodes = [
  'account.notAllowed',
  'signIn.wrong',
  'signIn.wait',
  'signIn.cookies',
  'signIn.expired',
  'account.suspended',
  'account.unknown',
  'account.lastAdministrator',
  'account.yourself',
  'firstRun.over',
  'link.spent',
  'email.missing',
  'email.malformed',
  'email.taken',
  'account.nameMissing',
  'account.nameTooLong',
  'roles.missing',
  'account.localeUnknown',
  'account.placeMissing',
  'label.tooLong',
  'password.missing',
  'password.tooShort',
  'password.tooLong',
  'password.common',
  'password.aboutYou',
  'password.wrong',
  'code.malformed',
  'code.wrong',
  'passkey.expired',
  'passkey.failed',
  'passkey.unverified',
  'passkey.known',
  'passkey.unknown',
  'totp.notBegun',
  'factor.last',
  'factor.needed',
  'factor.confirmFirst',
  'session.unknown',
  'partner.unknown',
  'partner.taken',
  'account.malformed',
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
