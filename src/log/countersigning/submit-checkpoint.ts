import {
  encodeBase64,
  parseSignatureLines,
  parseUint64,
  parseVkey,
  ProofError,
  verifyCosignature,
  type NoteSignature,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { askLimited, type AskFailure } from './ask-limited.ts';

/** A checkpoint to be countersigned. */
export interface Submission {
  readonly size: bigint;
  /** Its text, and the whole note with the log's signature. */
  readonly text: string;
  readonly note: string;
  /** That the tree of `oldSize` is the beginning of it. */
  readonly prove: (oldSize: bigint) => Promise<readonly Uint8Array[]>;
}

export interface Countersigner {
  /** C2SP verifier key, of type cosignature. */
  readonly verifierKey: string;
  /** Submission prefix. */
  readonly url: string;
  /** The size it has seen last, as far as we know. */
  readonly lastSize: bigint;
}

/** Why a countersigner has not signed. Closed, so that a page can say it in words. */
export type CountersigningProblem =
  | AskFailure
  /** It does not know this log: its people have not added it yet. */
  | 'unknown-log'
  /** It does not accept the log's signature: it knows another key. */
  | 'signature-refused'
  /** It has seen a larger tree than this one: something here was rolled back. */
  | 'ahead'
  /** It has seen a tree that this one contradicts: a fork. */
  | 'contradicted'
  /** Its answer cannot be read, or its signature is wrong. */
  | 'malformed'
  /** It signed with a time that is far from ours: its clock is wrong, or ours. */
  | 'wrong-time'
  | 'refused';

/** Whether a problem says something about our log, and not only about the countersigner. */
export function isGrave(problem: CountersigningProblem): problem is 'ahead' | 'contradicted' {
  return problem === 'ahead' || problem === 'contradicted';
}

export type SubmissionOutcome =
  | {
      readonly kind: 'cosigned';
      readonly signature: NoteSignature;
      /** POSIX seconds, as the countersigner says. */
      readonly time: bigint;
    }
  | {
      readonly kind: 'problem';
      readonly problem: CountersigningProblem;
      /** The size it said it has seen. */
      readonly size?: bigint;
      readonly status?: number;
    };

// An answer is one signature line; anything much longer is not one.
const maxAnswerBytes = 16_384;

/**
 * How far its clock may be from ours, in seconds. The time it signs is what strangers are told; a clock
 * that runs a little wrong is no lie, and one day off would let things look older than they are.
 */
const clockTolerance = 600n;

export interface SubmitOptions {
  readonly timeoutMs: number;
  readonly nowMs: () => number;
  readonly signal?: AbortSignal;
}

/**
 * Submits a checkpoint (C2SP tlog-witness, "add-checkpoint"). When the countersigner has seen another
 * size than we thought, it is asked once more from there.
 */
export async function submitCheckpoint(
  countersigner: Countersigner,
  submission: Submission,
  options: SubmitOptions,
): Promise<SubmissionOutcome> {
  let oldSize = countersigner.lastSize;
  for (let attempt = 0; ; attempt += 1) {
    // It may have seen more than this: then it says so.
    if (oldSize > submission.size) oldSize = submission.size;
    const answer = await askLimited(
      new URL('add-checkpoint', withSlash(countersigner.url)),
      await submissionBody(submission, oldSize),
      { ...options, maxBytes: maxAnswerBytes },
    );
    if ('failure' in answer) return { kind: 'problem', problem: answer.failure };
    if (answer.status === 200) {
      const now = BigInt(Math.floor(options.nowMs() / 1000));
      return readCosignature(countersigner, submission, answer.text, now);
    }
    if (answer.status !== 409) return { kind: 'problem', ...problemOf(answer.status) };
    const size = parseUint64(answer.text.trimEnd());
    if (size === undefined) return { kind: 'problem', problem: 'malformed', status: 409 };
    if (size > submission.size) return { kind: 'problem', problem: 'ahead', size };
    // The same size and yet a conflict: another root (tlog-witness v1.0.0).
    const isSame = size === submission.size && oldSize === size;
    if (isSame && attempt > 0) return { kind: 'problem', problem: 'contradicted', size };
    // It may only have been busy with the same tree; it is asked once more.
    if (isSame) continue;
    if (attempt > 0 || size === oldSize) return { kind: 'problem', problem: 'malformed', size };
    oldSize = size;
  }
}

async function submissionBody({ note, prove, size }: Submission, oldSize: bigint): Promise<string> {
  const proof = oldSize === 0n || oldSize === size ? [] : await prove(oldSize);
  return `old ${oldSize}\n${proof.map((hash) => `${encodeBase64(hash)}\n`).join('')}\n${note}`;
}

function problemOf(status: number): { problem: CountersigningProblem; status: number } {
  if (status === 404) return { problem: 'unknown-log', status };
  if (status === 403) return { problem: 'signature-refused', status };
  if (status === 422) return { problem: 'contradicted', status };
  return { problem: 'refused', status };
}

// Hostile: whoever holds the address answers what they like.
function readCosignature(
  { verifierKey }: Countersigner,
  { text }: Submission,
  answer: string,
  now: bigint,
): SubmissionOutcome {
  try {
    const key = parseVkey(node, verifierKey);
    const own = parseSignatureLines(answer, 16).filter(
      ({ name, keyId }) => name === key.name && keyId === key.keyId,
    );
    // One that is bad condemns the rest (signed-note).
    const times = own.map((one) => verifyCosignature(node, key, text, one.signature));
    const [[signature], [time]] = [own, times];
    if (signature === undefined || time === undefined) {
      return { kind: 'problem', problem: 'malformed' };
    }
    if (time < now - clockTolerance || time > now + clockTolerance) {
      return { kind: 'problem', problem: 'wrong-time' };
    }
    return { kind: 'cosigned', signature, time };
  } catch (error) {
    if (error instanceof ProofError) return { kind: 'problem', problem: 'malformed' };
    throw error;
  }
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
