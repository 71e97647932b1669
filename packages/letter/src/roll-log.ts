import {
  bundlePath,
  editionVerifier,
  encodeBase64,
  followSuccession,
  formatLogEntry,
  hashLeaf,
  judgeCheckpoint,
  maxSuccessions,
  MerkleTree,
  openCommitment,
  parseEditionProof,
  parseEntryBundle,
  parseLogEntry,
  parseOpening,
  parseSuccession,
  ProofError,
  tilePath,
  tileWidth,
  VerifiedTiles,
  type CheckpointFindings,
  type JsonValue,
  type LogEntry,
  type Policy,
  type Provider,
} from '@countersign/proof';
import { LetterFault } from './letter-fault.ts';
import { parseJson, textsOfDocument } from './published-texts.ts';
import type { LeafAt } from './recount.ts';
import { rollLimits } from './roll-head.ts';
import type { RollMember } from './verify-roll.ts';

/**
 * Gives a file of an instance by its path, such as `log/checkpoint`; undefined when it is not there.
 * Whoever serves it may be hostile: no more than `most` bytes may be taken from them.
 */
export type ReadFile = (path: string, most: number) => Promise<Uint8Array | undefined>;

export interface RollLogOptions {
  readonly provider: Provider;
  readonly policy: Policy;
  readonly read: ReadFile;
  /** Told what is looked at next. */
  readonly enter: (member: RollMember, about: string) => void;
}

/** Bundles that are looked through for a later count. */
const mostBundles = 256n;
const most = { small: 65_536, middle: 2_097_152, large: 33_554_432, bundle: 262_656 } as const;
/** Tiles asked for at once. */
const atOnce = 32;
const width = BigInt(tileWidth);

/**
 * The log that a roll is held against. Each method throws ProofError or LetterFault for what is refused,
 * `roll-missing` for what is not served.
 */
export class RollLog {
  readonly checkpoint: CheckpointFindings;
  readonly #given: RollLogOptions;
  readonly #tiles: VerifiedTiles<Promise<Uint8Array>>;

