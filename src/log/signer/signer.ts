/** A tree by its number of leaves and its root. */
export interface TreeHead {
  readonly size: bigint;
  readonly root: Uint8Array;
}

/** Proves that a tree of `oldSize` is the beginning of the one that is to be signed (RFC 6962 §2.1.2). */
export type ConsistencySource = (oldSize: bigint) => Promise<readonly Uint8Array[]>;

/**
 * Holds the log's key and signs what follows from what it signed before, and nothing else. It trusts
 * nobody: not the database, not the sequencer. It may live on another machine.
 */
export interface Signer {
  /** The verifier key (C2SP signed-note) as it was opened; its name is the log's origin. */
  readonly verifierKey: string;
  /** Those of all that sign now, the oldest first: two while one succeeds the other. */
  verifierKeys(): Promise<readonly string[]>;
  /** The last tree it signed or was about to sign. */
  last(): Promise<TreeHead | undefined>;
  /**
   * Signs the checkpoint of a tree. What it signs is durably noted before the signature leaves, so
   * that no crash and no restored database brings it to sign something that contradicts it.
   *
   * @returns the signed note.
   * @throws LogError `signer-ahead` when the tree is smaller than the last one signed;
   * `signer-contradicted` when it is not its continuation.
   */
  sign(head: TreeHead, prove: ConsistencySource): Promise<string>;
  /**
   * Remembers a tree as signed, when the memory was lost or rolled back. Only towards a larger one.
   *
   * @throws LogError `signer-ahead`.
   */
  remember(head: TreeHead): Promise<void>;
  close(): Promise<void>;
}
