import { index, route, type RouteConfigEntry } from '@react-router/dev/routes';

/** Signing in and out, what the links of mails open, and one's own account. */
export const accountRoutes: RouteConfigEntry[] = [
  index('account/overview.tsx'),
  route('first', 'account/first.tsx'),
  route('sign-in', 'account/sign-in.tsx'),
  route('second-step', 'account/second-step.tsx'),
  route('sign-out', 'account/sign-out.ts'),
  route('join', 'account/join.tsx'),
  route('reset', 'account/reset.tsx'),
  route('new-password', 'account/new-password.tsx'),
  route('e-mail', 'account/e-mail.tsx'),
  route('passkey-options', 'account/passkey-options.ts'),
  route('confirm', 'account/confirm.tsx'),
  route('protect', 'account/protect.tsx'),
  route('details', 'account/details.tsx'),
  route('new-e-mail', 'account/new-e-mail.tsx'),
  route('add-passkey', 'account/add-passkey.tsx'),
  route('passkeys/:uid', 'account/passkey.tsx'),
  route('password', 'account/password.tsx'),
  route('authenticator', 'account/authenticator.tsx'),
  route('recovery-codes', 'account/recovery-codes.tsx'),
  route('remove/:factor', 'account/remove.tsx'),
  route('sessions', 'account/sessions.tsx'),
];
