export { AccountRefusal, accountCodes, type AccountCode } from './account-refusal.ts';
export {
  loadActor,
  publicScope,
  roles,
  scopesOf,
  teamScope,
  type Actor,
  type Role,
} from './actor.ts';
export { writeAudit, type AuditAction, type AuditEntry } from './audit.ts';
export { browserCookie, sessionCookie, type CookieFacts } from './cookies.ts';
export { createFirstAccount, firstRunToken } from './first-run.ts';
export { may, type Action, type Facts } from './permissions.ts';
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
export type { SignInSettings, Visitor } from './sign-in-settings.ts';
export { makeToken } from './tokens.ts';
