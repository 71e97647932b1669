import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  createCountersigner,
  type ClockBehind,
  type Countersigner,
} from '@countersign/countersigner';
import { loadOrCreateKey } from '@countersign/countersigner/node';
import { formatVkey, parseVkey, signatureTypes } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db } from '#platform/database';
import { raiseAlarm } from '../alarms.ts';
import { openCosignedMemory } from './cosigned-memory.ts';
import { seenTreesIn } from './seen-trees.ts';

/** The countersigner that this instance is for others. */
export interface OwnCountersigner extends Countersigner {
  /** What others need to add it. */
  readonly verifierKey: string;
}

export interface OwnCountersignerOptions {
  readonly db: Db;
  /** Folder of the keys; the countersigner's is `countersigner.key`, not the log's. */
  readonly keysDir: string;
  readonly nowMs: () => number;
  /** Told once for each cosignature that lies ahead of the clock: until then nothing more of that log is signed. */
  readonly onClockBehind?: (behind: ClockBehind) => void;
}

/** @throws KeyProblem when its key cannot be read. */
export async function openCountersigner({
  db,
  keysDir,
  nowMs,
  onClockBehind,
}: OwnCountersignerOptions): Promise<OwnCountersigner> {
  const pair = await loadOrCreateKey(
    join(keysDir, 'countersigner.key'),
    `countersigner/${randomBytes(8).toString('hex')}`,
    signatureTypes.cosignature,
  );
  const memory = await openCosignedMemory(join(keysDir, 'countersigned'));
  const countersigner = createCountersigner({
    provider: node,
    key: pair.key,
    sign: (message) => pair.sign(message),
    logKeys: (origin) => keysOf(db, origin),
    store: seenTreesIn(db, memory),
    now: () => BigInt(Math.floor(nowMs() / 1000)),
    onClockBehind: onceEach(onClockBehind),
    onFork: ({ origin, proven, seen, shown }) =>
      raiseAlarm(db, {
        kind: proven ? 'other-fork' : 'other-unproven',
        origin,
        ours: seen,
        theirs: shown,
      }),
  });
  return { ...countersigner, verifierKey: formatVkey(pair.key) };
}

/** A log asks again every few seconds: what it is told lies ahead stays the same until the clock is set right. */
function onceEach(tell: (behind: ClockBehind) => void = () => {}): (behind: ClockBehind) => void {
  const last = new Map<string, bigint>();
  return (behind) => {
    if (last.get(behind.origin) === behind.last) return;
    last.set(behind.origin, behind.last);
    tell(behind);
  };
}

async function keysOf(db: Db, origin: string) {
  const row = await db
    .selectFrom('witnessed_log')
    .select('verifier_keys')
    .where('origin', '=', origin)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return (row?.verifier_keys ?? []).map((key) => parseVkey(node, key));
}

/** The last checkpoint of a log that was cosigned here, by the SHA-256 of its origin in hexadecimal. */
export async function findWitnessed(db: Db, originHash: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('witnessed_log')
    .select('note')
    .where((eb) =>
      eb(
        eb.fn<string>('encode', [
          eb.fn<Buffer>('sha256', [eb.fn<Buffer>('convert_to', ['origin', eb.val('UTF8')])]),
          eb.val('hex'),
        ]),
        '=',
        originHash,
      ),
    )
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row?.note ?? undefined;
}
