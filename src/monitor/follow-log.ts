import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { holdPath } from '@countersign/countersigner/node';
import {
  formatVkey,
  parseSignedCheckpoint,
  tileWidth,
  type Checkpoint,
  type CheckpointFindings,
  type TreeHead,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { checkRegister } from './check-register.ts';
import { followKeys, missingSuccessions, type FollowedKeys } from './follow-keys.ts';
import { alarm, LogFault, MonitorError, type Finding } from './finding.ts';
import { acceptCheckpoint, requireGrown } from './judge-checkpoint.ts';
import { findLog, findTrust, originOf, type Trust } from './log-address.ts';
import { openReader, type LogReader, type ReaderLimits } from './log-reader.ts';
import { openStateFolder, type MonitorState, type StateFolder } from './monitor-state.ts';
import { readEntries, tilesOf, type PlacedEntry } from './read-entries.ts';
import { needsOpening, replayEntry, type Replay } from './replay.ts';
import { WatchedRegister } from './watched-register.ts';

export interface FollowOptions extends ReaderLimits {
  readonly address: string;
  readonly folder: string;
  /** The policy file of the person who watches. */
  readonly policy?: Uint8Array;
  /** Told as it is found, before the state says that it was read: an interrupted run may tell it again. */
  readonly tell: (finding: Finding) => void;
  readonly progress?: (read: bigint, size: bigint) => void;
}

/** What a run came to. Alarms are among what was told. */
export interface FollowOutcome {
  readonly origin: string;
  readonly size: bigint;
  /** Size at the last run; undefined at the first. */
  readonly before: bigint | undefined;
  readonly trust: Trust['from'];
  readonly countersigned: readonly string[];
  /** By which the log came to the key that signs now, the oldest first. */
  readonly successions: readonly { readonly index: bigint; readonly successor: string }[];
  readonly alarms: number;
  /** Entries read in this run whose opening is not served any more. */
  readonly unopened: number;
  /** Time was over before all was read; the next run goes on. */
  readonly unread: bigint;
  /** Files of contradicting checkpoints that were kept. */
  readonly evidence: readonly string[];
}

/**
 * Follows a log from where the last run ended (docs/proof.md).
 *
 * @throws MonitorError when it cannot be watched now; KeyProblem `state-held` when another run is.
 */
export async function followLog(options: FollowOptions): Promise<FollowOutcome> {
  const folder = await openStateFolder(options.folder);
  const hold = await holdPath(join(options.folder, 'state'));
  try {
    return await new Run(options, folder).follow();
  } finally {
    await hold.release();
  }
}

interface Accepted {
  readonly head: CheckpointFindings;
  readonly tiles: ReturnType<typeof tilesOf>;
  readonly state: MonitorState;
  readonly countersigned: string[];
}

const saveEveryMs = 20_000;
const openingsAtOnce = 8;
const maxLines = 5_000_000;
/** How many bundles read before are read again in a run. */
const sampledBundles = 4;

class Run {
  readonly #options: FollowOptions;
  readonly #folder: StateFolder;
  readonly #reader: LogReader;
  readonly #origin: string;
  readonly #evidence: string[] = [];
  #alarms = 0;

  constructor(options: FollowOptions, folder: StateFolder) {
    this.#options = options;
    this.#folder = folder;
    this.#origin = originOf(options.address);
    this.#reader = openReader(this.#origin, options);
  }

  async follow(): Promise<FollowOutcome> {
    const loaded = await this.#folder.load();
    const kept = loaded?.state;
    if (kept !== undefined && kept.address !== this.#origin) {
      throw new MonitorError('address-bad', `This folder is of ${kept.address}; name another.`);
    }
    const prefix = await findLog(this.#reader, this.#origin);
    const given = this.#options.policy;
    const servedBefore = kept?.servedPolicy ?? null;
    const trust = await findTrust(this.#reader, prefix, this.#folder, given, servedBefore);
    this.#tell(...trust.findings);
    const before = kept === undefined ? undefined : keptHead(kept);
    const outcome = { before: before?.size, trust: trust.from, evidence: this.#evidence };
    const register = new WatchedRegister(node, loaded?.lines);
    const replay = replayFrom(kept, register);
    let head: TreeHead | undefined = before;
    let countersigned: string[] = [];
    let unread = 0n;
    let keys: FollowedKeys = { policy: trust.policy, successions: [], alarms: [] };
    try {
      keys = await followKeys(this.#reader, prefix, trust.policy);
      this.#tell(...keys.alarms);
      const accepted = await this.#checkpoint(prefix, { ...trust, keys }, kept, register);
      head = accepted.head;
      countersigned = accepted.countersigned;
      const { recheck = [], read = '0' } = kept ?? {};
      accepted.state.recheck = await this.#recheck(prefix, accepted, recheck, BigInt(read));
      unread = await this.#read(prefix, accepted, replay);
    } catch (error) {
      if (!(error instanceof LogFault)) throw error;
      this.#tell(error.finding);
    }
    return {
      ...outcome,
      ...{ origin: head?.origin ?? '', size: head?.size ?? 0n, countersigned, unread },
      ...{ alarms: this.#alarms, unopened: replay.unopenedNow },
      successions: keys.successions.map(({ index, successor }) => ({
        index,
        successor: formatVkey(successor),
      })),
    };
  }

  #tell(...findings: readonly Finding[]): void {
    for (const finding of findings) {
      if (finding.alarm) this.#alarms += 1;
      this.#options.tell(finding);
    }
  }

  /** Fetches, judges and keeps the newest checkpoint, durably, before anything is said of it. */
  async #checkpoint(
    prefix: string,
    trust: Trust & { readonly keys: FollowedKeys },
    kept: MonitorState | undefined,
    register: WatchedRegister,
  ): Promise<Accepted> {
    const path = `${prefix}checkpoint`;
    const note = await this.#reader.find(path, 'checkpoint');
    if (note === undefined) {
      if (kept !== undefined) throw new LogFault(alarm('missing', { about: path }));
      throw new MonitorError('no-log', 'This log has published nothing yet.');
    }
    const { head, alarms } = acceptCheckpoint(trust.keys.policy, note);
    this.#tell(...alarms);
    const tiles = tilesOf(this.#reader, prefix, head);
    if (kept !== undefined) {
      try {
        await requireGrown(keptHead(kept), head, tiles);
      } catch (error) {
        if (error instanceof LogFault) await this.#keepBoth(kept, note);
        throw error;
      }
    }
    this.#tell(...(await missingSuccessions(trust.keys, tiles)));
    if (trust.from === 'first') await this.#folder.keepPolicy(trust.bytes);
    const state: MonitorState = {
      ...(kept ?? beginning(this.#origin)),
      checkpoint: Buffer.from(note).toString('base64'),
      servedPolicy: trust.served,
    };
    await this.#folder.save(state, register.texts());
    return { head, tiles, state, countersigned: head.countersigned.map(({ name }) => name) };
  }

  async #keepBoth(kept: MonitorState, note: Uint8Array): Promise<void> {
    for (const one of [Buffer.from(kept.checkpoint, 'base64'), note]) {
      const file = await this.#folder.keepEvidence(one);
      if (file !== undefined) this.#evidence.push(file);
    }
  }

  /**
   * Looks again at what was altered when it was looked at last, and at some of what was read before: a
   * file of an old tree is served for ever, and may be changed at any time.
   *
   * @returns what is altered now.
   */
  async #recheck(
    prefix: string,
    { tiles }: Accepted,
    altered: readonly string[],
    read: bigint,
  ): Promise<string[]> {
    const bundles = Math.floor(Number(read) / tileWidth);
    const some = Array.from({ length: Math.min(sampledBundles, bundles) }, () =>
      String(randomInt(bundles) * tileWidth),
    );
    const still: string[] = [];
    for (const first of new Set([...altered, ...some])) {
      try {
        await readEntries(this.#reader, prefix, tiles, BigInt(first)).next();
      } catch (error) {
        if (!(error instanceof LogFault)) throw error;
        this.#tell(error.finding);
        still.push(first);
      }
    }
    return still.slice(0, 64);
  }

  /** Reads and replays what is new, and holds the register against it. @returns what is unread. */
  async #read(prefix: string, { head, tiles, state }: Accepted, replay: Replay): Promise<bigint> {
    const hashesBefore = replay.register.hashes();
    let at = BigInt(state.read);
    let saved = performance.now();
    const save = (more: Partial<MonitorState> = {}) =>
      this.#folder.save(
        {
          ...state,
          read: String(at),
          unopened: replay.unopened,
          registerRoot: rootOf(replay),
          ...more,
        },
        replay.register.texts(),
      );
    try {
      for await (const entries of readEntries(this.#reader, prefix, tiles, at)) {
        const openings = await this.#openings(prefix, entries);
        for (const [position, placed] of entries.entries()) {
          this.#tell(...replayEntry(node, replay, placed, openings[position]));
        }
        at += BigInt(entries.length);
        if (replay.register.size > maxLines) {
          throw new MonitorError('too-large', `More than ${maxLines} subjects are not watched.`);
        }
        this.#options.progress?.(at, head.size);
        if (performance.now() - saved > saveEveryMs) {
          await save();
          saved = performance.now();
        }
      }
    } catch (error) {
      // What was told is not told again; what was not read is read by the next run.
      await save();
      const isLate = error instanceof MonitorError && error.code === 'out-of-time';
      if (isLate && at > BigInt(state.read)) return head.size - at;
      throw error;
    }
    await this.#register(prefix, state, replay, hashesBefore, save);
    return 0n;
  }

  async #register(
    prefix: string,
    { nextBucket }: MonitorState,
    replay: Replay,
    before: readonly Uint8Array[],
    save: (more: Partial<MonitorState>) => Promise<void>,
  ): Promise<void> {
    const { register, root, unopened } = replay;
    await save({});
    if (root === undefined || !replay.atRegister) throw new LogFault(alarm('register-unproven'));
    const check = { root, before, unopened, nextBucket };
    const checked = await checkRegister(this.#reader, prefix, register, check);
    this.#tell(...checked.findings);
    replay.unopened = 0;
    await save({ unopened: 0, nextBucket: checked.nextBucket });
  }

  async #openings(prefix: string, entries: readonly PlacedEntry[]) {
    const openings: (Uint8Array | undefined)[] = [];
    for (let at = 0; at < entries.length; at += openingsAtOnce) {
      const some = entries.slice(at, at + openingsAtOnce).map(({ entry }) => {
        if (entry === undefined || !needsOpening(entry.kind)) return Promise.resolve(undefined);
        return this.#reader.find(`${prefix}opening/${entry.id}`, 'opening');
      });
      openings.push(...(await Promise.all(some)));
    }
    return openings;
  }
}

function beginning(address: string): Omit<MonitorState, 'checkpoint' | 'servedPolicy'> {
  return { address, read: '0', registerRoot: null, unopened: 0, nextBucket: 0, recheck: [] };
}

function replayFrom(kept: MonitorState | undefined, register: WatchedRegister): Replay {
  const root = kept?.registerRoot ?? null;
  return {
    register,
    unopened: kept?.unopened ?? 0,
    unopenedNow: 0,
    root: root === null ? undefined : Buffer.from(root, 'hex'),
    differs: false,
    atRegister: root !== null,
  };
}

/** The root to hold the register against when the next run reads nothing new. */
function rootOf({ root, atRegister }: Replay): string | null {
  return root === undefined || !atRegister ? null : Buffer.from(root).toString('hex');
}

/** It was verified when it was kept. */
function keptHead({ checkpoint }: MonitorState): Checkpoint {
  return parseSignedCheckpoint(Buffer.from(checkpoint, 'base64')).checkpoint;
}
