import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  bundlePath,
  canonicalJson,
  changedBundles,
  changedTiles,
  cosign,
  encodeBase64,
  formatSignatureLines,
  formatVkey,
  type JsonValue,
  noteKey,
  openCommitment,
  parseBucketHashes,
  parseEditionProof,
  parseEntryBundle,
  parseLogEntry,
  parseSignedCheckpoint,
  signatureTypes,
  tilePath,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import {
  enqueueEntries,
  fileKeyKeeper,
  type NewEntry,
  openFileSigner,
  openTreeFolder,
  retireKey,
  rotateKey,
} from '#log';
import { openDatabase, type Db } from '#platform/database';
import { publishNewest } from '../../src/log/publish-checkpoint.ts';
import { newestSigned } from '../../src/log/sequencer/newest-signed.ts';
import { newMemory, runRound } from '../../src/log/sequencer/run-round.ts';
import { keepSuccessions } from '../../src/log/succession/keep-successions.ts';
import { logRoutes } from '../../src/web/log/log-routes.ts';
import { textOf } from './cases/case.ts';
import { inDatabase, onServer, startTestServer } from '../database/test-server.ts';

/**
 * Has a real instance – database, sequencer, signer, tree files, routes – log some four hundred
 * entries in two rounds, and saves what its routes serve under `folder`, by path, for `read_log` and
 * `summariseLog`.
 */
export async function writeInstanceLog(folder: string): Promise<void> {
  const { server, end } = await startTestServer(process.env['COUNTERSIGN_TEST_DATABASE_URL']);
  const name = `interop_${randomBytes(6).toString('hex')}`;
  const data = mkdtempSync(path.join(tmpdir(), 'countersign-interop-data-'));
  try {
    await onServer(server.connection, `create database ${name} template ${server.template}`);
    const options = inDatabase(server.connection, name);
    // A connection that ends while the database is dropped is no fault; one that a query needs is told.
    const database = openDatabase(options, () => {});
    const signer = await openFileSigner(path.join(data, 'keys'));
    try {
      const files = openTreeFolder(path.join(data, 'log'));
      const parts = { db: database.db, files, signer, roundEntries: 1000 };
      await logAndSave(folder, parts, data);
    } finally {
      await signer.close();
      await database.close();
    }
    await onServer(server.connection, `drop database ${name} with (force)`);
  } finally {
    await end();
    rmSync(data, { recursive: true, force: true });
  }
}

type Parts = Parameters<typeof runRound>[0];

async function logAndSave(folder: string, parts: Parts, data: string): Promise<void> {
  const { db, files, signer } = parts;
  await db.insertInto('log_key').values({ verifier_key: signer.verifierKey }).execute();
  const countersigners = await addCountersigners(db);
  const routes = logRoutes({
    ...{ readerDb: db, files, publicUrl: 'https://instance.example' },
    demonstration: () => true,
  });
  const serve: Serve = async (from) => {
    const response = await routes.request(`/log/${from}`);
    return response.ok ? Buffer.from(await response.arrayBuffer()) : undefined;
  };
  const documents = new Map<string, JsonValue>();
  const memory = newMemory();
  const publish = async (entries: readonly NewEntry[]) => {
    await db.transaction().execute((tx) => enqueueEntries(tx, entries));
    while ((await runRound(parts, memory)) !== undefined);
    await countersign(db, countersigners);
    await publishNewest(db);
  };
  const subjects = Array.from({ length: 300 }, () => randomUUID());
  await publish(subjects.slice(0, 240).map((subject) => edition(documents, subject, 1)));
  write(folder, 'earlier-checkpoint', await need(serve, 'checkpoint'));
  await publish([
    ...subjects.slice(240).map((subject) => edition(documents, subject, 1)),
    ...subjects.slice(0, 50).map((subject) => edition(documents, subject, 2)),
    { kind: 'batch', fields: { root: encodeBase64(randomBytes(32)) } },
    ...subjects.slice(30, 70).map((subject, at) => removal(documents, subject, at < 20 ? 2 : 1)),
    edition(documents, subjects[69] ?? '', 2),
  ]);
  // The policy that a reader kept from before: it names the first key alone.
  write(folder, 'old-policy', await need(serve, 'policy'));
  await succeedKey(db, files, publish, data);
  await saveServed(folder, serve, subjects);
  for (const [subject, document] of documents) {
    // Not the canonical spelling: a reader has to find that by itself.
    write(folder, `document/${subject}`, Buffer.from(JSON.stringify(document)));
  }
}

/** Has the key of the log succeeded, and the old one retired. */
async function succeedKey(
  db: Db,
  files: Parts['files'],
  publish: (entries: readonly NewEntry[]) => Promise<void>,
  data: string,
): Promise<void> {
  const keeper = fileKeyKeeper(path.join(data, 'keys'));
  await rotateKey(db, keeper);
  await publish([]);
  await keepSuccessions(db, files);
  await retireKey(db, keeper, { force: true });
  await publish([{ kind: 'batch', fields: { root: encodeBase64(randomBytes(32)) } }]);
}

