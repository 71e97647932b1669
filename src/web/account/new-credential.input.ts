import * as z from 'zod';

/** What the fields of `NewCredential` send. */
export const newCredentialFields = {
  passkey: z.string().default(''),
  password: z.string().default(''),
};

/** As `#accounts` takes it: a passkey's answer wins over a password that stands there too. */
export function newCredential(typed: { readonly passkey: string; readonly password: string }) {
  return typed.passkey === ''
    ? { kind: 'password', password: typed.password }
    : { kind: 'passkey', response: typed.passkey };
}

/** Never sent back to the browser. */
export const secretFields = ['password', 'passkey', 'current', 'code'];
