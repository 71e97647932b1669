// One that has not signed is asked again soon, then ever more rarely; one that has, every minute, so
// that it is known whether it is there.
const firstAgainMs = 2_000;
const askAgainMs = 60_000;

interface Asked {
  readonly size: bigint;
  readonly delayMs: number;
  readonly dueMs: number;
}

/** When to ask which countersigner again. It measures with a clock that nobody can set. */
export class AskSchedule {
  readonly #asked = new Map<string, Asked>();

  isDue(id: string, size: bigint): boolean {
    const asked = this.#asked.get(id);
    return asked === undefined || asked.size < size || asked.dueMs <= performance.now();
  }

  /** It is asked for the checkpoint of that size; whatever comes of it, not again without a pause. */
  begin(id: string, size: bigint): void {
    const before = this.#asked.get(id);
    const isAgain = before?.size === size;
    const delayMs = isAgain ? Math.min(before.delayMs * 2, askAgainMs) : firstAgainMs;
    this.#asked.set(id, { size, delayMs, dueMs: performance.now() + delayMs });
  }

  signed(id: string): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) return;
    this.#asked.set(id, { ...asked, dueMs: performance.now() + askAgainMs });
  }

  /** How long until one that was asked is due; one that is due already is being asked, or is gone. */
  nextMs(): number {
    const now = performance.now();
    const waits = [...this.#asked.values()].map(({ dueMs }) => dueMs - now);
    return Math.min(...waits.filter((ms) => ms > 0), askAgainMs);
  }
}
