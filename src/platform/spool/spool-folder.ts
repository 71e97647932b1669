import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What lies in the folder of a spool. */
export interface SpoolCount {
  readonly waiting: number;
  /** Of what waits. */
  readonly bytes: number;
  /** What did not open, and was put aside. */
  readonly aside: number;
}

export interface WaitingFile {
  readonly name: string;
  readonly bytes: number;
}

export const asideFolder = 'aside';
const records = /^([0-9a-f]{32})\.age$/u;
const drafts = /^[0-9a-f]{32}\.draft$/u;

export const recordFile = (name: string) => `${name}.age`;
export const draftFile = (name: string) => `${name}.draft`;

/** Counts what waits, for whoever looks from outside; nothing is opened or changed. */
export async function countSpool(folder: string): Promise<SpoolCount> {
  const { waiting } = await readSpool(folder);
  const aside = await namesIn(join(folder, asideFolder));
  return {
    waiting: waiting.length,
    bytes: waiting.reduce((sum, { bytes }) => sum + bytes, 0),
    aside: aside.filter((file) => records.test(file)).length,
  };
}

/** @returns what waits, the oldest first, and the names of drafts: files nobody was ever answered for. */
export async function readSpool(folder: string): Promise<{
  readonly waiting: readonly WaitingFile[];
  readonly drafts: readonly string[];
}> {
  const names = await namesIn(folder);
  const found: (WaitingFile & { readonly at: number })[] = [];
  for (const file of names) {
    const [, name] = records.exec(file) ?? [];
    if (name === undefined) continue;
    // Gone between the two looks: the process that it belongs to works on it.
    // A link is none of ours, wherever it leads.
    const facts = await ifThere(lstat(join(folder, file)));
    if (facts?.isFile() === true) found.push({ name, bytes: facts.size, at: facts.mtimeMs });
  }
  return {
    waiting: found.toSorted((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1)),
    drafts: names.filter((file) => drafts.test(file)),
  };
}

async function namesIn(folder: string): Promise<string[]> {
  return (await ifThere(readdir(folder))) ?? [];
}

/** @returns undefined for what is not there; a folder that may not be read, or a disk that fails, is a fault. */
export async function ifThere<Found>(looked: Promise<Found>): Promise<Found | undefined> {
  try {
    return await looked;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
