/** The last checkpoint of a log that was cosigned. */
export interface SeenTree {
  readonly size: bigint;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** The checkpoint with the log's signatures and the cosignature. */
  readonly note: string;
}

/**
 * Where a countersigner remembers what it has seen. It is trusted: whoever can turn it back can have
 * two contradictory trees cosigned.
 */
export interface SeenTrees {
  /** @returns undefined of a log that was never cosigned. */
  read(origin: string): Promise<SeenTree | undefined>;
  /**
   * Remembers a tree if the last one still has that size (0 for none), in one step that no other
   * request comes between (tlog-witness, "add-checkpoint"). Durable when it resolves.
   *
   * @returns false when another request was faster; then nothing changed.
   */
  replace(origin: string, oldSize: bigint, seen: SeenTree): Promise<boolean>;
}
