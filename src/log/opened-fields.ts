import { commit, encodeBase64, type CommitmentField, type JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { saltFields } from './commit-entry.ts';

/** What is kept of something that was logged, while it may be opened. */
export interface KeptOpening {
  readonly commitment: Uint8Array;
  readonly fields: Readonly<Record<string, JsonValue>>;
  readonly seed: Uint8Array;
}

/**
 * The fields of an entry or item with their salts, in the order of their leaves.
 *
 * @returns undefined for a row that was altered: it must not be told as if the log had said it.
 */
export function openedFields(kept: KeptOpening): CommitmentField[] | undefined {
  const fields = saltFields(kept.fields, kept.seed).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const { commitment } = commit(node, fields);
  return encodeBase64(commitment) === encodeBase64(kept.commitment) ? fields : undefined;
}
