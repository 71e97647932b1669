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
  | 'out-of-room';

/** What stops the log. The message is for the operator. */
export class LogError extends Error {
  override readonly name = 'LogError';
  readonly code: LogErrorCode;

  constructor(code: LogErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