  private constructor(given: RollLogOptions, checkpoint: CheckpointFindings) {
    this.checkpoint = checkpoint;
    this.#given = given;
    this.#tiles = new VerifiedTiles(given.provider, checkpoint, (level, index, own) =>
      this.#whole((of) => tilePath({ level, index, width: of }), own, tileWidth * 32),
    );
  }

  /** Opens it under a policy, which is brought up to the log's newest key. */
  static async open(given: RollLogOptions): Promise<RollLog> {
    const { provider, policy } = given;
    const chain = parseJson(await required(given, 'successions', 'log/successions', most.middle));
    if (!Array.isArray(chain) || chain.length > maxSuccessions) {
      throw new ProofError('proof-malformed', 'no successions');
    }
    const followed = followSuccession(provider, policy, chain.map(parseSuccession));
    if (!followed.accepted) throw new ProofError(followed.code, followed.message);
    const note = await required(given, 'checkpoint', 'log/checkpoint', most.small);
    const verdict = judgeCheckpoint(provider, followed.policy, note);
    if (!verdict.accepted) throw new ProofError(verdict.code, verdict.message);
    return new RollLog(given, verdict.checkpoint);
  }

  /** What an entry says that stands at a place, if it is of this kind. */
  async openedAt(
    entry: string,
    kind: 'batch' | 'count',
    place: bigint,
  ): Promise<ReadonlyMap<string, JsonValue>> {
    const { provider, enter } = this.#given;
    const path = `log/opening/${entry}`;
    const opening = parseOpening(parseJson(await required(this.#given, kind, path, most.middle)));
    const { commitment } = opening;
    const fields = openCommitment(provider, commitment, opening);
    const own = hashLeaf(provider, formatLogEntry({ id: entry, kind, commitment }));
    const logged = (await this.leaves([place]))(place);
    enter(kind, path);
    if (logged === undefined || encodeBase64(logged) !== encodeBase64(own)) {
      throw new LetterFault('roll-not-logged', `the log has another entry at ${place}`);
    }
    return fields;
  }

  /** What an entry says that is known to be in the log; undefined when that is not served. */
  async opened({ id, commitment }: LogEntry): Promise<ReadonlyMap<string, JsonValue> | undefined> {
    const { provider, read } = this.#given;
    const bytes = await read(`log/opening/${id}`, most.middle);
    return bytes && openCommitment(provider, commitment, parseOpening(parseJson(bytes)));
  }

  /** The entries of a kind after a place; of the first 65,536 only, which `isWhole` tells. */
  async after(
    kind: string,
    place: bigint,
  ): Promise<{ readonly found: readonly LogEntry[]; readonly isWhole: boolean }> {
    const { size } = this.#tiles;
    const first = (place + 1n) / width;
    const end = (size + width - 1n) / width;
    const until = end - first > mostBundles ? first + mostBundles : end;
    const found: LogEntry[] = [];
    for (let index = first; index < until; index += 1n) {
      const skipped = place >= index * width ? Number(place - index * width) + 1 : 0;
      const entries = (await this.#bundle(index)).slice(skipped).map(parseLogEntry);
      found.push(...entries.filter((entry) => entry.kind === kind));
    }
    return { found, isWhole: until === end };
  }

  /** The leaf hashes of the log at these places. */
  async leaves(places: readonly bigint[]): Promise<LeafAt> {
    const { size } = this.#tiles;
    const wanted = [...new Set(places.filter((at) => at < size).map((at) => at / width))];
    const found = new Map<bigint, Uint8Array>();
    this.#given.enter('tile', 'log/tile');
    for (let from = 0; from < wanted.length; from += atOnce) {
      const some = wanted.slice(from, from + atOnce);
      const tiles = await Promise.all(some.map((index) => this.#tiles.tile(0, index)));
      for (const [at, tile] of tiles.entries()) found.set(some[at] ?? 0n, tile);
    }
    return (place) => {
      const offset = Number(place % width) * 32;
      const leaf = found.get(place / width)?.subarray(offset, offset + 32);
      return leaf?.length === 32 ? leaf : undefined;
    };
  }

  /** The leaf hashes of a batch whose entry stands at a place, and their root. */
  async batch(
    entry: string,
    place: bigint,
  ): Promise<{ readonly root: string; readonly leafAt: LeafAt }> {
    const root = (await this.openedAt(entry, 'batch', place)).get('root');
    const path = `log/batch/${entry}`;
    const bytes = await required(this.#given, 'batch', path, rollLimits.leaves);
    const leaves = Array.from({ length: Math.floor(bytes.length / 32) }, (_, at) =>
      bytes.subarray(at * 32, at * 32 + 32),
    );
    const found = isBatchSize(bytes.length)
      ? encodeBase64(new MerkleTree(this.#given.provider, leaves).root())
      : undefined;
    if (typeof root !== 'string' || found !== root) {
      throw new LetterFault('roll-batch-altered', 'these are not the leaves of the batch');
    }
    return { root, leafAt: (at) => leaves[Number(at)] };
  }

  /** The letter's title, and the texts (hashes, base64) of its versions, by its proven edition. */
  async edition(letter: string): Promise<ReturnType<typeof textsOfDocument>> {
    const { provider, policy } = this.#given;
    const proof = await required(this.#given, 'edition', `log/proof/${letter}`, most.middle);
    const bytes = await required(this.#given, 'edition', `dossier/${letter}.json`, most.large);
    const document = parseJson(bytes);
    const verify = editionVerifier(provider, policy);
    const shown = verify(parseEditionProof(parseJson(proof)), document);
    if (!shown.accepted) throw new ProofError(shown.code, shown.message);
    if (shown.subject !== letter || shown.hash === undefined) {
      throw new ProofError('commitment-mismatch', 'the proof is of another subject');
    }
    return textsOfDocument(document);
  }

  /** The entries of a bundle, each held against its leaf. */
  async #bundle(index: bigint): Promise<Uint8Array[]> {
    const left = this.#tiles.size - index * width;
    const own = left < width ? Number(left) : tileWidth;
    const path = (of: number) => bundlePath({ index, width: of });
    const bundle = await this.#whole(path, own, most.bundle);
    const tile = await this.#tiles.tile(0, index);
    const entries = entriesOf(bundle, own);
    for (const [at, entry] of entries.entries()) {
      const leaf = encodeBase64(tile.subarray(at * 32, at * 32 + 32));
      if (leaf !== encodeBase64(hashLeaf(this.#given.provider, entry))) {
        throw new ProofError('tile-inconsistent', `bundle ${index} has another entry`);
      }
    }
    return entries;
  }

  /** A partial file may be gone once there is the full one (tlog-tiles, "Partial Tiles"). */
  async #whole(path: (of: number) => string, own: number, limit: number): Promise<Uint8Array> {
    const partial =
      own === tileWidth ? undefined : await this.#given.read(`log/${path(own)}`, limit);
    return partial ?? required(this.#given, 'tile', `log/${path(tileWidth)}`, limit);
  }
}

async function required(
  { read, enter }: RollLogOptions,
  member: RollMember,
  path: string,
  limit: number,
): Promise<Uint8Array> {
  enter(member, path);
  const bytes = await read(path, limit);
  if (bytes === undefined) throw new LetterFault('roll-missing', `${path} is not there`);
  return bytes;
}

/** The full bundle may stand where a partial one stood. */
function entriesOf(bundle: Uint8Array, own: number): Uint8Array[] {
  try {
    return parseEntryBundle(bundle, own);
  } catch (error) {
    if (!(error instanceof ProofError) || own === tileWidth) throw error;
    return parseEntryBundle(bundle, tileWidth).slice(0, own);
  }
}

/** A power of four (spec/private-batch.md). */
function isBatchSize(bytes: number): boolean {
  const leaves = bytes / 32;
  return Number.isInteger(leaves) && leaves >= 4 && Number.isInteger(Math.log2(leaves) / 2);
}
