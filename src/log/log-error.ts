import { KeyProblem } from '@countersign/countersigner/node';

/** Why the log does not go on. Each has a sentence for the operator that says what to do. */
export type LogErrorCode =
  /** The signer has signed a larger tree than the database knows: an old database was restored. */
  | 'signer-ahead'
  /** The tree is not the continuation of the last one signed: the database was altered. */
  | 'signer-contradicted'
  /** The signer's memory is gone, and the database knows a signed tree. */
  | 'signer-forgot'
  /** A countersigner has seen a larger tree than the signer: its folder was restored too. */
  | 'countersigner-ahead'
  | 'key-not-copied'
  /** Restored to go on as the same instance, without its key. */
  | 'key-not-brought'
  /** The signer's note of what it signed cannot be read. */
  | 'last-signed-damaged'
  /** Another process has the signer's folder open. */
  | 'signer-held'
  /** The signer's keys are not those that a command or this log expects. */
  | 'key-other'
  /** There is no key yet. */
  | 'key-missing'
  /** Only one key signs: there is none to retire. */
  | 'key-one-only'
  /** The succession is not published, so that nobody could follow it. */
  | 'key-unproven'
  /** Countersigners that are needed do not accept the new key yet. */
  | 'key-countersigners-missing'
  /** The log names a successor of its key, and the signer does not have it. */
  | 'successor-missing'
  /** A key, or the secret shared with the signer, is missing, exposed or damaged. */
  | 'key-unusable'
  /** The signer on another machine does not answer. */
  | 'signer-away'
  /** It answers without knowing the secret, or says that ours is another. */
  | 'signer-secret'
  /** What it answers is not what it must be. */
  | 'signer-wrong'
  /** The key lies here, and the signer is on another machine: two could sign. */
  | 'key-in-two-places'
  /** The key is on another machine, where this must be done by hand. */
  | 'signer-elsewhere'
  /** Entries that were signed are neither in the database nor in the tiles. */
  | 'entries-lost'
  /** Tiles on disk contradict the database, and the database is not what was signed. */
  | 'tree-contradicted'
  /** The key at hand is none that this log has: lost, swapped, or the database is that of another. */
  | 'key-unknown'
  /** The newest checkpoint in the database is none that this log has signed. */
  | 'checkpoint-altered'
  /** The register in the database is not the one that the last round committed to. */
  | 'register-contradicted'
  | 'out-of-room'
  /** Files of the log or of its keys cannot be written: rights, a disk that was taken out or fails. */
  | 'not-writable';

/** What stops the log. The message is for the operator. */
export class LogError extends Error {
  override readonly name = 'LogError';
  readonly code: LogErrorCode;

  constructor(code: LogErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

// EFBIG is a limit on files; 53100 is PostgreSQL's.
const outOfRoom: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', '53100']);
const notWritable: ReadonlySet<unknown> = new Set(['EROFS', 'EACCES', 'EPERM', 'EIO', '58030']);

/** A failure that a person must mend, in words; undefined of any other. */
export function asLogError(error: unknown): LogError | undefined {
  if (error instanceof LogError) return error;
  if (error instanceof KeyProblem)
    return new LogError('key-unusable', error.message, { cause: error });
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const path = 'path' in error && typeof error.path === 'string' ? ` (${error.path})` : '';
  if (outOfRoom.has(error.code)) {
    const message = `The disk is full${path}. Make room; the log goes on by itself, and nothing is lost.`;
    return new LogError('out-of-room', message, { cause: error });
  }
  if (!notWritable.has(error.code)) return undefined;
  const message = `Files of the log cannot be written${path}: ${String(error.code)}. Mend the disk or the rights; the log goes on by itself, and nothing is lost.`;
  return new LogError('not-writable', message, { cause: error });
}

/** What is said where the register's tables are not what the log committed to. */
export function registerContradicted(): LogError {
  return new LogError(
    'register-contradicted',
    'The register in the database is not the one that this log committed to last. Nothing is signed any more. Restore a backup that has not been altered, then run: countersign log recover',
  );
}
