import type { JsonValue } from './canonical-json.ts';
import { openCommitment, type Opening, openingToJson, parseOpening } from './commitment.ts';
import { ProofError } from './errors.ts';
import { parseLogEntry } from './log-entry.ts';
import type { HashProvider } from './provider.ts';
import type { CheckpointFindings, Receipt, ReceiptVerdict } from './receipt.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** An entry of the log, what it says, and the proof that it is there. */
export interface OpenedReceipt extends Receipt {
  readonly opening: Opening;
}

/** What an entry says, once it is proven to be in the log. */
export interface SaidEntry {
  readonly id: string;
  readonly kind: string;
  readonly fields: ReadonlyMap<string, JsonValue>;
  readonly index: bigint;
  readonly checkpoint: CheckpointFindings;
}

/** @throws ProofError as the verdict, the entry or its opening is refused. */
export function openReceipt(
  provider: HashProvider,
  verify: (receipt: Receipt) => ReceiptVerdict,
  receipt: OpenedReceipt,
): SaidEntry {
  const verdict = verify(receipt);
  if (!verdict.accepted) throw new ProofError(verdict.code, verdict.message);
  const { id, kind, commitment } = parseLogEntry(receipt.entry);
  const fields = openCommitment(provider, commitment, receipt.opening);
  return { id, kind, fields, index: verdict.index, checkpoint: verdict.checkpoint };
}

/** Reads a receipt from JSON; nothing about it is verified. @throws ProofError `proof-malformed`. */
export function parseOpenedReceipt(json: unknown): OpenedReceipt {
  if (typeof json !== 'object' || json === null) throw malformed('expected an object');
  const { entry, opening, proof } = json as Readonly<Record<string, unknown>>;
  if (typeof entry !== 'string' || typeof proof !== 'string') throw malformed('no receipt');
  return {
    entry: encodeUtf8(entry),
    opening: parseOpening(opening),
    proof: encodeUtf8(proof),
  };
}

/** A receipt as JSON (spec/edition-proof.md). */
export function openedReceiptToJson({
  entry,
  opening,
  proof,
}: OpenedReceipt): Record<string, JsonValue> {
  return {
    entry: decodeUtf8(entry) ?? '',
    opening: openingToJson(opening),
    proof: decodeUtf8(proof) ?? '',
  };
}

function malformed(why: string): ProofError {
  return new ProofError('proof-malformed', why);
}
