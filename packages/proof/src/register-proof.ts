import { encodeBase64 } from './base64.ts';
import type { JsonValue } from './canonical-json.ts';
import { ProofError } from './errors.ts';
import { hashLeaf, hashNode, emptyRoot, parseHash } from './merkle-hash.ts';
import { rootFromInclusion } from './merkle-proofs.ts';
import type { HashProvider } from './provider.ts';
import { bindSize, bucketTree, registerLevels } from './register.ts';
import {
  bucketOf,
  formatRegisterLine,
  parseRegisterLine,
  type RegisterLine,
} from './register-line.ts';
import { equalBytes } from './bytes.ts';
import { encodeUtf8 } from './utf8.ts';

/** A line and its place in the bucket's tree. */
export interface ProvenLine {
  readonly index: number;
  readonly line: RegisterLine;
  readonly path: readonly Uint8Array[];
}

/** That an id has this line, or none, in the register of a root (spec/register.md, "Proofs"). */
export interface RegisterProof {
  readonly id: string;
  /** Lines in the bucket of the id. */
  readonly size: number;
  readonly lines: readonly ProvenLine[];
  /** From the bucket's hash up to the root. */
  readonly buckets: readonly Uint8Array[];
}

const depth = 8;

/**
 * Proves what a register says of an id: its line, or by its neighbours that there is none.
 *
 * @param lines of the bucket of the id, in order.
 * @param buckets the hashes of all 256 buckets.
 * @throws ProofError `register-malformed`.
 */
export function proveInRegister(
  provider: HashProvider,
  id: string,
  lines: readonly RegisterLine[],
  buckets: readonly Uint8Array[],
): RegisterProof {
  const tree = bucketTree(provider, lines);
  const at = lines.findIndex((line) => line.id >= id);
  const present = lines[at]?.id === id;
  const next = at === -1 ? lines.length : at;
  const shown = present ? [at] : [next - 1, next].filter((index) => lines[index] !== undefined);
  const levels = registerLevels(provider, buckets);
  let place = bucketOf(id);
  const siblings: Uint8Array[] = [];
  for (const level of levels.slice(0, depth)) {
    const sibling = level[place ^ 1];
    if (sibling !== undefined) siblings.push(sibling);
    place >>= 1;
  }
  return {
    id,
    size: lines.length,
    lines: shown.flatMap((index) => {
      const line = lines[index];
      return line === undefined ? [] : [{ index, line, path: tree.inclusion(BigInt(index)) }];
    }),
    buckets: siblings,
  };
}

/**
 * What the register of `root` says of the proof's id.
 *
 * @returns its line, or undefined when it is proven that there is none.
 * @throws ProofError `register-invalid`, `register-malformed`, `inclusion-invalid`.
 */
export function verifyInRegister(
  provider: HashProvider,
  proof: RegisterProof,
  root: Uint8Array,
): RegisterLine | undefined {
  requireRoot(provider, proof, root);
  const { id, size, lines } = proof;
  const [first, second] = lines;
  if (first === undefined) {
    if (size !== 0) throw invalid('no line shown of a bucket that has some');
    return undefined;
  }
  if (second === undefined) {
    if (first.line.id === id) return first.line;
    const isBefore = first.line.id < id && first.index === size - 1;
    const isAfter = first.line.id > id && first.index === 0;
    if (!isBefore && !isAfter) throw invalid('one neighbour, and another could stand between');
    return undefined;
  }
  if (lines.length > 2) throw invalid('more lines than needed');
  const isBetween = first.line.id < id && id < second.line.id;
  if (!isBetween || second.index !== first.index + 1) throw invalid('no neighbours of the id');
  return undefined;
}

// Every line must lead to the same bucket, and the bucket to the root.
function requireRoot(provider: HashProvider, proof: RegisterProof, root: Uint8Array): void {
  const { id, size, lines, buckets } = proof;
  const bucket = bucketOf(id);
  if (buckets.length !== depth) throw invalid('expected eight siblings of the bucket');
  const trees = lines.map(({ index, line, path }) => {
    if (bucketOf(line.id) !== bucket) throw invalid('a line of another bucket');
    const leafHash = hashLeaf(provider, encodeUtf8(formatRegisterLine(line)));
    return rootFromInclusion(
      provider,
      { index: BigInt(index), size: BigInt(size), leafHash },
      path,
    );
  });
  const tree = trees[0] ?? emptyRoot(provider);
  if (!trees.every((other) => equalBytes(other, tree))) throw invalid('lines of several buckets');
  let hash = bindSize(provider, size, tree);
  let place = bucket;
  for (const sibling of buckets) {
    const isRight = (place & 1) === 1;
    hash = isRight ? hashNode(provider, sibling, hash) : hashNode(provider, hash, sibling);
    place >>= 1;
  }
  if (!equalBytes(hash, root)) throw invalid('the register has another root');
}

/** A proof as JSON (spec/register.md). */
export function registerProofToJson(proof: RegisterProof): JsonValue {
  return {
    v: 1,
    id: proof.id,
    size: proof.size,
    lines: proof.lines.map(({ index, line, path }) => ({
      index,
      line: formatRegisterLine(line),
      path: path.map(encodeBase64),
    })),
    buckets: proof.buckets.map(encodeBase64),
  };
}

const maxLines = 1_000_000_000;

/** Reads a proof from JSON; `verifyInRegister` checks it. @throws ProofError `register-malformed`. */
export function parseRegisterProof(json: unknown): RegisterProof {
  const { v, id, size, lines, buckets } = object(json);
  if (v !== 1 || typeof id !== 'string') throw malformed('expected version 1 and an id');
  bucketOf(id);
  return {
    id,
    size: count(size),
    lines: list(lines, 2).map((entry) => {
      const { index, line, path } = object(entry);
      if (typeof line !== 'string') throw malformed('expected a line');
      return { index: count(index), line: parseRegisterLine(line), path: hashes(path, 64) };
    }),
    buckets: hashes(buckets, depth),
  };
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw malformed('expected an object');
  return value as Readonly<Record<string, unknown>>;
}

function list(value: unknown, max: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > max) throw malformed(`expected a list up to ${max}`);
  return value;
}

function hashes(value: unknown, max: number): Uint8Array[] {
  return list(value, max).map((hash) => {
    if (typeof hash !== 'string') throw malformed('expected a hash');
    return parseHash(hash, 'register-malformed');
  });
}

function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > maxLines) {
    throw malformed('expected a number of lines');
  }
  return value;
}

function malformed(why: string): ProofError {
  return new ProofError('register-malformed', why);
}

function invalid(why: string): ProofError {
  return new ProofError('register-invalid', why);
}
