import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

/** Drawings by what they are of. */
export type Drawn = (
  key: string,
  draw: () => Promise<Uint8Array | undefined>,
) => Promise<Uint8Array | undefined>;

/**
 * Keeps the drawings made last by what they are of: a letter is drawn once, however often it is asked
 * for. One at a time, and others' turn between two: drawing holds the process up.
 *
 * @param most how many are kept.
 */
export function keepDrawn(most: number): Drawn {
  const kept = new Map<string, Promise<Uint8Array | undefined>>();
  let last: Promise<unknown> = Promise.resolve();
  return (of, draw) => {
    const key = createHash('sha256').update(of).digest('hex');
    const known = kept.get(key);
    const drawing = known ?? last.then(() => setImmediate()).then(draw);
    if (known === undefined) last = drawing.catch(() => {});
    kept.delete(key);
    kept.set(key, drawing);
    drawing.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return drawing;
  };
}

/** A kit as it was made. */
export interface KeptKit {
  readonly bytes: Uint8Array;
  readonly namesHidden: boolean;
  /** Digest of the quotes in it. */
  readonly quotes: string;
  readonly untilMs: number;
}

/** Kits made a short while ago, within a bound of bytes. */
export interface KitShelf {
  get(letter: string, nowMs: number): KeptKit | undefined;
  /** @param begun the `generation` when its making began: one of before a change is not kept. */
  put(letter: string, kit: KeptKit, begun: number): void;
  generation(): number;
  /** Forgets all: the record, or who is shown, has changed. */
  clear(): void;
}

export function createKitShelf(maxBytes: number): KitShelf {
  const kits = new Map<string, KeptKit>();
  let generation = 0;
  return {
    get(letter, nowMs) {
      const kit = kits.get(letter);
      if (kit !== undefined && kit.untilMs > nowMs) return kit;
      kits.delete(letter);
      return undefined;
    },
    put(letter, kit, begun) {
      if (begun !== generation) return;
      kits.delete(letter);
      kits.set(letter, kit);
      let bytes = [...kits.values()].reduce((sum, one) => sum + one.bytes.length, 0);
      for (const [oldest, one] of kits) {
        if (bytes <= maxBytes) break;
        bytes -= one.bytes.length;
        kits.delete(oldest);
      }
    },
    generation: () => generation,
    clear() {
      generation += 1;
      kits.clear();
    },
  };
}
