import { parseSignedCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { requireEntrySize } from './entry-bundle.ts';
import { ProofError, type ProofErrorCode } from './errors.ts';
import { hashLeaf } from './merkle-hash.ts';
import type { NoteKey } from './note-key.ts';
import { meetsQuorum, type Policy } from './policy.ts';
import type { Provider } from './provider.ts';
import { parseTlogProof, requireInclusion } from './tlog-proof.ts';

/** A countersigner's word that it saw the tree of a checkpoint. */
export interface Countersigned {
  /** Its name in the policy. */
  readonly name: string;
  readonly key: NoteKey;
  /** POSIX seconds, by its own clock; the earliest, if it cosigned more than once. */
  readonly time: bigint;
}

/** A signature by a key that the policy does not name. */
export interface IgnoredSignature {
  readonly name: string;
  readonly keyId: number;
}

/** What a checkpoint that its log has signed shows under a policy. */
export interface CheckpointFindings {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
  /** Keys of the log that have signed, as the policy names them. */
  readonly logKeys: readonly NoteKey[];
  /** In the order of the policy. */
  readonly countersigned: readonly Countersigned[];
  /** Names of the policy's countersigners that have not cosigned. */
  readonly missing: readonly string[];
  readonly ignored: readonly IgnoredSignature[];
  /** The name of the quorum; `none` means that the log's own signature was enough. */
  readonly quorum: string;
}

/** Why something is not believed. `message` is for developers; people are told by `code`. */
export interface Refusal {
  readonly accepted: false;
  readonly code: ProofErrorCode;
  readonly message: string;
  /** What the checkpoint shows all the same, if its signatures are good. */
  readonly checkpoint: CheckpointFindings | undefined;
}

/** The verdict on a checkpoint. */
export type CheckpointVerdict =
  | { readonly accepted: true; readonly checkpoint: CheckpointFindings }
  | Refusal;

/** The verdict on a receipt: what is proven, and by whom. */
export type ReceiptVerdict =
  | {
      readonly accepted: true;
      readonly index: bigint;
      readonly leafHash: Uint8Array;
      /** As it stood in the proof. Nobody vouches for it. */
      readonly extra: Uint8Array | undefined;
      readonly checkpoint: CheckpointFindings;
    }
  | Refusal;

/** An entry as it was logged, and the tlog-proof that it was. */
export interface Receipt {
  readonly entry: Uint8Array;
  readonly proof: Uint8Array;
}

/**
 * Judges a signed checkpoint under a policy (tlog-policy): signed by one of its logs, cosigned as its
 * quorum demands. Never throws for what is in the bytes.
 */
export function judgeCheckpoint(
  provider: Provider,
  policy: Policy,
  bytes: Uint8Array,
): CheckpointVerdict {
  let checkpoint: CheckpointFindings | undefined;
  try {
    checkpoint = findings(provider, policy, bytes);
    requireQuorum(policy, checkpoint);
    return { accepted: true, checkpoint };
  } catch (error) {
    return refusal(error, checkpoint);
  }
}

/**
 * Judges a receipt under a policy: the entry is in the log at the index that the proof names, under a
 * checkpoint that the policy accepts. Never throws for what is in the receipt. The time at which an
 * entry was there at the latest is that of the cosignatures; nothing here knows what time it is now.
 */
export function verifyReceipt(
  provider: Provider,
  policy: Policy,
  receipt: Receipt,
): ReceiptVerdict {
  return judgeReceipt(provider, receipt, (bytes) => judgeCheckpoint(provider, policy, bytes));
}

/**
 * A verifier of many receipts under one policy. Receipts of one batch share their checkpoint, whose
 * signatures cost more than all the rest: its verdict is kept for as long as the last few others.
 */
export function receiptVerifier(
  provider: Provider,
  policy: Policy,
  maxCheckpoints = 64,
): (receipt: Receipt) => ReceiptVerdict {
  const verdicts = new Map<string, CheckpointVerdict>();
  const judge = (bytes: Uint8Array): CheckpointVerdict => {
    const key = bytesKey(bytes);
    const verdict = verdicts.get(key) ?? judgeCheckpoint(provider, policy, bytes);
    verdicts.delete(key);
    verdicts.set(key, verdict);
    const [oldest] = verdicts.keys();
    if (verdicts.size > maxCheckpoints && oldest !== undefined) verdicts.delete(oldest);
    return verdict;
  };
  return (receipt) => judgeReceipt(provider, receipt, judge);
}

function judgeReceipt(
  provider: Provider,
  { entry, proof }: Receipt,
  judge: (checkpoint: Uint8Array) => CheckpointVerdict,
): ReceiptVerdict {
  let checkpoint: CheckpointFindings | undefined;
  try {
    requireEntrySize(entry);
    const parsed = parseTlogProof(proof);
    const verdict = judge(parsed.checkpoint);
    if (!verdict.accepted) return verdict;
    checkpoint = verdict.checkpoint;
    const leafHash = hashLeaf(provider, entry);
    requireInclusion(provider, parsed, leafHash, checkpoint);
    const { index, extra } = parsed;
    return { accepted: true, index, leafHash, extra, checkpoint };
  } catch (error) {
    return refusal(error, checkpoint);
  }
}

function findings(provider: Provider, policy: Policy, bytes: Uint8Array): CheckpointFindings {
  const signed = parseSignedCheckpoint(bytes);
  const logKeys = policy.logs.map(({ key }) => key);
  const cosignerKeys = policy.witnesses.map(({ key }) => key);
  const { checkpoint, signatures } = verifyCheckpoint(provider, signed, logKeys, cosignerKeys);
  const countersigned = policy.witnesses.flatMap(({ name, key }) => {
    const times = signatures.verified.flatMap((one) => (one.key === key ? (one.time ?? []) : []));
    const [first, ...later] = times;
    if (first === undefined) return [];
    return [{ name, key, time: later.reduce((a, b) => (b < a ? b : a), first) }];
  });
  const names = new Set(countersigned.map(({ name }) => name));
  const { origin, size, root } = checkpoint;
  return {
    ...{ origin, size, root, countersigned, quorum: policy.quorum },
    logKeys: logKeys.filter((key) => signatures.verified.some((one) => one.key === key)),
    missing: policy.witnesses.map(({ name }) => name).filter((name) => !names.has(name)),
    ignored: signatures.ignored.map(({ name, keyId }) => ({ name, keyId })),
  };
}

function requireQuorum(policy: Policy, { countersigned }: CheckpointFindings): void {
  const names = countersigned.map(({ name }) => name);
  if (!meetsQuorum(policy, names)) {
    throw new ProofError('quorum-missing', `${names.length} cosignatures do not meet the quorum`);
  }
}

/** Refusals are data; a bug stays a bug. */
function refusal(error: unknown, checkpoint: CheckpointFindings | undefined): Refusal {
  if (!(error instanceof ProofError)) throw error;
  return { accepted: false, code: error.code, message: error.message, checkpoint };
}

// One character a byte, all 256 different.
const characters = new TextDecoder('latin1');

/** The bytes themselves as a key: the verdict belongs to exactly these. */
function bytesKey(bytes: Uint8Array): string {
  return characters.decode(bytes);
}
