import { parseSignedCheckpoint, type Checkpoint } from '@countersign/proof';
import type { Db } from '#platform/database';
import { raiseAlarm } from '../alarms.ts';
import type { SignedHead } from './collect-cosignatures.ts';
import { fetchWitnessed } from './fetch-witnessed.ts';
import { isOurs } from './is-ours.ts';
import type { SubmitOptions } from './submit-checkpoint.ts';

/**
 * Raises the alarm that a countersigner has seen more than the tree that it was shown, or another. Both
 * checkpoints are the evidence; who keeps no copy to show has at least said so. One that shows the very
 * tree it was shown contradicts nothing.
 */
export async function raiseContradiction(
  db: Db,
  { name, url }: { readonly name: string; readonly url: string },
  head: SignedHead,
  problem: 'ahead' | 'contradicted',
  options: SubmitOptions,
): Promise<void> {
  const ours = checkpointOf(head.note);
  const { origin } = ours;
  const note = await fetchWitnessed(url, origin, options);
  // Of "ahead" an old checkpoint would be no excuse.
  if (problem === 'contradicted' && note !== undefined && isSameTree(ours, checkpointOf(note))) {
    return;
  }
  const kind = problem === 'ahead' ? 'own-rollback' : 'own-fork';
  await raiseAlarm(db, {
    kind: (await isOurs(db, note)) ? kind : 'own-disputed',
    origin,
    ours: head.note,
    theirs: note ?? '',
    detail: { countersigner: name },
  });
}

// Both are checkpoints: one is of our own making, the other was read as one when it was fetched.
function checkpointOf(note: string): Checkpoint {
  return parseSignedCheckpoint(Buffer.from(note)).checkpoint;
}

function isSameTree(one: Checkpoint, other: Checkpoint): boolean {
  return one.size === other.size && Buffer.compare(one.root, other.root) === 0;
}