/** Answers with what is at a path of the log; undefined when there is nothing. */
export type Serve = (path: string) => Promise<Buffer | undefined>;

async function need(serve: Serve, from: string): Promise<Buffer> {
  const body = await serve(from);
  if (body === undefined) throw new Error(`the instance does not serve ${from}`);
  return body;
}

/** Saves what a log serves, by path, with the proofs of some of its subjects. */
export async function saveServed(
  folder: string,
  serve: Serve,
  subjects: readonly string[],
): Promise<void> {
  const note = await need(serve, 'checkpoint');
  const { size } = parseSignedCheckpoint(note).checkpoint;
  const paths = [
    'policy',
    'checkpoint',
    'successions',
    ...[...changedTiles(0n, size)].map(tilePath),
  ];
  const last = await need(serve, `proof/${subjects[0]}`);
  const { register } = parseEditionProof(JSON.parse(last.toString()));
  const opening = openCommitment(node, register.opening.commitment, register.opening);
  const root = Buffer.from(textOf(opening.get('root')), 'base64').toString('hex');
  const hashes = parseBucketHashes(await need(serve, `register/${root}`));
  paths.push(`register/${root}`);
  paths.push(...hashes.map((hash) => `register/bucket/${Buffer.from(hash).toString('hex')}`));
  paths.push(...subjects.map((subject) => `proof/${subject}`));
  const ids: string[] = [];
  for (const at of changedBundles(0n, size)) {
    const bundle = await need(serve, bundlePath(at));
    write(folder, bundlePath(at), bundle);
    ids.push(...parseEntryBundle(bundle, at.width).map((entry) => parseLogEntry(entry).id));
  }
  for (const from of paths) write(folder, from, await need(serve, from));
  for (const id of ids) {
    const opened = await serve(`opening/${id}`);
    if (opened !== undefined) write(folder, `opening/${id}`, opened);
  }
}

function edition(documents: Map<string, JsonValue>, subject: string, number: number): NewEntry {
  const document = documentOf(subject, number);
  documents.set(subject, document);
  const hash = encodeBase64(node.sha256(Buffer.from(canonicalJson(document))));
  return {
    kind: number > 1 ? 'edition-corrected' : 'edition-published',
    fields: { subject, 'subject-kind': 'person', edition: randomUUID(), number, hash },
  };
}

function removal(documents: Map<string, JsonValue>, subject: string, number: number): NewEntry {
  documents.delete(subject);
  return { kind: 'edition-removed', fields: { subject, number, 'reason-class': 'safety' } };
}

/** Words and numbers that two writers of canonical JSON could spell differently. */
function documentOf(subject: string, number: number): JsonValue {
  return {
    subject,
    number,
    '\u20ac': '\u0641\u06cc\u0644\u0645 \u200c\u00ab\u2026\u00bb \u{1f3ac}\n\t"\\/\u007f\u2028',
    '\ufb33': [0.1, -1.5e-9, 1e21, 123456789012345680000, 2 ** 53, 5e-324, -0, true, null],
    '\u{1f600}': { '': {}, a: [], B: [[]], random: Math.random() * 10 ** (number * 7) },
  };
}

interface Countersigner {
  readonly name: string;
  readonly verifierKey: string;
  readonly line: (text: string, time: bigint) => string;
}

/** Three countersigners, two of which must sign. */
async function addCountersigners(db: Db): Promise<Countersigner[]> {
  const countersigners = ['alpha', 'beta', 'gamma'].map((word): Countersigner => {
    const name = `${word}.example/countersigner`;
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    const key = noteKey(node, name, signatureTypes.cosignature, raw);
    const signMessage = (message: Uint8Array) => sign(null, message, privateKey);
    const line = (text: string, time: bigint) =>
      formatSignatureLines([cosign(key, text, time, signMessage)]);
    return { name, verifierKey: formatVkey(key), line };
  });
  const rows = countersigners.map(({ name, verifierKey }) => {
    return { name, verifier_key: verifierKey, url: `https://${name}` };
  });
  await db.insertInto('log_countersigner').values(rows).execute();
  await db.insertInto('setting').values({ key: 'log-quorum', value: '2' }).execute();
  return countersigners.slice(0, 2);
}

async function countersign(db: Db, countersigners: readonly Countersigner[]): Promise<void> {
  const head = await newestSigned(db);
  if (head === undefined) throw new Error('nothing is signed');
  const { text } = parseSignedCheckpoint(Buffer.from(head.note)).note;
  const now = Math.floor(Date.now() / 1000);
  const rows = countersigners.map(({ name, verifierKey, line }, at) => ({
    ...{ size: String(head.size), verifier_key: verifierKey, name },
    cosigned_at: new Date((now + at) * 1000),
    line: line(text, BigInt(now + at)),
  }));
  await db.insertInto('log_cosignature').values(rows).execute();
}

/** Writes a file, with the folders it stands in. */
export function write(folder: string, to: string, bytes: Uint8Array): void {
  const file = path.join(folder, to);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}
