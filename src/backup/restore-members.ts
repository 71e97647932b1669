import { buffer } from 'node:stream/consumers';
import { areaOf, BlobRefusal, sha256Of, type BlobKey, type Shelf } from '#platform/blobs';
import type { Migration } from '#platform/database';
import { keyBytes, ringOf, type KeyRing } from '#platform/sealing';
import { parseHeader, type BackupHeader } from './archive/header.ts';
import type { ReadMember } from './archive/read-archive.ts';
import { refuse } from './backup-refusal.ts';
import { SealBroken } from './encryption.ts';
import { listMarks, marksOf } from './key-mark.ts';
import type { LogRestore } from './log-folder.ts';
import { planSteps, refuseStrangers, refuseWithoutKey, type Steps } from './restore-plan.ts';
import { beginRows, type RowsRestore } from './restore-rows.ts';
import type { Session } from './tables/session.ts';
import { rebuildSchema } from './tables/rebuild-schema.ts';
import { takeShape, type Shape } from './tables/shape.ts';

export interface MemberTargets {
  readonly session: Session;
  readonly shelf: Shelf;
  readonly log: LogRestore;
  readonly migrations: readonly Migration[];
  readonly keyFile: string;
  /** The keys that lie there. */
  readonly presentKeys: KeyRing | undefined;
  readonly withoutKey: boolean;
}

/** What the members were, all of them proven and none of it committed. */
export interface TakenMembers {
  readonly header: BackupHeader;
  readonly steps: Steps;
  readonly shape: Shape;
  readonly rows: RowsRestore;
  /** When the backup brings it. */
  readonly keyRing: KeyRing | undefined;
  readonly blobs: number;
  readonly logFiles: number;
}

type Prepared = Pick<TakenMembers, 'header' | 'steps' | 'shape' | 'rows'>;

/**
 * Takes the members of a backup as they come: rows into the open transaction, blobs to the shelf (one
 * that is there and that nothing refers to harms nobody), tiles beside their place.
 *
 * @throws BackupRefusal.
 */
export async function takeMembers(
  members: AsyncIterable<ReadMember>,
  targets: MemberTargets,
): Promise<TakenMembers> {
  let prepared: Prepared | undefined;
  let keyRing: KeyRing | undefined;
  let at = 'the beginning';
  const counts = { blobs: 0, logFiles: 0 };
  try {
    for await (const read of members) {
      at = read.name;
      if (read.member.kind === 'header') {
        prepared = await prepare(read, targets);
      } else if (prepared === undefined) {
        return refuse('backup-misplaced', { member: read.name });
      } else if (read.member.kind === 'key') {
        keyRing = await takeKeys(read, prepared.header);
      } else {
        const isAtHand = keyRing !== undefined || targets.withoutKey;
        if (!isAtHand) refuseWithoutKey(prepared.header, targets.presentKeys, targets.keyFile);
        await takeContent(read, prepared, targets, counts);
      }
    }
  } catch (error) {
    // The encryption knows no members; where it broke, we were in this one.
    if (error instanceof SealBroken) refuse('backup-altered', { member: at, at: 'in' }, error);
    throw error;
  }
  if (prepared === undefined) return refuse('backup-unknown');
  await prepared.rows.end();
  return { ...prepared, keyRing, ...counts };
}

async function prepare(
  read: ReadMember,
  { session: { client }, migrations }: MemberTargets,
): Promise<Prepared> {
  const header = parseHeader(await buffer(read.pieces), read.name);
  const steps = planSteps(header, migrations);
  await rebuildSchema(client, steps.before);
  const tables = await refuseStrangers(client, header, read.name);
  const shape = await takeShape(client);
  return { header, steps, shape, rows: await beginRows(client, tables) };
}

async function takeKeys(read: ReadMember, header: BackupHeader): Promise<KeyRing> {
  const ring = ringIn(await buffer(read.pieces));
  const isMeant =
    ring !== undefined && listMarks(marksOf(ring)).join() === listMarks(header).join();
  return isMeant ? ring : refuse('backup-altered', { member: read.name, at: 'in' });
}

/** @returns undefined when these are no different keys. */
function ringIn(bytes: Buffer): KeyRing | undefined {
  const keys: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += keyBytes) {
    keys.push(Uint8Array.from(bytes.subarray(start, start + keyBytes)));
  }
  try {
    return ringOf(...keys);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function takeContent(
  read: ReadMember,
  { rows }: Prepared,
  { shelf, log }: MemberTargets,
  counts: { blobs: number; logFiles: number },
): Promise<void> {
  const { member, pieces } = read;
  if (member.kind === 'rows') {
    await rows.add(read);
    return;
  }
  await rows.end();
  if (member.kind === 'blob') {
    await shelve(shelf, member.key, pieces);
    counts.blobs += 1;
  } else if (member.kind === 'log') {
    await log.add(member.path, pieces);
    counts.logFiles += 1;
  }
}

async function shelve(
  shelf: Shelf,
  key: BlobKey,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  try {
    await shelf.write(pieces, areaOf(key), sha256Of(key));
  } catch (error) {
    if (error instanceof BlobRefusal && error.code === 'blob-full') {
      refuse('restore-no-room', {}, error);
    }
    throw error;
  }
}
