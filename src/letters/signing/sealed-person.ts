import type { SignerPerson } from './sign-form.ts';
import type { SignerKeys } from './signer-keys.ts';

/** What is sealed of somebody who signed. */
export interface OpenedPerson {
  readonly person: SignerPerson;
  /** Of the texts they were shown; absent of who signed when that was not sealed. */
  readonly languages?: readonly string[];
}

/** @param uid of the signature. */
export function sealPerson(
  keys: SignerKeys,
  uid: string,
  person: SignerPerson,
  languages: readonly string[],
): string {
  return keys.person.seal(JSON.stringify({ ...person, languages }), uid);
}

/** @param sealed as `sealPerson` made it. */
export function openPerson(keys: SignerKeys, uid: string, sealed: string): OpenedPerson {
  const { languages, ...person } = JSON.parse(keys.person.openText(sealed, uid)) as SignerPerson & {
    readonly languages?: readonly string[];
  };
  return { person, ...(languages !== undefined && { languages }) };
}
