import { route, type RouteConfigEntry } from '@react-router/dev/routes';

/** Signing in and out, what the links of mails open, and one's own account. */
export const accountRoutes: RouteConfigEntry[] = [
  route('first', 'account/first.tsx'),
  route('sign-in', 'account/sign-in.tsx'),
  route('second-step', 'account/second-step.tsx'),
  route('sign-out', 'account/sign-out.ts'),
  route('passkey-options', 'account/passkey-options.ts'),
];
