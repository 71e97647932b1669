import { sql } from 'kysely';
import { keptPlan, type Db } from '#platform/database';
import { LogError } from '../log-error.ts';
import type { Signer, TreeHead } from '../signer/signer.ts';
import { readSuccessors, requireSuccessors } from '../succession/require-successor.ts';
import { proveConsistency } from '../tree/read-tree.ts';
import { settleAll } from '../tree/settle-all.ts';
import type { TreeFiles } from '../tree/tree-files.ts';
import { growAnew, growTree, holdsBundle } from './grow-tree.ts';
import { readAhead, writeGrown, type GrownFiles, type TreeEnd } from './grown-files.ts';
import { placeEntries } from './place-entries.ts';
import { rememberRegister, type RegisterMemory } from './register-memory.ts';
import { somethingWaits } from './something-waits.ts';
import { writeRegister } from './write-register.ts';

/** What a round works on. Nothing of it is trusted but the signer. */
export interface SequencerParts {
  readonly db: Db;
  readonly files: TreeFiles;
  readonly signer: Signer;
  /** Most entries of one round. */
  readonly roundEntries?: number;
}

/** What a process remembers from one round to the next, to save reading and hashing. */
export interface SequencerMemory {
  end?: TreeEnd;
  readonly register: RegisterMemory;
  /** Hashes of register files that are written. */
  readonly registerFiles: Set<string>;
}

/** Of a process that has done no round yet. */
export function newMemory(): SequencerMemory {
  return { register: rememberRegister(), registerFiles: new Set() };
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
 * @param isTold that something waits, so that it need not be asked.
 * @returns undefined when nothing waited and everything is signed.
 * @throws LogError when the log must not go on.
 */
export async function runRound(
  parts: SequencerParts,
  memory: SequencerMemory,
  isTold = false,
): Promise<RoundOutcome | undefined> {
  const { db } = parts;
  if (!isTold && !(await somethingWaits(db))) return undefined;
  const placed = await db
    .transaction()
    .execute((tx) => placeEntries(tx, memory.register, parts.roundEntries));
  const head = placed ?? (await unsignedHead(db));
  if (head === undefined) return undefined;
  const [signed] = await settleAll([
    growAndSign(parts, memory, head, placed?.entries),
    writeRegister(db, parts.files, memory, placed?.register),
  ]);
  memory.end = signed.end;
  await keepNote(db, head, signed.note);
  return { head, placed: placed?.entries.length ?? 0, more: placed?.more ?? false };
}

interface SignedTree {
  readonly end: TreeEnd;
  readonly note: string;
}

/**
 * Writes what the tree has grown by, signs meanwhile, and reads again what this process remembers: the note is
 * kept when all that is done, and after a crash before that the signer gives the same one for the same tree.
 */
async function growAndSign(
  parts: SequencerParts,
  memory: SequencerMemory,
  head: TreeHead,
  placed: readonly Uint8Array[] | undefined,
): Promise<SignedTree> {
  const { db, files, signer } = parts;
  const { end } = memory;
  // A round that fails half-way leaves an end that nobody has seen.
  delete memory.end;
  const signed = await signer.last();
  const grown = await growTree(db, files, head, { end, placed, signed });
  try {
    const [, note, isHeld] = await settleAll([
      writeGrown(files, grown),
      signHead(parts, head, grown),
      end === undefined ? Promise.resolve(true) : holdsBundle(db, end),
    ]);
    if (isHeld) return { end: grown.end, note };
  } catch (error) {
    // The proof comes from tiles, which may be what was altered or lost.
    if (!(error instanceof LogError) || error.code !== 'signer-contradicted') throw error;
  }
  const anew = await growAnew(db, files, head, signed);
  await writeGrown(files, anew);
  return { end: anew.end, note: await signHead(parts, head, anew) };
}

async function signHead(
  { db, files, signer }: SequencerParts,
  head: TreeHead,
  grown: GrownFiles,
): Promise<string> {
  const [note, successors] = await settleAll([
    signer.sign(head, (oldSize) => proveConsistency(readAhead(files, grown), oldSize, head.size)),
    readSuccessors(db, head),
  ]);
  requireSuccessors(successors, note);
  return note;
}

async function keepNote(db: Db, { size }: TreeHead, note: string): Promise<void> {
  // Not waited for until it is durable: after a crash the signer gives the same note for the same tree.
  await sql`${keptPlan}
    with unhurried as (select set_config('synchronous_commit', 'off', true))
    update log_checkpoint set note = ${note}, signed_at = now() from unhurried
    where size = ${String(size)} and note is null`.execute(db);
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
