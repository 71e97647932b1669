export type PostgresErrorCode =
  /** No PostgreSQL comes with Countersign for this operating system and processor. */
  | 'platform-unsupported'
  /** The package with the binaries is missing or cannot be completed. */
  | 'binaries-unusable'
  /** Another process works on the data folder. */
  | 'held'
  /** The data folder cannot be written. */
  | 'not-writable'
  | 'disk-full'
  /** Root must not run PostgreSQL, and there is nobody to run it as. */
  | 'nobody-to-run-as'
  /** The cluster belongs to another user of this machine. */
  | 'wrong-owner'
  /** The cluster was made by another major version. */
  | 'wrong-version'
  /** The password file does not fit the cluster, or a file of the cluster is missing. */
  | 'damaged'
  | 'init-failed'
  | 'start-failed'
  /** It ended without being asked, and every try to start it anew failed. */
  | 'gone';

/** Why the embedded PostgreSQL does not run. The message is for the operator and says what to do. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError';
  readonly code: PostgresErrorCode;

  constructor(code: PostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The errno of a failed system call, or the SQLSTATE of a failed query. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/**
 * Turns what the operating system or PostgreSQL says of the data folder into a `PostgresError`;
 * `undefined` when it is about something else.
 */
export function storageError(
  folder: string,
  said: string,
  cause?: unknown,
): PostgresError | undefined {
  if (/ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/.test(said)) {
    return new PostgresError(
      'disk-full',
      `There is no room left on the disk that holds ${folder}. Free some (at least 200 MB for an empty database) and start again; nothing that was saved is lost.`,
      { cause },
    );
  }
  if (
    /EACCES|EPERM|EROFS|ENOTDIR|Permission denied|Read-only file system|not permitted/.test(said)
  ) {
    return new PostgresError(
      'not-writable',
      `${folder} cannot be written. Give it to the user who starts Countersign, or set COUNTERSIGN_DATA to a folder of that user.`,
      { cause },
    );
  }
  return undefined;
}
