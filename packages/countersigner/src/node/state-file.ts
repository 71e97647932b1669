import { randomBytes } from 'node:crypto';
import { constants, type FileHandle, open } from 'node:fs/promises';
import {
  decodeBase64,
  encodeBase64,
  formatVkey,
  type NoteKey,
  parseUint64,
  parseVkey,
  ProofError,
  signatureTypes,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { SeenTree, SeenTrees } from '../store.ts';
import { createDurably, replaceDurably } from './durable-file.ts';
import { holdPath, type Hold } from './hold-path.ts';
import {
  generateKeyText,
  KeyProblem,
  type KeyPair,
  parseKeyText,
  requirePrivate,
} from './key-file.ts';

/**
 * Everything a countersigner must keep, in one file: its key, the logs it countersigns, what it saw of
 * each last. Lines are appended durably, several requests in one write; later ones hold.
 *
 * ```text
 * countersigner-state/v1
 * key PRIVATE+KEY+…
 * log <verifier key>
 * seen <base64 of the origin> <size> <base64 of the root> <base64 of the note>
 * ```
 */
export interface CountersignerState extends SeenTrees {
  readonly pair: KeyPair;
  /** The logs it countersigns. */
  readonly logs: readonly NoteKey[];
  logKeys(origin: string): readonly NoteKey[];
  /** Durable when it resolves. @throws ProofError when it is no verifier key of a log. */
  addLog(verifierKey: string): Promise<NoteKey>;
  close(): Promise<void>;
}

const firstLine = 'countersigner-state/v1';

/**
 * Opens a state file, or makes one with a fresh key. A last line that was torn by a crash counts for
 * nothing: its request was not answered.
 *
 * @param name of a new countersigner; a random one by default.
 * @throws KeyProblem when another process has it, or the file is readable by others or damaged. It is never replaced then: a
 * countersigner that forgets could cosign what contradicts what it saw.
 */
export async function openState(path: string, name?: string): Promise<CountersignerState> {
  const hold = await holdPath(path);
  try {
    return await openHeld(path, hold, name);
  } catch (error) {
    await hold.release();
    throw error;
  }
}

/** Reads what a state file says, without taking it; undefined when there is none. @throws KeyProblem. */
export async function readState(
  path: string,
): Promise<Pick<CountersignerState, 'pair' | 'logs' | 'read'> | undefined> {
  try {
    const { pair, logs, seen } = parseState(await readPrivate(path), path);
    return { pair, logs, read: (origin) => Promise.resolve(seen.get(origin)) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function openHeld(path: string, hold: Hold, name?: string): Promise<CountersignerState> {
  const named = name ?? `countersigner/${randomBytes(8).toString('hex')}`;
  const key = generateKeyText(named, signatureTypes.cosignature);
  await createDurably(path, `${firstLine}\nkey ${key}\n`);
  const content = parseState(await readPrivate(path), path);
  await replaceDurably(path, formatState(content));
  const openFile = () => open(path, constants.O_WRONLY | constants.O_APPEND);
  const compact = async () => {
    await replaceDurably(path, formatState(content));
    return openFile();
  };
  const lines = groupedAppend(await openFile(), compact);
  const { append } = lines;
  const { logs, seen, pair } = content;
  return {
    pair,
    logs,
    logKeys: (origin) => logs.filter((log) => log.name === origin),
    async addLog(verifierKey) {
      const log = parseVkey(node, verifierKey);
      if (log.type !== signatureTypes.ed25519) {
        throw new ProofError('key-type-unsupported', 'this key is not one of a log');
      }
      await append(`log ${formatVkey(log)}\n`);
      if (!logs.some((known) => formatVkey(known) === formatVkey(log))) logs.push(log);
      return log;
    },
    read: (origin) => Promise.resolve(seen.get(origin)),
    replace: (origin, oldSize, next) => replaceSeen(seen, append, origin, oldSize, next),
    async close() {
      await lines.close();
      await hold.release();
    },
  };
}

const replacing = new WeakMap<Map<string, SeenTree>, Map<string, Promise<boolean>>>();

async function replaceSeen(
  seen: Map<string, SeenTree>,
  append: (line: string) => Promise<void>,
  origin: string,
  oldSize: bigint,
  next: SeenTree,
): Promise<boolean> {
  const busy = replacing.get(seen) ?? new Map<string, Promise<boolean>>();
  replacing.set(seen, busy);
  // Another request of this log is on its way to the disk. It is waited for and not answered before: of two
  // that show the same tree the later would be told of a conflict, which only a fork has.
  for (let other = busy.get(origin); other !== undefined; other = busy.get(origin)) {
    await other.catch(() => false);
  }
  if ((seen.get(origin)?.size ?? 0n) !== oldSize) return false;
  const written = append(seenLine(origin, next)).then(() => {
    seen.set(origin, next);
    return true;
  });
  busy.set(origin, written);
  try {
    return await written;
  } finally {
    busy.delete(origin);
  }
}

interface StateContent {
  readonly pair: KeyPair;
  readonly keyText: string;
  readonly logs: NoteKey[];
  readonly seen: Map<string, SeenTree>;
}

async function readPrivate(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    await requirePrivate(file, path);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function parseState(text: string, path: string): StateContent {
  const damaged = () =>
    new KeyProblem('key-damaged', `The state ${path} is damaged. Restore it from a copy.`);
  const [first, keyLine, ...lines] = text.slice(0, text.lastIndexOf('\n')).split('\n');
  const keyText = keyLine?.startsWith('key ') === true ? keyLine.slice(4) : undefined;
  const pair = keyText === undefined ? undefined : parseKeyText(keyText);
  if (first !== firstLine || keyText === undefined || pair === undefined) throw damaged();
  const content: StateContent = { pair, keyText, logs: [], seen: new Map() };
  for (const line of lines) if (!readLine(content, line)) throw damaged();
  return content;
}

function readLine({ logs, seen }: StateContent, line: string): boolean {
  if (line.startsWith('log ')) {
    const key = parseVkey(node, line.slice(4));
    if (!logs.some((known) => formatVkey(known) === formatVkey(key))) logs.push(key);
    return true;
  }
  const [word, origin, sizeText, rootText, noteText, ...rest] = line.split(' ');
  const size = sizeText === undefined ? undefined : parseUint64(sizeText);
  const root = rootText === undefined ? undefined : decodeBase64(rootText);
  const isSeen = word === 'seen' && noteText !== undefined && rest.length === 0;
  if (!isSeen || origin === undefined || size === undefined || root?.length !== 32) return false;
  const note = Buffer.from(noteText, 'base64').toString('utf8');
  seen.set(Buffer.from(origin, 'base64').toString('utf8'), { size, root, note });
  return true;
}

function formatState({ keyText, logs, seen }: StateContent): string {
  return [
    `${firstLine}\nkey ${keyText}\n`,
    ...logs.map((log) => `log ${formatVkey(log)}\n`),
    ...[...seen].map(([origin, tree]) => seenLine(origin, tree)),
  ].join('');
}

function seenLine(origin: string, { size, root, note }: SeenTree): string {
  const encoded = [origin, note].map((text) => Buffer.from(text, 'utf8').toString('base64'));
  return `seen ${encoded[0]} ${size} ${encodeBase64(root)} ${encoded[1]}\n`;
}

/** A log that publishes every two seconds adds 30 MB a day, of which one line holds: then the file is written anew. */
const compactBytes = 4_194_304;

/**
 * Appends lines so that all that come while one write is under way share the next: a disk makes a
 * hundred lines durable in the time of one.
 *
 * @param compact writes what is acknowledged to a new file in the place of the old one, and opens it. It is
 *   called when nothing is on its way.
 */
function groupedAppend(first: FileHandle, compact: () => Promise<FileHandle>) {
  let file = first;
  let length = 0;
  let waiting: { readonly line: string; settle: (error?: unknown) => void }[] = [];
  let running: Promise<void> | undefined;
  // After a failed write nobody knows what lies in the file: nothing more is acknowledged.
  let broken: unknown;
  const write = async (text: string) => {
    if (broken !== undefined) throw broken;
    await file.appendFile(text);
    await file.datasync();
    length += text.length;
  };
  const makeSmaller = async () => {
    // Those who wait for the last write note what was acknowledged before this goes on.
    await new Promise((resolve) => setImmediate(resolve));
    const old = file;
    file = await compact();
    length = 0;
    await old.close();
  };
  const run = async () => {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await write(group.map(({ line }) => line).join(''));
        for (const { settle } of group) settle();
        if (length > compactBytes) await makeSmaller();
      } catch (error) {
        broken = error;
        for (const { settle } of group) settle(error);
      }
    }
    running = undefined;
  };
  return {
    append: (line: string) =>
      new Promise<void>((resolve, reject) => {
        const settle = (error?: unknown) => (error === undefined ? resolve() : reject(error));
        waiting.push({ line, settle });
        running ??= run();
      }),
    async close() {
      await running;
      await file.close();
    },
  };
}
