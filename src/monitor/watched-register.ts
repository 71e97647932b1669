import {
  bucketOf,
  formatRegisterLine,
  hashBucket,
  registerRoot,
  type HashProvider,
  type RegisterLine,
} from '@countersign/proof';
import { alarm, news, type Finding } from './finding.ts';

/** What an opened entry says of a subject. */
export interface EditionEntry {
  readonly kind: 'edition-published' | 'edition-corrected' | 'edition-removed';
  readonly subject: string;
  readonly number: number;
  /** Of the document; absent of a removal. */
  readonly hash?: Uint8Array;
}

const newsOf = {
  'edition-published': 'published',
  'edition-corrected': 'corrected',
  'edition-removed': 'removed',
} as const;

/** The register as its entries lead to it (spec/register.md). */
export class WatchedRegister {
  readonly #provider: HashProvider;
  readonly #buckets: Map<string, RegisterLine>[] = Array.from({ length: 256 }, () => new Map());
  readonly #hashes: (Uint8Array | undefined)[] = Array.from({ length: 256 });
  #size = 0;

  constructor(provider: HashProvider, lines: Iterable<RegisterLine> = []) {
    this.#provider = provider;
    for (const line of lines) this.#set(line);
  }

  /** Number of lines. */
  get size(): number {
    return this.#size;
  }

  /** Applies an entry, and says what it did; an entry that takes a number back is an alarm. */
  apply(entry: EditionEntry, index: bigint): Finding | undefined {
    const { kind, subject, number, hash } = entry;
    const present = this.#bucket(subject).get(subject);
    const details = { index: String(index), subject, number };
    const before = present?.number ?? 0;
    const removes = kind === 'edition-removed';
    if (number > before || (number === before && present?.hash !== undefined && removes)) {
      this.#set(
        removes || hash === undefined ? { id: subject, number } : { id: subject, number, hash },
      );
      return news(newsOf[kind], details);
    }
    const repeats = number === before && sameHash(present?.hash, removes ? undefined : hash);
    return repeats ? undefined : alarm('number-back', details);
  }

  root(): Uint8Array {
    return registerRoot(this.#provider, this.hashes());
  }

  /** Of the 256 buckets. */
  hashes(): Uint8Array[] {
    return this.#buckets.map((_, bucket) => this.hashOf(bucket));
  }

  hashOf(bucket: number): Uint8Array {
    return (this.#hashes[bucket] ??= hashBucket(this.#provider, this.linesOf(bucket)));
  }

  /** In the order of their ids. */
  linesOf(bucket: number): RegisterLine[] {
    const lines = [...(this.#buckets[bucket]?.values() ?? [])];
    return lines.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Takes a bucket as it is served, from where the entries could not be followed. */
  replace(bucket: number, lines: readonly RegisterLine[]): void {
    this.#size -= this.#buckets[bucket]?.size ?? 0;
    this.#buckets[bucket] = new Map();
    this.#hashes[bucket] = undefined;
    for (const line of lines) this.#set(line);
  }

  /** All lines as text, each with its line feed. */
  *texts(): Generator<string> {
    for (const bucket of this.#buckets.keys()) {
      for (const line of this.linesOf(bucket)) yield `${formatRegisterLine(line)}\n`;
    }
  }

  #set(line: RegisterLine): void {
    const lines = this.#bucket(line.id);
    if (!lines.has(line.id)) this.#size += 1;
    lines.set(line.id, line);
    this.#hashes[bucketOf(line.id)] = undefined;
  }

  #bucket(id: string): Map<string, RegisterLine> {
    const bucket = bucketOf(id);
    return (this.#buckets[bucket] ??= new Map());
  }
}

/**
 * What became of the lines between two states of a bucket, where the entries do not tell. A line never
 * goes and its number never falls; any other change needs an entry. `explicable` are those that one
 * entry each, which cannot be opened, may have made.
 */
export function compareBuckets(
  expected: readonly RegisterLine[],
  served: readonly RegisterLine[],
): { readonly alarms: Finding[]; readonly explicable: Finding[] } {
  const [alarms, explicable]: [Finding[], Finding[]] = [[], []];
  const now = new Map(served.map((line) => [line.id, line]));
  for (const { id, number } of expected) {
    if (!now.has(id)) alarms.push(alarm('line-vanished', { subject: id, number }));
  }
  const before = new Map(expected.map((line) => [line.id, line]));
  for (const line of served) {
    const old = before.get(line.id);
    const details = { subject: line.id, number: line.number };
    if (old?.number === line.number && sameHash(old.hash, line.hash)) continue;
    if (old !== undefined && line.number < old.number) alarms.push(alarm('number-back', details));
    else if (old?.number === line.number && line.hash !== undefined) {
      alarms.push(alarm('line-changed', details));
    } else explicable.push(news('changed-unopened', details));
  }
  return { alarms, explicable };
}

/**
 * The verdict on changes that no opened entry made: as many as there were entries that cannot be
 * opened may be theirs. When there are more, any of them may be the one that is not.
 */
export function judgeUnexplained(explicable: readonly Finding[], unopened: number): Finding[] {
  if (explicable.length <= unopened) return [...explicable];
  return explicable.map((finding) => ({ ...finding, alarm: true, code: 'line-changed' }));
}

function sameHash(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Buffer.compare(a, b) === 0;
}
