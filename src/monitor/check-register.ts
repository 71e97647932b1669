import {
  bucketOf,
  hashBucket,
  parseBucket,
  parseBucketHashes,
  ProofError,
  registerRoot,
  type RegisterLine,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { alarm, LogFault, type Finding } from './finding.ts';
import type { LogReader } from './log-reader.ts';
import { compareBuckets, judgeUnexplained, type WatchedRegister } from './watched-register.ts';

/** Buckets looked at again in each run although they should be the same. */
const again = 16;

export interface RegisterCheck {
  /** The root that the last register entry opens to. */
  readonly root: Uint8Array;
  /** Hashes of the buckets before this run; those that changed are fetched. */
  readonly before: readonly Uint8Array[];
  readonly unopened: number;
  readonly nextBucket: number;
}

/**
 * Holds the served register against the root that the log commits to, and the replayed one against
 * both; then takes over what is served where it differs, so that each difference is told once.
 *
 * @throws LogFault `bucket-altered`, `missing`, `oversize`; MonitorError.
 */
export async function checkRegister(
  reader: LogReader,
  prefix: string,
  register: WatchedRegister,
  { root, before, unopened, nextBucket }: RegisterCheck,
): Promise<{ readonly findings: Finding[]; readonly nextBucket: number }> {
  const about = `${prefix}register/${hex(root)}`;
  const served = await reader.read(about, 'register');
  const hashes = altered(about, () => {
    const found = parseBucketHashes(served);
    if (!equal(registerRoot(node, found), root)) throw new LogFault(bucketAltered(about));
    return found;
  });
  const empty = hashBucket(node, []);
  const alarms: Finding[] = [];
  const explicable: Finding[] = [];
  const replacing: [number, RegisterLine[]][] = [];
  for (const [bucket, hash] of hashes.entries()) {
    const own = register.hashOf(bucket);
    const isTurn = (bucket - nextBucket + 256) % 256 < again;
    const isChanged = !equal(hash, own) || !equal(hash, before[bucket] ?? empty);
    if (!isChanged && (!isTurn || equal(hash, empty))) continue;
    const lines = await readBucket(reader, prefix, bucket, hash);
    if (equal(hash, own)) continue;
    const compared = compareBuckets(register.linesOf(bucket), lines);
    alarms.push(...compared.alarms);
    explicable.push(...compared.explicable);
    replacing.push([bucket, lines]);
  }
  // Only now: a fault on the way leaves all of them to be compared again.
  for (const [bucket, lines] of replacing) register.replace(bucket, lines);
  return {
    findings: [...alarms, ...judgeUnexplained(explicable, unopened)],
    nextBucket: (nextBucket + again) % 256,
  };
}

async function readBucket(
  reader: LogReader,
  prefix: string,
  bucket: number,
  hash: Uint8Array,
): Promise<RegisterLine[]> {
  // That of no lines is no bytes, and need not be served.
  if (equal(hash, hashBucket(node, []))) return [];
  const about = `${prefix}register/bucket/${hex(hash)}`;
  const bytes = await reader.read(about, 'bucket');
  return altered(about, () => {
    const lines = parseBucket(bytes);
    const isOwn = equal(hashBucket(node, lines), hash);
    if (!isOwn || lines.some(({ id }) => bucketOf(id) !== bucket)) {
      throw new LogFault(bucketAltered(about));
    }
    return lines;
  });
}

function altered<Value>(about: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    throw new LogFault(bucketAltered(about), { cause: error });
  }
}

function bucketAltered(about: string): Finding {
  return alarm('bucket-altered', { about });
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
