import { encodeBase64 } from './base64.ts';
import { ProofError } from './errors.ts';
import { parseHash, requireHash } from './merkle-hash.ts';
import { isUint64, parseUint64 } from './uint64.ts';

/** The head of a log's tree. */
export interface TreeHead {
  /** The name of the log; any non-empty line. */
  readonly origin: string;
  readonly size: bigint;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** What the text of a checkpoint says (tlog-checkpoint, "Note text"). */
export interface Checkpoint extends TreeHead {
  /** Opaque lines after the third. Nothing here reads them, and nothing here writes them. */
  readonly extensions: readonly string[];
}

/**
 * Reads the text of a checkpoint, the part of the note before the empty line.
 *
 * @throws ProofError `checkpoint-malformed`.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw malformed('it does not end in a newline');
  const [origin, sizeText, rootText, ...extensions] = lines;
  if (origin === undefined || sizeText === undefined || rootText === undefined) {
    throw malformed('fewer than three lines');
  }
  if (lines.includes('')) throw malformed('an empty line');
  const size = parseUint64(sizeText);
  if (size === undefined) throw malformed('the size is not a decimal number');
  return { origin, size, root: parseHash(rootText, 'checkpoint-malformed'), extensions };
}

/**
 * Writes the text of a checkpoint. There are no extension lines: monitors cannot audit them, and
 * implementations differ in whether a cosignature covers them.
 *
 * @throws ProofError `checkpoint-malformed` if the origin is empty or has a control character;
 * `argument-invalid` if the size does not fit 64 bits; `hash-malformed`.
 */
export function formatCheckpoint({ origin, size, root }: TreeHead): string {
  // oxlint-disable-next-line no-control-regex -- a signed note may contain none of these
  if (origin === '' || /[\u0000-\u001f]/.test(origin) || !origin.isWellFormed()) {
    throw malformed('no checkpoint can have this origin');
  }
  if (!isUint64(size)) throw new ProofError('argument-invalid', `no tree has ${size} leaves`);
  requireHash(root);
  return `${origin}\n${size}\n${encodeBase64(root)}\n`;
}

function malformed(why: string): ProofError {
  return new ProofError('checkpoint-malformed', `not a checkpoint: ${why}`);
}
