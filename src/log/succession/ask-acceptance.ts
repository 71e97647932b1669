import {
  formatNote,
  parseSignedCheckpoint,
  parseVkey,
  ProofError,
  verifyCheckpoint,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db } from '#platform/database';
import type { SignedHead } from '../countersigning/collect-cosignatures.ts';
import { listCountersigners } from '../countersigning/countersigners.queries.ts';
import { submitCheckpoint, type SubmitOptions } from '../countersigning/submit-checkpoint.ts';
import { proveConsistency } from '../tree/read-tree.ts';
import type { TreeFiles } from '../tree/tree-files.ts';
import { readKeyStanding } from './key-standing.ts';

/**
 * While one key succeeds another, finds out which countersigners have taken the new one: they are asked
 * to sign the checkpoint once more, with the new key's signature alone.
 */
export async function askAcceptance(
  db: Db,
  files: TreeFiles,
  head: SignedHead,
  options: SubmitOptions,
): Promise<void> {
  const standing = await readKeyStanding(db);
  if (standing === undefined || standing.missing.length === 0) return;
  const { successor } = standing;
  const submission = signedBy(successor, head);
  if (submission === undefined) return;
  const prove = (oldSize: bigint) => proveConsistency(files, oldSize, head.size);
  const countersigners = await listCountersigners(db);
  await Promise.all(
    countersigners.map(async (countersigner) => {
      const { id, lastSize, accepts } = countersigner;
      // One that has not signed this tree would not be asked about the key.
      if (accepts === successor || lastSize !== head.size) return;
      const outcome = await submitCheckpoint(countersigner, { ...submission, prove }, options);
      if (outcome.kind !== 'cosigned') return;
      await db
        .updateTable('log_countersigner')
        .set({ accepts: successor })
        .where('id', '=', id)
        .execute();
    }),
  );
}

/** The checkpoint as if that key alone had signed it; undefined when it has not. */
function signedBy(verifierKey: string, head: SignedHead) {
  const signed = parseSignedCheckpoint(Buffer.from(head.note));
  try {
    const { signatures } = verifyCheckpoint(node, signed, [parseVkey(node, verifierKey)]);
    const { text } = signed.note;
    const own = signatures.verified.map(({ signature }) => signature);
    const note = Buffer.from(formatNote({ text, signatures: own })).toString('utf8');
    return { size: head.size, text, note };
  } catch (error) {
    if (error instanceof ProofError) return undefined;
    throw error;
  }
}
