import { parseSignedCheckpoint, parseVkey, ProofError, verifyCheckpoint } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db } from '#platform/database';
import { readCountersigned } from '../countersigned.ts';
import { readCheckpoint } from '../published-log.ts';
import { newestSigned } from '../sequencer/newest-signed.ts';
import { newMemory } from '../sequencer/run-round.ts';
import { writeRegister } from '../sequencer/write-register.ts';
import { growAnew } from '../sequencer/grow-tree.ts';
import { writeGrown } from '../sequencer/grown-files.ts';
import type { TreeHead } from '../signer/signer.ts';
import type { TreeFiles } from '../tree/tree-files.ts';
import { checkRegister } from './check-register.ts';
import { checkTree } from './check-tree.ts';
import { createFindings, type Findings, type LogFinding } from './log-finding.ts';

/** What a look at the whole log found. */
export interface LogCheck {
  /** Entries of the newest signed checkpoint; 0 of a log that has signed nothing. */
  readonly size: bigint;
  /** The first thousand. */
  readonly findings: readonly LogFinding[];
  /** Files were written again, because the database proved to be the log that was signed. */
  readonly mended: boolean;
}

/**
 * Holds everything that the operator's own machine keeps of the log against the newest checkpoint that
 * its key signed: rows, openings, register, tiles, bundles, cosignatures. Whoever altered the database
 * can have altered the checkpoint with it, but cannot sign one.
 *
 * @param mend writes files again that were lost or altered.
 */
export async function checkLog(db: Db, files: TreeFiles, mend: boolean): Promise<LogCheck> {
  const findings = createFindings();
  const newest = await newestSigned(db);
  if (newest === undefined) return { size: 0n, findings: [], mended: false };
  const head = await signedHead(db, newest.note);
  if (head?.size !== newest.size) {
    findings.add('checkpoint-altered', String(newest.size));
    return { size: newest.size, findings: findings.all, mended: false };
  }
  const { isSigned, differs } = await checkTree(db, files, head, findings);
  const isRegister = await checkRegister(db, files, head, findings);
  await checkCosignatures(db, findings);
  const mended = mend && isSigned && isRegister && (differs || findings.has('register-file'));
  if (mended) {
    await writeGrown(files, await growAnew(db, files, head, undefined));
    await writeRegister(db, files, newMemory());
  }
  return { size: head.size, findings: findings.all, mended };
}

async function signedHead(db: Db, note: string): Promise<TreeHead | undefined> {
  const keys = await db.selectFrom('log_key').select('verifier_key').execute();
  try {
    const signed = parseSignedCheckpoint(Buffer.from(note));
    const own = keys.map((key) => parseVkey(node, key.verifier_key));
    return verifyCheckpoint(node, signed, own).checkpoint;
  } catch (error) {
    if (error instanceof ProofError) return undefined;
    throw error;
  }
}

async function checkCosignatures(db: Db, findings: Findings): Promise<void> {
  const published = await readCheckpoint(db);
  if (published === undefined) return;
  // Of a note in which one known signature is wrong nothing is believed.
  if ((await readCountersigned(db)) === undefined) {
    findings.add('cosignature-altered', String(published.size));
  }
}
