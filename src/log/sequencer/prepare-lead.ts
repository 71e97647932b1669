import { parseSignedCheckpoint, parseVkey, ProofError, verifyCheckpoint } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db } from '#platform/database';
import type { SignedHead } from '../countersigning/collect-cosignatures.ts';
import { listCountersigners } from '../countersigning/countersigners.queries.ts';
import { raiseContradiction } from '../countersigning/raise-contradiction.ts';
import {
  isGrave,
  submitCheckpoint,
  type SubmitOptions,
} from '../countersigning/submit-checkpoint.ts';
import { LogError } from '../log-error.ts';
import { adoptSuccessions } from '../succession/adopt-successions.ts';
import { proveConsistency } from '../tree/read-tree.ts';
import { newestSigned } from './newest-signed.ts';
import type { SequencerParts } from './run-round.ts';

/**
 * What must hold before this process signs anything: the signer remembers what it signed, the
 * database knows it, and no countersigner has seen more.
 *
 * @throws LogError that says how to recover.
 */
export async function prepareLead(parts: SequencerParts, options: SubmitOptions): Promise<void> {
  const { db, signer } = parts;
  await adoptSuccessions(db, parts.files, await signer.verifierKeys());
  const [signed, last] = [await newestSigned(db), await signer.last()];
  if (signed !== undefined) await requireOwn(parts, signed);
  if (signed !== undefined && last === undefined) {
    throw new LogError(
      'signer-forgot',
      `The database knows a signed tree of ${signed.size} entries, and the signer remembers none. Run: countersign log recover`,
    );
  }
  const placed = await placedSize(parts);
  if (last !== undefined && last.size > placed) {
    throw new LogError(
      'signer-ahead',
      `This log has signed ${last.size} entries, and the database knows ${placed}. An older database was restored. Run: countersign log recover`,
    );
  }
  if (signed !== undefined) await askCountersigners(parts, signed, options);
}

async function placedSize({ db }: SequencerParts): Promise<bigint> {
  const row = await db
    .selectFrom('log_checkpoint')
    .select((eb) => eb.fn.max('size').as('size'))
    .executeTakeFirst();
  return BigInt(row?.size ?? 0);
}

async function keysOf(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('log_key').select('verifier_key').orderBy('id').execute();
  return rows.map((row) => row.verifier_key);
}

/** What the database says was signed, this log's keys must have signed. */
async function requireOwn({ db, signer }: SequencerParts, signed: SignedHead): Promise<void> {
  const row = await db
    .selectFrom('log_checkpoint')
    .select('root')
    .where('size', '=', String(signed.size))
    .executeTakeFirst();
  const keys = new Set([signer.verifierKey, ...(await keysOf(db))]);
  try {
    const note = parseSignedCheckpoint(Buffer.from(signed.note));
    const { checkpoint } = verifyCheckpoint(
      node,
      note,
      [...keys].map((key) => parseVkey(node, key)),
    );
    if (checkpoint.size === signed.size && row?.root.equals(checkpoint.root) === true) return;
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
  }
  throw new LogError(
    'checkpoint-altered',
    `The checkpoint of ${signed.size} entries in the database is not what this log has signed. Nothing is signed any more. Restore a backup that has not been altered, then run: countersign log recover`,
  );
}

async function askCountersigners(
  { db, files }: SequencerParts,
  head: { readonly size: bigint; readonly note: string },
  options: SubmitOptions,
): Promise<void> {
  const { note } = parseSignedCheckpoint(Buffer.from(head.note));
  const prove = (oldSize: bigint) => proveConsistency(files, oldSize, head.size);
  const submission = { size: head.size, text: note.text, note: head.note, prove };
  const countersigners = await listCountersigners(db);
  await Promise.all(
    countersigners.map(async (countersigner) => {
      const outcome = await submitCheckpoint(countersigner, submission, options);
      if (outcome.kind !== 'problem' || !isGrave(outcome.problem)) return;
      await raiseContradiction(db, countersigner, head, outcome.problem, options);
      if (outcome.problem !== 'ahead') return;
      throw new LogError(
        'countersigner-ahead',
        `${countersigner.name} has countersigned ${outcome.size ?? 'more'} entries of this log, and it knows ${head.size}. Database and signer were restored from an older copy: run countersign log recover. If it shows no checkpoint that this log has signed, it may lie: remove it at the desk.`,
      );
    }),
  );
}
