import { formatSignatureLines, parseSignedCheckpoint } from '@countersign/proof';
import type { Db } from '#platform/database';
import { proveConsistency } from '../tree/read-tree.ts';
import type { TreeFiles } from '../tree/tree-files.ts';
import type { ListedCountersigner } from './countersigners.queries.ts';
import { raiseContradiction } from './raise-contradiction.ts';
import {
  isGrave,
  submitCheckpoint,
  type Submission,
  type SubmissionOutcome,
  type SubmitOptions,
} from './submit-checkpoint.ts';

/** A checkpoint that the log has signed. */
export interface SignedHead {
  readonly size: bigint;
  readonly note: string;
}

/**
 * Asks a countersigner to sign a checkpoint, and keeps what it answers: the signature, or why there is
 * none.
 */
export async function collectCosignature(
  db: Db,
  files: TreeFiles,
  head: SignedHead,
  countersigner: ListedCountersigner,
  options: SubmitOptions,
): Promise<SubmissionOutcome> {
  const { note } = parseSignedCheckpoint(Buffer.from(head.note));
  const submission: Submission = {
    size: head.size,
    text: note.text,
    note: head.note,
    prove: (oldSize) => proveConsistency(files, oldSize, head.size),
  };
  const outcome = await submitCheckpoint(countersigner, submission, options);
  await recordOutcome(db, countersigner, head, outcome);
  if (outcome.kind === 'problem' && isGrave(outcome.problem)) {
    await raiseContradiction(db, countersigner, head, outcome.problem, options);
  }
  return outcome;
}

async function recordOutcome(
  db: Db,
  { id, verifierKey, name }: ListedCountersigner,
  head: SignedHead,
  outcome: SubmissionOutcome,
): Promise<void> {
  if (outcome.kind === 'problem') {
    await db
      .updateTable('log_countersigner')
      .set({ last_problem: outcome.problem, last_problem_at: new Date() })
      .where('id', '=', id)
      .execute();
    return;
  }
  await db
    .insertInto('log_cosignature')
    .values({
      size: String(head.size),
      verifier_key: verifierKey,
      name,
      cosigned_at: new Date(Number(outcome.time) * 1000),
      line: formatSignatureLines([outcome.signature]),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db
    .updateTable('log_countersigner')
    .set({
      last_seen_at: new Date(),
      last_size: String(head.size),
      last_problem: null,
      last_problem_at: null,
    })
    .where('id', '=', id)
    .execute();
}
