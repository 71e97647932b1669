import { linkSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { codeOf, PostgresError, storageError } from './postgres-error.ts';
import { makePrivateFolder } from './private-folder.ts';
import { processStart } from './process-identity.ts';

/** Who works on a data folder. */
export interface DataHolder {
  readonly pid: number;
  /** What the process is, for people: "server", "countersign source add". */
  readonly as: string;
  /** RFC 3339 time of taking hold. */
  readonly since: string;
}

interface HolderFile extends DataHolder {
  /** See `processStart`: tells the holder from a later process with its number. */
  readonly started: string;
}

export interface DataHold {
  /** Lets go; safe to call twice. A process that dies lets go too. */
  release(): void;
}

/**
 * Takes the data folder for this process, so that no second one starts a database on it, sequences
 * the log or sweeps blobs at the same time.
 *
 * The hold is a numbered file. Only one process can create the number after a dead holder's, and
 * numbers are never used again, so two that both find the holder dead cannot both succeed it (the
 * flaw of "remove the stale lock file, then create it").
 *
 * @throws PostgresError `held` naming the other process, `not-writable`, `disk-full`.
 */
export function holdDataFolder(dataDir: string, as: string): DataHold {
  const folder = path.join(dataDir, 'holder');
  const draft = path.join(folder, `draft-${process.pid}`);
  const me: HolderFile = {
    pid: process.pid,
    as,
    since: new Date().toISOString(),
    started: processStart(process.pid) ?? '',
  };
  try {
    makePrivateFolder(folder);
    for (;;) {
      const holder = currentHolder(folder);
      if (holder !== undefined) throw heldBy(dataDir, holder);
      const mine = (numbersIn(folder).at(-1) ?? 0) + 1;
      // Readable to every user who can enter the data folder, for they must see that it is held.
      writeFileSync(draft, JSON.stringify(me), { mode: 0o644 });
      if (claim(folder, draft, mine)) return { release: () => letGo(folder, draft, mine) };
    }
  } catch (error) {
    throw storageError(dataDir, String(codeOf(error)), error) ?? error;
  }
}

/** Who holds the data folder now, without taking it. */
export function dataHolder(dataDir: string): DataHolder | undefined {
  return currentHolder(path.join(dataDir, 'holder'));
}

/** Links the draft under the number; false when someone else was there first or is ahead. */
function claim(folder: string, draft: string, mine: number): boolean {
  const file = path.join(folder, String(mine));
  try {
    linkSync(draft, file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const numbers = numbersIn(folder);
  // We slept between reading and linking, and others have succeeded each other meanwhile.
  if (numbers.at(-1) !== mine) {
    rmSync(file, { force: true });
    return false;
  }
  for (const older of numbers) {
    if (older < mine) rmSync(path.join(folder, String(older)), { force: true });
  }
  return true;
}

/** Empties the file instead of removing it: a number that came back could be taken twice. */
function letGo(folder: string, draft: string, mine: number): void {
  const file = path.join(folder, String(mine));
  if (readHolder(file)?.pid !== process.pid) return;
  writeFileSync(draft, '', { mode: 0o600 });
  renameSync(draft, file);
}

function currentHolder(folder: string): DataHolder | undefined {
  const last = numbersIn(folder).at(-1);
  if (last === undefined) return undefined;
  const holder = readHolder(path.join(folder, String(last)));
  return holder !== undefined && processStart(holder.pid) === holder.started ? holder : undefined;
}

function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** `undefined` for a file that was emptied, or never finished by a machine that lost power. */
function readHolder(file: string): HolderFile | undefined {
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')) as Partial<HolderFile> | null;
    return typeof found?.pid === 'number' && typeof found.started === 'string'
      ? (found as HolderFile)
      : undefined;
  } catch {
    return undefined;
  }
}

function heldBy(dataDir: string, holder: DataHolder): PostgresError {
  return new PostgresError(
    'held',
    `${dataDir} is in use by process ${holder.pid} (${holder.as}, since ${holder.since}). Stop that process first, or set COUNTERSIGN_DATA to another folder.`,
  );
}
