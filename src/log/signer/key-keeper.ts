/**
 * Who holds the keys that sign, wherever they are. Every call may be made again: a command that was
 * interrupted goes on from where it was.
 */
export interface KeyKeeper {
  /** Verifier keys of those that sign, the oldest first; none before the first start. */
  keys(): Promise<readonly string[]>;
  /**
   * Makes the successor of a key, durably; from then on both sign.
   *
   * @returns its verifier key; the same one when it is made already.
   * @throws LogError `key-other` when `from` is not the key that signs.
   */
  makeSuccessor(from: string): Promise<string>;
  /**
   * Has the key sign no more, and puts it aside.
   *
   * @throws LogError `key-other` when nothing succeeds it.
   */
  retire(from: string): Promise<void>;
}
