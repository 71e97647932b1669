import type { HashProvider } from '@countersign/proof';
import { LetterFault } from './letter-fault.ts';
import type { RollLine } from './roll-line.ts';
import { classKey, type SignatureClass } from './signature-class.ts';
import { signatureLeaves } from './signature-leaf.ts';

export interface RecountOptions {
  readonly letter: string;
  /** Texts that a signature of this letter can be on: their hashes as base64. */
  readonly texts: ReadonlySet<string>;
  /** The roll's classes, in its order. */
  readonly classes: readonly SignatureClass[];
}

/** What is signed at a place: the leaf hash of a log, or of a batch. */
export type LeafAt = (place: bigint) => Uint8Array | undefined;

/**
 * Recounts lines of a roll (spec/count.md, "Recounting"): each must be a signature under this letter, on
 * one of its texts, logged at its place, and at a later place than the line before it, so that none
 * counts twice.
 *
 * @param leafAt what a tree that is proven by other means has there.
 * @returns lines counted by class, in the order of `classes`.
 * @throws LetterFault `roll-not-logged`, `roll-out-of-order`, `roll-class-unknown`.
 */
export function recount(
  provider: HashProvider,
  lines: Iterable<RollLine>,
  leafAt: LeafAt,
  options: RecountOptions,
): number[] {
  const leafOf = options.classes.map((one) => {
    if (one.letter !== options.letter || !options.texts.has(one.text)) {
      throw new LetterFault('roll-class-unknown', `a class of another letter: ${classKey(one)}`);
    }
    return signatureLeaves(provider, one);
  });
  const counts = leafOf.map(() => 0);
  let last = -1n;
  for (const line of lines) {
    const ofClass = leafOf[line.class];
    if (ofClass === undefined) throw new LetterFault('roll-class-unknown', `class ${line.class}`);
    if (line.place <= last) {
      throw new LetterFault('roll-out-of-order', `place ${line.place} after ${last}`);
    }
    last = line.place;
    const leaf = leafAt(line.place);
    if (leaf === undefined || !equal(leaf, ofClass(line))) {
      throw new LetterFault('roll-not-logged', `the log has another entry at ${line.place}`);
    }
    counts[line.class] = (counts[line.class] ?? 0) + 1;
  }
  return counts;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}
