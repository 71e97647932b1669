import { z } from 'zod';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { AccountRefusal } from './account-refusal.ts';

// Answers of authenticators come from a stranger's browser and go into CBOR and DER decoders:
// bounded and of the right alphabet before those see them.
const base64url = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[A-Za-z0-9_-]*$/);

const transport = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']);

const frame = {
  id: base64url(1400).min(1),
  rawId: base64url(1400).min(1),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['cross-platform', 'platform']).optional().catch(undefined),
};

const registration = z.object({
  ...frame,
  response: z.object({
    clientDataJSON: base64url(4096),
    attestationObject: base64url(65_536),
    // Browsers may invent transports; those not known are left out.
    transports: z
      .array(z.string())
      .max(20)
      .optional()
      .transform((list) => list?.filter((value) => transport.safeParse(value).success)),
  }),
});

const authentication = z.object({
  ...frame,
  response: z.object({
    clientDataJSON: base64url(4096),
    authenticatorData: base64url(8192),
    signature: base64url(8192),
    userHandle: base64url(128).nullish(),
  }),
});

/** @throws AccountRefusal `passkey-failed`. */
export function parseRegistration(value: unknown): RegistrationResponseJSON {
  const { response, authenticatorAttachment, ...rest } = parse(registration, value);
  return {
    ...rest,
    ...(authenticatorAttachment === undefined ? {} : { authenticatorAttachment }),
    clientExtensionResults: {},
    response: {
      clientDataJSON: response.clientDataJSON,
      attestationObject: response.attestationObject,
      transports: response.transports ?? [],
    },
  };
}

/** @throws AccountRefusal `passkey-failed`. */
export function parseAuthentication(value: unknown): AuthenticationResponseJSON {
  const { response, authenticatorAttachment, ...rest } = parse(authentication, value);
  const { userHandle, ...signed } = response;
  return {
    ...rest,
    ...(authenticatorAttachment === undefined ? {} : { authenticatorAttachment }),
    clientExtensionResults: {},
    response: typeof userHandle === 'string' ? { ...signed, userHandle } : signed,
  };
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  // Forms without a JSON body send the answer as text.
  const parsed = schema.safeParse(typeof value === 'string' ? parseJson(value) : value);
  if (parsed.success) return parsed.data;
  throw new AccountRefusal({ code: 'passkey-failed' }, { cause: parsed.error });
}

function parseJson(text: string): unknown {
  if (text.length > 100_000) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
