import type { TileEdge } from '@countersign/proof';
import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { LogError } from '../log-error.ts';
import type { Signer, TreeHead } from '../signer/signer.ts';
import { readSuccessors, requireSuccessors } from '../succession/require-successor.ts';
import { proveConsistency } from '../tree/read-tree.ts';
import { settleAll } from '../tree/settle-all.ts';
import type { TreeFiles } from '../tree/tree-files.ts';
import { placeEntries, type PlacedRound } from './place-entries.ts';
import { somethingWaits } from './something-waits.ts';
import { writeRegister } from './write-register.ts';
import { writeAnew, writeTree } from './write-tree.ts';

/** What a round works on. Nothing of it is trusted but the signer. */
export interface SequencerParts {
  readonly db: Db;
  readonly files: TreeFiles;
  readonly signer: Signer;
  /** Most entries of one round. */
  readonly roundEntries?: number;
}

/** What a process remembers from one round to the next, to save reading. */
export interface SequencerMemory {
  edge?: TileEdge;
  /** Hashes of register files that are written. */
  readonly registerFiles: Set<string>;
}

export interface RoundOutcome {
  /** The head now signed. */
  readonly head: TreeHead;
  /** Entries given their place. */
  readonly placed: number;
  readonly more: boolean;
}

/**
 * One round of the log (docs/proof.md, "One round"), steps 1 to 3. Each step can be entered again
 * after a crash: the head that is in the database and not signed is written and signed first.
 *
 * @returns undefined when nothing waited and everything is signed.
 * @throws LogError when the log must not go on.
 */
export async function runRound(
  parts: SequencerParts,
  memory: SequencerMemory,
): Promise<RoundOutcome | undefined> {
  const { db } = parts;
  if (!(await somethingWaits(db))) return undefined;
  const placed = await db.transaction().execute((tx) => placeEntries(tx, parts.roundEntries));
  const head = placed ?? (await unsignedHead(db));
  if (head === undefined) return undefined;
  memory.edge = await writeFiles(parts, memory, head, placed?.register);
  try {
    await signHead(parts, head);
  } catch (error) {
    if (!(error instanceof LogError) || error.code !== 'signer-contradicted') throw error;
    // The proof comes from tiles, which may be what was altered or lost.
    memory.edge = await writeAnew(db, parts.files, head, await parts.signer.last());
    await signHead(parts, head);
  }
  return { head, placed: placed?.placed ?? 0, more: placed?.more ?? false };
}

async function signHead({ db, files, signer }: SequencerParts, head: TreeHead): Promise<void> {
  const [note, successors] = await settleAll([
    signer.sign(head, (oldSize) => proveConsistency(files, oldSize, head.size)),
    readSuccessors(db, head),
  ]);
  requireSuccessors(successors, note);
  // Not waited for until it is durable: after a crash the signer gives the same note for the same tree.
  await sql`
    with unhurried as (select set_config('synchronous_commit', 'off', true))
    update log_checkpoint set note = ${note}, signed_at = now() from unhurried
    where size = ${String(head.size)} and note is null`.execute(db);
}

async function unsignedHead(db: Db): Promise<TreeHead | undefined> {
  const last = await db
    .selectFrom('log_checkpoint')
    .select(['size', 'root', 'note'])
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last === undefined || last.note !== null) return undefined;
  return { size: BigInt(last.size), root: last.root };
}

/** Writes tiles and register, together: the disk makes many files durable in about the time of one. */
async function writeFiles(
  { db, files, signer }: SequencerParts,
  memory: SequencerMemory,
  head: TreeHead,
  register: PlacedRound['register'] | undefined,
): Promise<TileEdge> {
  try {
    const signed = await signer.last();
    const [edge] = await settleAll([
      writeTree(db, files, head, memory.edge, signed),
      writeRegister(db, files, memory.registerFiles, register),
    ]);
    return edge;
  } catch (error) {
    // A write that failed half-way leaves an edge that nobody has seen.
    delete memory.edge;
    throw error;
  }
}
