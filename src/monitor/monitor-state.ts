import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDurably, replaceDurably } from '@countersign/countersigner/node';
import { parseBucket, type RegisterLine } from '@countersign/proof';
import { z } from 'zod';
import { MonitorError } from './finding.ts';

const decimal = z.string().regex(/^(?:0|[1-9][0-9]{0,19})$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const stateShape = z.strictObject({
  v: z.literal(1),
  /** Origin of the address. */
  address: z.string(),
  /** The last checkpoint that was consistent with all before it: the note, base64. */
  checkpoint: z.base64(),
  /** SHA-256 of the policy last served. */
  servedPolicy: hash.nullable(),
  /** How many entries were read. */
  read: decimal,
  /** The register's root that was last agreed upon. */
  registerRoot: hash.nullable(),
  /** Entries about editions since then that could not be opened. */
  unopened: z.int().min(0),
  /** The bucket to look at again next. */
  nextBucket: z.int().min(0).max(255),
  /** First entries of bundles that were not what the checkpoint commits to: looked at until they are. */
  recheck: z.array(decimal).max(64).default([]),
  /** SHA-256 of the register's lines that follow. */
  lines: hash,
});

/** What a monitor knows of a log from one run to the next, without the lines of its register. */
export type MonitorState = Omit<z.infer<typeof stateShape>, 'v' | 'lines'>;

/** The folder in which a monitor keeps what it saw. Nothing a server says names a file in it. */
export interface StateFolder {
  /** @throws MonitorError `state-damaged`. */
  load(): Promise<{ state: MonitorState; lines: Iterable<RegisterLine> } | undefined>;
  /** Durable when it resolves. */
  save(state: MonitorState, lines: Iterable<string>): Promise<void>;
  /** The policy of the first run, if one was kept. */
  policy(): Promise<Uint8Array | undefined>;
  keepPolicy(policy: Uint8Array): Promise<void>;
  /** Keeps a signed checkpoint beside the state, under the hash of its bytes. @returns its file. */
  keepEvidence(note: Uint8Array): Promise<string | undefined>;
}

/** So that a server cannot fill the disk with new contradictions. */
const maxEvidence = 256;

export async function openStateFolder(folder: string): Promise<StateFolder> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'state');
  return {
    async load() {
      const bytes = await readIfThere(file);
      return bytes === undefined ? undefined : parseState(bytes, file);
    },
    async save(state, lines) {
      const text = [...lines].join('');
      const head = { v: 1, ...state, lines: sha256(text) };
      await replaceDurably(file, `${JSON.stringify(head)}\n${text}`);
    },
    policy: () => readIfThere(join(folder, 'policy')),
    keepPolicy: (policy) =>
      createDurably(join(folder, 'policy'), Buffer.from(policy).toString('utf8')),
    async keepEvidence(note) {
      const evidence = join(folder, 'evidence');
      const kept = await readdir(evidence).catch(() => []);
      const name = join(evidence, `${sha256(note).slice(0, 32)}.checkpoint`);
      if (kept.length >= maxEvidence) return undefined;
      await replaceDurably(name, note);
      return name;
    },
  };
}

function parseState(bytes: Buffer, file: string) {
  const end = bytes.indexOf(0x0a);
  const text = bytes.subarray(end + 1);
  try {
    const {
      v: _,
      lines,
      ...state
    } = stateShape.parse(JSON.parse(bytes.subarray(0, end).toString('utf8')));
    if (sha256(text) !== lines) throw new Error('other lines');
    return { state, lines: parseBucket(text) };
  } catch (error) {
    throw new MonitorError(
      'state-damaged',
      `${file} is damaged. Bring it back from a backup; without it nothing before today is compared.`,
      { cause: error },
    );
  }
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
