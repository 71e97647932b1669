import type { HashProvider, JsonValue } from '@countersign/proof';
import { alarm, LogFault, news, type Finding } from './finding.ts';
import { editionOf, isEdition, openEntry, registerOf } from './opened-entry.ts';
import type { PlacedEntry } from './read-entries.ts';
import type { WatchedRegister } from './watched-register.ts';

/** How far a replay has come, and what it could not follow. */
export interface Replay {
  readonly register: WatchedRegister;
  /** Entries about editions, since the register was last agreed upon, that could not be opened. */
  unopened: number;
  /** Entries that could not be opened in this run, of any kind that is served opened. */
  unopenedNow: number;
  /** The root that the last register entry opens to; undefined when it could not be opened. */
  root: Uint8Array | undefined;
  /** A register entry differed, and none agreed since: said once. */
  differs: boolean;
  /** The last entry that was replayed is of kind register, and opened. */
  atRegister: boolean;
}

const silent: ReadonlySet<string> = new Set(['batch', 'count', 'demonstration', 'signature']);
const notable: ReadonlySet<string> = new Set(['recovered', 'copied', 'key-succession']);

/** Kinds whose openings a replay needs. */
export function needsOpening(kind: string): boolean {
  return kind === 'register' || isEdition(kind);
}

/**
 * Replays one entry (spec/register.md, "How it follows from the log").
 *
 * @param opening as it was served; undefined when it is not served any more.
 */
export function replayEntry(
  provider: HashProvider,
  replay: Replay,
  { index: place, entry }: PlacedEntry,
  opening: Uint8Array | undefined,
): Finding[] {
  const index = String(place);
  replay.atRegister = false;
  if (entry === undefined) return [alarm('entry-malformed', { index })];
  const { kind } = entry;
  if (!needsOpening(kind)) {
    if (notable.has(kind)) return [news('notable-entry', { index, about: kind })];
    return silent.has(kind) ? [] : [news('unknown-entry', { index, about: kind })];
  }
  const skip = (): Finding[] => {
    replay.unopenedNow += 1;
    if (isEdition(kind)) replay.unopened += 1;
    else replay.root = undefined;
    return [];
  };
  if (opening === undefined) return skip();
  const fields = opened(() => openEntry(provider, entry, opening), index);
  if (!(fields instanceof Map)) return [...skip(), fields as Finding];
  if (isEdition(kind)) {
    const edition = editionOf(kind, fields);
    const finding =
      edition === undefined
        ? alarm('entry-malformed', { index })
        : replay.register.apply(edition, place);
    return finding === undefined ? [] : [finding];
  }
  return replayRegister(replay, fields, index);
}

function replayRegister(
  replay: Replay,
  fields: ReadonlyMap<string, JsonValue>,
  index: string,
): Finding[] {
  const said = registerOf(fields);
  replay.root = said?.root;
  if (said === undefined) return [alarm('entry-malformed', { index })];
  replay.atRegister = true;
  const { register, unopened } = replay;
  const agrees =
    Buffer.compare(register.root(), said.root) === 0 && register.size === said.subjects;
  if (agrees) replay.unopened = 0;
  // Past an entry that cannot be opened, only the served register can be followed.
  const isNew = !agrees && unopened === 0 && !replay.differs;
  replay.differs = !agrees && (isNew || replay.differs);
  return isNew ? [alarm('register-differs', { index })] : [];
}

function opened<Value>(open: () => Value, index: string): Value | Finding {
  try {
    return open();
  } catch (error) {
    if (error instanceof LogFault) return { ...error.finding, index };
    throw error;
  }
}
