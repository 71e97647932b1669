import type { JsonValue } from '@countersign/proof';

/** What an entry of each kind says (spec/entry.md). Hashes and roots are base64, ids UUIDs. */
export interface EntryFields {
  'edition-published': EditionFields;
  'edition-corrected': EditionFields;
  'edition-removed': {
    readonly subject: string;
    /** Of the last edition there was. */
    readonly number: number;
    readonly 'reason-class': string;
  };
  register: { readonly root: string; readonly subjects: number };
  batch: { readonly root: string };
  'key-succession': { readonly successor: string; readonly from: string };
  /** A signature under a letter that is shown by name (spec/signature.md). */
  signature: {
    readonly class: { readonly [member: string]: JsonValue };
    readonly languages: readonly string[];
    readonly shown: { readonly [member: string]: JsonValue } | null;
    readonly signer: string;
  };
  /** A letter's count: SHA-256 of the head of its roll (spec/count.md), and how many people it counts. */
  count: { readonly letter: string; readonly roll: string; readonly signed: number };
  demonstration: { readonly demonstration: true };
  /** An older database was brought up to what was signed; those entries cannot be opened. */
  recovered: { readonly from: string; readonly to: string };
  copied: { readonly origin: string; readonly size: string; readonly root: string };
}

interface EditionFields {
  readonly subject: string;
  readonly 'subject-kind': string;
  readonly edition: string;
  readonly number: number;
  readonly hash: string;
}

export type EntryKind = keyof EntryFields;

/** An entry to be logged: its kind and what it says. */
export type NewEntry = {
  readonly [Kind in EntryKind]: { readonly kind: Kind; readonly fields: EntryFields[Kind] };
}[EntryKind];
