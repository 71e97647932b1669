import {
  cosign,
  emptyRoot,
  formatSignatureLines,
  type NoteKey,
  parseNote,
  parseSignedCheckpoint,
  ProofError,
  type Provider,
  type SignedCheckpoint,
  verifyCheckpoint,
  verifyConsistency,
} from '@countersign/proof';
import type { SeenTree, SeenTrees } from './store.ts';
import { parseSubmission, type Submission } from './submission.ts';

/** An HTTP answer. */
export interface Answer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422 | 503;
  readonly type: 'text/plain; charset=utf-8' | 'text/x.tlog.size';
  readonly body: string;
}

/** Two trees of one log, both signed by it, that were not shown to be one. */
export interface Fork {
  readonly origin: string;
  /**
   * The same size and another root: the log has contradicted itself. Otherwise the proof of
   * consistency was wrong or missing, and anyone who saw the checkpoint may have sent it.
   */
  readonly proven: boolean;
  /** What was cosigned before. */
  readonly seen: string;
  /** What it signed now. */
  readonly shown: string;
}

/** The clock is wrong now, or was when it cosigned last. */
export interface ClockBehind {
  readonly origin: string;
  /** POSIX seconds. */
  readonly now: bigint;
  readonly last: bigint;
}

export interface CountersignerOptions {
  readonly provider: Provider;
  /** Of type cosignature. The same key must not serve two names (tlog-cosignature). */
  readonly key: NoteKey;
  readonly sign: (message: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  /** The keys of a log it countersigns; none for any other origin. */
  readonly logKeys: (origin: string) => Promise<readonly NoteKey[]> | readonly NoteKey[];
  readonly store: SeenTrees;
  /** POSIX seconds. */
  readonly now: () => bigint;
  /** Told of a fork, before the log is answered. It is the evidence, and must be kept. */
  readonly onFork?: (fork: Fork) => Promise<void>;
  /** Told when a log is not answered because the clock is far behind the last cosignature of it. */
  readonly onClockBehind?: (behind: ClockBehind) => void;
}

/** A countersigner (the C2SP tlog-witness). */
export interface Countersigner {
  /** `POST <prefix>/add-checkpoint`: cosigns a checkpoint that follows from what was seen. */
  addCheckpoint(body: Uint8Array): Promise<Answer>;
}

/** Makes a countersigner. It trusts its store and its clock, and nothing that is sent to it. */
export function createCountersigner(options: CountersignerOptions): Countersigner {
  return {
    async addCheckpoint(body) {
      const submission = parseSubmission(body);
      if (submission === undefined) return plain(400, 'The request is malformed.');
      const signed = readCheckpoint(submission.checkpoint);
      if (signed === undefined) return plain(400, 'The checkpoint is malformed.');
      return answer(options, submission, signed);
    },
  };
}

function readCheckpoint(bytes: Uint8Array): SignedCheckpoint | undefined {
  try {
    return parseSignedCheckpoint(bytes);
  } catch (error) {
    if (error instanceof ProofError) return undefined;
    throw error;
  }
}

// In the order of tlog-witness, "add-checkpoint".
async function answer(
  options: CountersignerOptions,
  submission: Submission,
  signed: SignedCheckpoint,
): Promise<Answer> {
  const { provider, store } = options;
  const { checkpoint, note } = signed;
  const { origin, size } = checkpoint;
  const keys = await options.logKeys(origin);
  if (keys.length === 0) return plain(404, 'This log is not countersigned here.');
  const trusted = trustedNote(provider, signed, keys);
  if (trusted === undefined) return plain(403, 'No valid signature of the log.');
  if (submission.oldSize > size) return plain(400, 'The old size exceeds the size.');
  const seen = await store.read(origin);
  if (submission.oldSize !== (seen?.size ?? 0n)) return conflict(seen);
  if (!isContinuation(provider, submission, signed, seen)) {
    if (seen !== undefined) {
      await options.onFork?.({
        origin,
        proven: seen.size === size,
        seen: seen.note,
        shown: trusted,
      });
    }
    return plain(422, 'The checkpoint does not follow from the one that was cosigned.');
  }
  const [now, last] = [options.now(), lastTime(seen, options.key)];
  const time = timeToSign(now, last);
  if (time === undefined) {
    options.onClockBehind?.({ origin, now, last });
    return plain(503, 'The clock here is behind what was cosigned last.');
  }
  const signature = await cosign(options.key, note.text, time, async (message) =>
    options.sign(message),
  );
  const line = formatSignatureLines([signature]);
  const next = { size, root: checkpoint.root, note: trusted + line };
  const isKept = await store.replace(origin, submission.oldSize, next);
  return isKept ? { ...plain(200, ''), body: line } : conflict(await store.read(origin));
}

/** A clock that runs back a little is set right all the time. */
const smallStep = 600n;

/**
 * The time to sign with: a cosignature says that no larger tree was seen until then, so that a later one
 * must not say an earlier time. Undefined when the clock is far behind what it said before: it is wrong
 * now, or was then.
 */
function timeToSign(now: bigint, before: bigint): bigint | undefined {
  if (now >= before) return now;
  return before - now <= smallStep ? before : undefined;
}

function lastTime(seen: SeenTree | undefined, key: NoteKey): bigint {
  return seen === undefined ? 0n : timeOf(seen.note, key);
}

/** When this key cosigned a note; 0 when it has not. */
function timeOf(text: string, { name, keyId }: NoteKey): bigint {
  const { signatures } = parseNote(new TextEncoder().encode(text));
  const times = signatures
    .filter((one) => one.name === name && one.keyId === keyId)
    // The first eight bytes (tlog-cosignature, "Format").
    .map(({ signature }) => new DataView(signature.buffer, signature.byteOffset).getBigUint64(0));
  return times.reduce((latest, time) => (time > latest ? time : latest), 0n);
}

/**
 * The note with none but the log's own valid signatures, one of each key: nothing else is vouched for,
 * and whoever repeats a line a hundred times must not have that kept.
 */
function trustedNote(
  provider: Provider,
  signed: SignedCheckpoint,
  keys: readonly NoteKey[],
): string | undefined {
  try {
    const { signatures } = verifyCheckpoint(provider, signed, keys);
    const byKey = new Map(signatures.verified.map(({ key, signature }) => [key, signature]));
    const lines = formatSignatureLines([...byKey.values()]);
    return `${signed.note.text}\n${lines}`;
  } catch (error) {
    if (error instanceof ProofError) return undefined;
    throw error;
  }
}

function isContinuation(
  provider: Provider,
  { oldSize, proof }: Submission,
  { checkpoint }: SignedCheckpoint,
  seen: SeenTree | undefined,
): boolean {
  const oldRoot = seen?.root ?? emptyRoot(provider);
  const claim = { oldSize, oldRoot, newSize: checkpoint.size, newRoot: checkpoint.root };
  try {
    verifyConsistency(provider, claim, proof);
    return true;
  } catch (error) {
    if (error instanceof ProofError) return false;
    throw error;
  }
}

function conflict(seen: SeenTree | undefined): Answer {
  return { status: 409, type: 'text/x.tlog.size', body: `${seen?.size ?? 0n}\n` };
}

function plain(status: Answer['status'], sentence: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${sentence}\n` };
}
