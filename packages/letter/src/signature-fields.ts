import type { CommitmentField, JsonValue } from '@countersign/proof';
import { classJson, type SignatureClass } from './signature-class.ts';

/** What a signature's entry commits to, each under its own salt (spec/signature.md). */
export interface SignatureFields {
  readonly class: SignatureClass;
  /** What the list shows; null of those who are counted only. */
  readonly shown: { readonly [member: string]: JsonValue } | null;
  /** HMAC-SHA-256 of the canonical mailbox under the letter's secret, as base64. */
  readonly signer: string;
  /** Languages (BCP 47) of the texts that the signer was shown, in the order of the alphabet. */
  readonly languages: readonly string[];
}

/** The names of the fields, in the order of their leaves. */
export const signatureFieldNames = ['class', 'languages', 'shown', 'signer'] as const;

/** The fields as `commit` of the proof takes them. */
export function signatureCommitment(
  fields: SignatureFields,
  saltOf: (name: (typeof signatureFieldNames)[number]) => Uint8Array,
): CommitmentField[] {
  return signatureFieldNames.map((name) => ({
    name,
    value: name === 'class' ? classJson(fields.class) : fields[name],
    salt: saltOf(name),
  }));
}
