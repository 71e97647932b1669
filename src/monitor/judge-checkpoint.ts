import {
  judgeCheckpoint,
  ProofError,
  verifyConsistency,
  type CheckpointFindings,
  type Policy,
  type TreeHead,
  type VerifiedTiles,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { alarm, LogFault, type Finding } from './finding.ts';

/**
 * What a served checkpoint shows under a policy. One that too few countersigned is followed all the
 * same, with an alarm: its log is bound by its own signature.
 *
 * @throws LogFault `checkpoint-refused`.
 */
export function acceptCheckpoint(
  policy: Policy,
  note: Uint8Array,
): { readonly head: CheckpointFindings; readonly alarms: Finding[] } {
  const verdict = judgeCheckpoint(node, policy, note);
  if (verdict.accepted) return { head: verdict.checkpoint, alarms: [] };
  const { code, checkpoint } = verdict;
  if (code !== 'quorum-missing' || checkpoint === undefined) {
    throw new LogFault(alarm('checkpoint-refused', { about: code }));
  }
  return {
    head: checkpoint,
    alarms: [alarm('policy-unmet', { about: checkpoint.missing.join(', ') })],
  };
}

/**
 * Holds a checkpoint against the one that was kept.
 *
 * @throws LogFault `rolled-back`, `fork`, `checkpoint-refused` of another log; `tile-altered` when its
 * tiles do not belong to it, so that nothing can be compared.
 */
export async function requireGrown(
  kept: TreeHead,
  next: TreeHead,
  tiles: VerifiedTiles<Promise<Uint8Array>>,
): Promise<void> {
  if (kept.origin !== next.origin) {
    throw new LogFault(alarm('checkpoint-refused', { about: 'origin-mismatch' }));
  }
  if (next.size < kept.size) {
    throw new LogFault(alarm('rolled-back', { about: `${kept.size} > ${next.size}` }));
  }
  const proof =
    kept.size === 0n || kept.size === next.size
      ? []
      : await verified(() => tiles.consistency(kept.size));
  const claim = {
    ...{ oldSize: kept.size, oldRoot: kept.root },
    ...{ newSize: next.size, newRoot: next.root },
  };
  try {
    // The proof comes from tiles of the new tree that are verified: if it fails, the trees differ.
    verifyConsistency(node, claim, proof);
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    throw new LogFault(alarm('fork', { about: `${kept.size} ≠ ${next.size}` }), { cause: error });
  }
}

/** Work on verified tiles, its refusals as alarms. @throws LogFault `tile-altered`. */
export async function verified<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    throw new LogFault(alarm('tile-altered', { about: error.code }), { cause: error });
  }
}
