import { z } from 'zod';
import type { Problem } from '#platform/errors';
import { AccountRefusal, accountCodes, refuse, type AccountCode } from './account-refusal.ts';
import { roles } from './actor.ts';
import { longestPassword } from './passwords.ts';

// Everything here may come from a stranger: texts are bounded before anything else looks at them.

const email = z
  .string('email-missing')
  .trim()
  .min(1, 'email-missing')
  .max(254, 'email-malformed')
  // One "@", something on both sides, no space or control sign, no angle bracket that could break
  // a mail header. Whether the mailbox exists only a mail can tell.
  .regex(/^[^\s@<>,;:"\p{Cc}]+@[^\s@<>,;:"\p{Cc}]+$/u, 'email-malformed');

// Control and bidirectional override signs would let a name rewrite the line it stands in.
const name = z
  .string('account-name-missing')
  .trim()
  .min(1, 'account-name-missing')
  .max(200, 'account-name-too-long')
  .regex(/^[^\p{Cc}\u202A-\u202E\u2066-\u2069]+$/u, 'account-name-missing');

const password = z
  .string('password-missing')
  .min(1, 'password-missing')
  // Code units, so twice the code points that are allowed.
  .max(2 * longestPassword, 'password-too-long');

const locale = z.enum(['en', 'fr', 'fa'], 'account-locale-unknown');

const roleSet = z
  .array(z.enum(roles, 'roles-missing'), 'roles-missing')
  .min(1, 'roles-missing')
  .transform((list) => roles.filter((role) => list.includes(role)));

const token = z.string('link-spent').max(128, 'link-spent');

const label = z.string('account-malformed').trim().max(80, 'label-too-long');

const typedCode = z
  .string('code-malformed')
  .trim()
  .min(1, 'code-malformed')
  .max(64, 'code-malformed');

/** How a person will prove who they are from now on. */
const newCredential = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('password'), password }),
    z.object({ kind: z.literal('passkey'), response: z.unknown() }),
  ],
  'account-malformed',
);

const firstAccount = z.object({ token, name, email, locale, credential: newCredential });
const acceptance = z.object({ token, name: name.optional(), credential: newCredential });
const reset = z.object({ token, credential: newCredential });
const passwordSignIn = z.object({ email, password });
const newAccount = z.object({
  name,
  email,
  roles: roleSet,
  inTeam: z.boolean('account-malformed'),
  locale,
  state: z.enum(['active', 'suspended'], 'account-malformed').default('active'),
});
const invitation = z.object({
  name,
  email,
  roles: roleSet,
  inTeam: z.boolean('account-malformed'),
  partnerUid: z.uuid('partner-unknown').optional(),
  locale,
});
const accountChange = z.object({
  roles: roleSet.optional(),
  inTeam: z.boolean('account-malformed').optional(),
  state: z.enum(['active', 'suspended'], 'account-malformed').optional(),
});
const profileChange = z.object({ name: name.optional(), locale: locale.optional() });
const passwordChange = z.object({ current: password.optional(), password });
const confirmation = z.object({ password });
const partner = z.object({ name });
const auditFilter = z.object({
  accountUid: z.guid('account-unknown').optional(),
  action: z.string('account-malformed').max(80, 'account-malformed').optional(),
  /** Entries older than this one: the next page. */
  before: z
    .string('account-malformed')
    .regex(/^\d{1,18}$/, 'account-malformed')
    .optional(),
  limit: z
    .int('account-malformed')
    .min(1, 'account-malformed')
    .max(500, 'account-malformed')
    .default(100),
});

export type NewCredential = z.output<typeof newCredential>;
export type FirstAccount = z.output<typeof firstAccount>;
export type Acceptance = z.output<typeof acceptance>;
export type NewAccount = z.input<typeof newAccount>;
export type AuditFilter = z.input<typeof auditFilter>;
export type PasswordSignIn = z.output<typeof passwordSignIn>;
export type InvitationInput = z.output<typeof invitation>;
export type AccountChange = z.output<typeof accountChange>;
export type ProfileChange = z.output<typeof profileChange>;
export type PasswordChange = z.output<typeof passwordChange>;

export const parseFirstAccount = parser(firstAccount);
export const parseAcceptance = parser(acceptance);
export const parseReset = parser(reset);
export const parseNewAccount = parser(newAccount);
export const parseConfirmation = parser(confirmation);
export const parsePartner = parser(partner);
export const parseAuditFilter = parser(auditFilter);
export const parsePasswordSignIn = parser(passwordSignIn);
export const parseInvitation = parser(invitation);
export const parseAccountChange = parser(accountChange);
export const parseProfileChange = parser(profileChange);
export const parsePasswordChange = parser(passwordChange);
export const parseEmail = parser(email, 'email');
export const parseName = parser(name, 'name');
export const parseLabel = parser(label, 'label');
export const parseCode = parser(typedCode, 'code');

/**
 * The same mailbox however it is typed. Domains are case-insensitive by standard, mailboxes by
 * practice.
 */
export function foldEmail(address: string): string {
  return address.trim().normalize('NFKC').toLowerCase();
}

/** @returns the id when it has the shape of a uid; database errors are not for strangers to cause. */
export function parseUid(value: unknown, otherwise: AccountCode): string {
  const parsed = z.guid().safeParse(value);
  return parsed.success ? parsed.data : refuse(otherwise);
}

// The schemas say a refusal's code where zod would say a sentence.
function parser<Schema extends z.ZodType>(
  schema: Schema,
  single?: string,
): (value: unknown) => z.output<Schema> {
  return (value) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const problems = parsed.error.issues.map((issue) => {
      const field = single ?? issue.path.findLast((part) => typeof part === 'string');
      return problemOf(issue.message, field);
    });
    // One sentence per field is enough: the first that failed.
    const first = problems.filter(
      (problem, index) => problems.findIndex((other) => other.field === problem.field) === index,
    );
    throw new AccountRefusal(first);
  };
}

function problemOf(message: string, field: string | undefined): Problem<AccountCode> {
  const code = isAccountCode(message) ? message : 'account-malformed';
  return {
    code,
    ...(field === undefined ? {} : { field }),
    ...(code === 'password-too-long' ? { params: { longest: longestPassword } } : {}),
  };
}

function isAccountCode(text: string): text is AccountCode {
  const codes: readonly string[] = accountCodes;
  return codes.includes(text);
}
