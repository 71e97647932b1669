export { dropExpiredHandler } from './accounts.jobs.ts';
export { AccountRefusal, accountCodes, type AccountCode } from './account-refusal.ts';
export type {
  Acceptance,
  AccountChange,
  AuditFilter,
  FirstAccount,
  InvitationInput,
  NewAccount,
  NewCredential,
  PasswordChange,
  PasswordSignIn,
  ProfileChange,
} from './accounts.input.ts';
export { onlyAdministrator, personAt } from './acting-person.ts';
export {
  loadActor,
  publicScope,
  roles,
  scopesOf,
  teamScope,
  type Actor,
  type Role,
} from './actor.ts';
export { auditActions, writeAudit, type AuditAction, type AuditEntry } from './audit.ts';
export { listAudit, type ListedAuditEntry } from './audit.queries.ts';
export { confirmPasskeyOptions, confirmWithPasskey, confirmWithPassword } from './confirm.ts';
export { browserCookie, sessionCookie, type CookieFacts } from './cookies.ts';
export {
  addPasskey,
  changePassword,
  labelPasskey,
  listFactors,
  newPasskeyOptions,
  removeFactor,
  type ListedPasskey,
  type OwnFactors,
  type Removable,
} from './factors.ts';
export { createFirstAccount, firstRunToken } from './first-run.ts';
export {
  acceptInvitation,
  invite,
  listInvitations,
  withdrawInvitation,
  type ListedInvitation,
  type MadeInvitation,
} from './invitations.ts';
export { linkPasskeyOptions, readLink, type LinkKind, type OpenedLink } from './links.ts';
export { changeAccount, createAccount, listAccounts, type ListedAccount } from './managing.ts';
export {
  addPartnerMember,
  createPartner,
  listPartners,
  removePartnerMember,
  type Partner,
} from './partners.ts';
export { peopleByScope, peopleWho, type PersonChoice } from './people-who.ts';
export { passkeysPossible } from './passkey-registration.ts';
export { passkeyOptions, signInWithPasskey } from './passkey-sign-in.ts';
export { longestPassword, shortestPassword } from './passwords.ts';
export { may, type Action, type Facts } from './permissions.ts';
export {
  askEmailChange,
  changeProfile,
  confirmEmail,
  readProfile,
  type EmailChange,
  type Profile,
} from './profile.ts';
export { renewRecoveryCodes } from './recovery-codes.ts';
export {
  makeResetLink,
  resetAccount,
  useResetLink,
  type ResetDone,
  type ResetExtent,
  type ResetLink,
} from './reset.ts';
export { needsSecondFactor, type Strengthened } from './second-factor.ts';
export { scopeChoices, type ScopeChoice } from './scope-choices.ts';
export { finishWithCode, finishWithPasskey, secondStepPasskeyOptions } from './second-step.ts';
export {
  labelSession,
  listSessions,
  revokeOtherSessions,
  revokeSession,
  sessionActor,
  signOut,
  type ListedSession,
  type Session,
  type SignedIn,
} from './sessions.ts';
export { signInWithPassword, type SecondFactorAsked } from './sign-in.ts';
export type { SignInDone } from './sign-in-done.ts';
export type { SecretSealer, SignInSettings, Visitor } from './sign-in-settings.ts';
export { makeToken } from './tokens.ts';
export { beginTotp, confirmTotp, pendingTotp, type TotpSetUp } from './totp.ts';
export { resealAccountSecrets, sealedAccountSecrets, type Resealer } from './reseal.ts';
