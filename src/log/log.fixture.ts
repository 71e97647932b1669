import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import {
  hashLeaf,
  MerkleTree,
  parseEntryBundle,
  parseSignedCheckpoint,
  parseVkey,
  partialTiles,
  tileWidth,
  bundlePath,
  verifyCheckpoint,
  type Checkpoint,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import {
  openDatabase,
  type ConnectionOptions,
  type Database,
  type Db,
  type Tx,
} from '#platform/database';
import { createTestDatabase } from '../../test/database/index.ts';
import { enqueueEntries } from './enqueue-entries.ts';
import { newestSigned } from './sequencer/newest-signed.ts';
import { newMemory, runRound, type SequencerMemory } from './sequencer/run-round.ts';
import { openFileSigner } from './signer/file-signer.ts';
import type { Signer } from './signer/signer.ts';
import { openTreeFolder, type TreeFiles } from './tree/tree-files.ts';

/** A log for tests, with all its real parts. */
export interface TestLog {
  readonly database: Database;
  readonly db: Db;
  readonly options: ConnectionOptions;
  readonly folder: string;
  readonly keys: string;
  readonly tree: string;
  files: TreeFiles;
  signer: Signer;
  /** Opens files and signer anew, as a process that was started again. */
  restart(): Promise<void>;
  /** Queues editions of as many new subjects. */
  queue(count: number): Promise<string[]>;
  /** Rounds until nothing waits. */
  drain(memory?: SequencerMemory): Promise<void>;
  /** The newest signed checkpoint, verified with the signer's key. */
  checkpoint(): Promise<Checkpoint>;
  close(): Promise<void>;
}

/** @param create gives it a database; outside the test runner there is another way to one. */
export async function openTestLog(create = createTestDatabase): Promise<TestLog> {
  const created = await create();
  const database = openDatabase(created.options, () => {});
  const folder = await mkdtemp(join(tmpdir(), 'countersign-log-'));
  const keys = join(folder, 'keys');
  const tree = join(folder, 'log');
  const log: TestLog = {
    database,
    db: database.db,
    options: created.options,
    folder,
    keys,
    tree,
    files: openTreeFolder(tree),
    signer: await openFileSigner(keys),
    async restart() {
      await log.signer.close();
      log.files = openTreeFolder(tree);
      log.signer = await openFileSigner(keys);
    },
    async queue(count) {
      const subjects = Array.from({ length: count }, () => randomUUID());
      await database.db.transaction().execute((tx) =>
        enqueueEntries(
          tx,
          subjects.map((subject) => editionOf(subject, 1)),
        ),
      );
      return subjects;
    },
    async drain(memory = newMemory()) {
      const { db } = database;
      for (;;) {
        const round = await runRound(
          { db, files: log.files, signer: log.signer, roundEntries: 1000 },
          memory,
        );
        if (round === undefined) return;
      }
    },
    async checkpoint() {
      const head = await newestSigned(database.db);
      if (head === undefined) throw new Error('nothing is signed');
      const signed = parseSignedCheckpoint(Buffer.from(head.note));
      return verifyCheckpoint(node, signed, [parseVkey(node, log.signer.verifierKey)]).checkpoint;
    },
    async close() {
      await log.signer.close();
      await database.close();
      await created.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return log;
}

/** An edition's entry with a hash made of its subject and number. */
export function editionOf(subject: string, number: number) {
  return {
    kind: number > 1 ? 'edition-corrected' : 'edition-published',
    fields: {
      subject,
      'subject-kind': 'person',
      edition: randomUUID(),
      number,
      hash: Buffer.from(node.sha256(Buffer.from(`${subject} ${number}`))).toString('base64'),
    },
  } as const;
}

/** Changes rows as whoever has taken the server would: past every trigger. */
export async function tamper(db: Db, work: (tx: Tx) => Promise<void>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const tables = ['log_entry', 'log_checkpoint', 'log_key'];
    for (const table of tables) {
      await sql`alter table ${sql.table(table)} disable trigger user`.execute(tx);
    }
    await work(tx);
    for (const table of tables) {
      await sql`alter table ${sql.table(table)} enable trigger user`.execute(tx);
    }
  });
}

/** The entries of a tree as its bundles have them, held against a root. */
export async function readLoggedEntries(
  files: TreeFiles,
  { size, root }: Pick<Checkpoint, 'size' | 'root'>,
): Promise<string[]> {
  const entries: Uint8Array[] = [];
  const width = BigInt(tileWidth);
  for (let index = 0n; index * width < size; index += 1n) {
    const own = size - index * width < width ? Number(size - index * width) : tileWidth;
    const bytes =
      (await files.read(bundlePath({ index, width: own }))) ??
      (await files.read(bundlePath({ index, width: tileWidth })));
    if (bytes === undefined) throw new Error(`bundle ${index} is missing`);
    entries.push(...parseEntryBundle(bytes, own));
  }
  const tree = new MerkleTree(
    node,
    entries.map((entry) => hashLeaf(node, entry)),
  );
  if (Buffer.compare(tree.root(), root) !== 0) throw new Error('the bundles have another root');
  if (partialTiles(size).length === 0 && size % width !== 0n) throw new Error('no partial tile');
  return entries.map((entry) => Buffer.from(entry).toString('utf8'));
}
