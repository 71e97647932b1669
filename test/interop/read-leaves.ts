import { createHash } from 'node:crypto';
import { encodeBase64, tilePath, tileWidth, VerifiedTiles } from '@countersign/proof';
import { node } from '@countersign/proof/node';

/** Reads a file of a log by its path; throws if it is missing. */
export type ReadPath = (path: string) => Uint8Array;

interface Head {
  readonly size: bigint;
  readonly root: Uint8Array;
}

/** The tree of a checkpoint over tiles that anyone may have served. */
export function verifiedTiles(head: Head, read: ReadPath): VerifiedTiles<Uint8Array> {
  return new VerifiedTiles(node, head, (level, index, width) =>
    read(tilePath({ level, index, width })),
  );
}

/** The leaf hashes of a tree, once every tile of every level has been verified. @throws ProofError. */
export function readLeaves(head: Head, read: ReadPath): Uint8Array[] {
  const tiles = verifiedTiles(head, read);
  const width = BigInt(tileWidth);
  const leaves: Uint8Array[] = [];
  for (let level = 0, hashes = head.size; hashes > 0n; level += 1, hashes /= width) {
    for (let index = 0n; index * width < hashes; index += 1n) {
      const tile = tiles.tile(level, index);
      if (level > 0) continue;
      for (let at = 0; at < tile.length; at += 32) leaves.push(tile.slice(at, at + 32));
    }
  }
  return leaves;
}

/** A short word for many leaf hashes. */
export function digestOfLeaves(leaves: readonly Uint8Array[]): string {
  return encodeBase64(createHash('sha256').update(Buffer.concat(leaves)).digest());
}
