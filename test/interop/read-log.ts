import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  bucketOf,
  bundlePath,
  canonicalJson,
  editionVerifier,
  encodeBase64,
  formatBucket,
  hashBucket,
  hashLeaf,
  judgeCheckpoint,
  type JsonValue,
  type LogEntry,
  MerkleTree,
  openCommitment,
  parseBucket,
  parseBucketHashes,
  parseEditionProof,
  parseEntryBundle,
  parseLogEntry,
  parseOpening,
  parsePolicy,
  type Policy,
  proveInRegister,
  type RegisterLine,
  registerProofToJson,
  registerRoot,
  tileWidth,
  verifyConsistency,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { findingsJson, parseJson } from './judge.ts';
import { readLeaves, type ReadPath, verifiedTiles } from './read-leaves.ts';
import { ReplayedRegister } from './replayed-register.ts';

interface Log {
  readonly read: ReadPath;
  readonly has: (path: string) => boolean;
  readonly policy: Policy;
  readonly head: { readonly size: bigint; readonly root: Uint8Array };
  readonly leaves: readonly Uint8Array[];
  readonly entries: readonly LogEntry[];
}

/**
 * What a served log says, after everything in it was verified with `@countersign/proof`: the same,
 * member for member, as `summarise_log` of the other implementation.
 *
 * @throws when anything is refused.
 */
export function summariseLog(folder: string): JsonValue {
  const read: ReadPath = (name) => readFileSync(path.join(folder, name));
  const has = (name: string) => existsSync(path.join(folder, name));
  const policy = parsePolicy(node, read('policy'));
  const head = checkpointOf(policy, read('checkpoint'));
  const leaves = readLeaves(head, read);
  const log: Log = { read, has, policy, head, leaves, entries: readEntries(read, leaves) };
  const { register, roots, opened } = replay(log);
  const hashes = checkRegisterFiles(read, register);
  const ids = register.ids();
  const kinds: Record<string, number> = {};
  for (const { kind } of log.entries) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const verify = editionVerifier(node, policy);
  return {
    checkpoint: findingsJson(head),
    earlier: checkEarlier(log),
    kinds,
    opened,
    'register-roots': roots,
    editions: Object.fromEntries(ids.map((id) => [id, checkEdition(log, verify, id)])),
    absent: ids.slice(0, 20).map((id) => {
      const stranger = `${id.slice(0, 35)}${id.endsWith('0') ? '1' : '0'}`;
      const lines = register.buckets()[bucketOf(stranger)] ?? [];
      return registerProofToJson(proveInRegister(node, stranger, lines, hashes));
    }),
  };
}

function checkpointOf(policy: Policy, note: Uint8Array) {
  const verdict = judgeCheckpoint(node, policy, note);
  if (!verdict.accepted) throw new Error(`checkpoint refused: ${verdict.code}`);
  return verdict.checkpoint;
}

function readEntries(read: ReadPath, leaves: readonly Uint8Array[]): LogEntry[] {
  const entries: Uint8Array[] = [];
  for (let index = 0; index * tileWidth < leaves.length; index += 1) {
    const width = Math.min(tileWidth, leaves.length - index * tileWidth);
    const bundle = read(bundlePath({ index: BigInt(index), width }));
    entries.push(...parseEntryBundle(bundle, width));
  }
  for (const [at, entry] of entries.entries()) {
    require(same(hashLeaf(node, entry), leaves[at]), `entry ${at} is of another tree`);
  }
  const parsed = entries.map(parseLogEntry);
  require(new Set(parsed.map(({ id }) => id)).size === parsed.length, 'an id stands twice');
  return parsed;
}

function replay(log: Log) {
  const register = new ReplayedRegister();
  const roots: string[] = [];
  let opened = 0;
  for (const entry of log.entries) {
    const fields = openingOf(log, entry);
    if (fields !== undefined) opened += 1;
    if (entry.kind === 'register') {
      require(fields?.get('root') === encodeBase64(register.root()), 'another register');
      require(fields?.get('subjects') === register.ids().length, 'another number of subjects');
      roots.push(encodeBase64(register.root()));
    } else if (entry.kind.startsWith('edition-')) {
      if (fields === undefined) throw new Error(`${entry.id} is closed`);
      register.apply(entry.kind, fields);
    }
  }
  require(log.entries.at(-1)?.kind === 'register', 'no register at the end of a checkpoint');
  return { register, roots, opened };
}

function openingOf({ read, has }: Log, { id, commitment }: LogEntry) {
  if (!has(`opening/${id}`)) return undefined;
  const data = read(`opening/${id}`);
  const opening = parseJson(data);
  require(canonicalJson(opening) === Buffer.from(data).toString(), 'served in another spelling');
  return openCommitment(node, commitment, parseOpening(opening));
}

function checkRegisterFiles(read: ReadPath, register: ReplayedRegister): Uint8Array[] {
  const hashes = parseBucketHashes(read(`register/${hex(register.root())}`));
  require(same(registerRoot(node, hashes), register.root()), 'the register has another root');
  for (const [number, hash] of hashes.entries()) {
    const bucket = read(`register/bucket/${hex(hash)}`);
    const lines: readonly RegisterLine[] = parseBucket(bucket);
    require(lines.every(({ id }) => bucketOf(id) === number), 'an id of another bucket');
    require(same(hashBucket(node, lines), hash), 'the bucket has another hash');
    const replayed = formatBucket(register.buckets()[number] ?? []);
    require(same(replayed, bucket), 'not what follows from the log');
  }
  return hashes;
}

function checkEarlier({ read, policy, head, leaves }: Log): string {
  const earlier = checkpointOf(policy, read('earlier-checkpoint'));
  require(earlier.size > 0n && earlier.size < head.size, 'not earlier');
  const prefix = new MerkleTree(node, leaves.slice(0, Number(earlier.size)));
  require(same(prefix.root(), earlier.root), 'a fork');
  const proof = verifiedTiles(head, read).consistency(earlier.size);
  const [older, newer] = [earlier, head];
  verifyConsistency(
    node,
    { oldSize: older.size, oldRoot: older.root, newSize: newer.size, newRoot: newer.root },
    proof,
  );
  return String(earlier.size);
}

function checkEdition(
  { read, has }: Log,
  verify: ReturnType<typeof editionVerifier>,
  id: string,
): JsonValue {
  const document = has(`document/${id}`) ? parseJson(read(`document/${id}`)) : undefined;
  const verdict = verify(parseEditionProof(parseJson(read(`proof/${id}`))), document);
  if (!verdict.accepted) throw new Error(`${id}: ${verdict.part}: ${verdict.message}`);
  require(verdict.subject === id, 'the proof of another subject');
  const hash = verdict.hash === undefined ? null : encodeBase64(verdict.hash);
  return [verdict.number, hash, String(verdict.index), verdict.latest];
}

function require(condition: boolean, why: string): void {
  if (!condition) throw new Error(why);
}

function same(one: Uint8Array, other: Uint8Array | undefined): boolean {
  return other !== undefined && Buffer.compare(one, other) === 0;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
