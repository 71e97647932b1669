/** More wait than may: who asked may come again. */
export class BatchesFull extends Error {
  override readonly name = 'BatchesFull';
}

/** What became of one member of a batch; `alone`: nothing yet, it wants a batch of its own. */
export type Outcome<Result> = PromiseSettledResult<Result> | { readonly status: 'alone' };

export interface BatcherOptions<Item, Result> {
  /**
   * Does what is asked of all members at once, and tells each its outcome in their order. A batch of one
   * never answers `alone`. When it throws, nothing of the batch may have happened: each member is done by
   * itself then, so that nobody suffers for another.
   */
  work(items: readonly Item[]): Promise<readonly Outcome<Result>[]>;
  /** Of members with the same key one goes after the other, never together. */
  keyOf(item: Item): string;
  /** Whether what was thrown is nobody's own and would only be thrown again. */
  concernsAll(error: unknown): boolean;
  /** Most members of one batch. */
  readonly most: number;
  /** Batches under way at once. */
  readonly atOnce: number;
  /** Most that wait; beyond it who comes is refused. */
  readonly mostWaiting: number;
}

export interface Batcher<Item, Result> {
  /**
   * @returns when the batch that it went with is done.
   * @throws BatchesFull; and what `work` threw or told of it.
   */
  add(item: Item): Promise<Result>;
}

/**
 * Puts together what arrives while something is under way. Nothing is waited for: what comes while
 * nothing is under way goes at once, and by itself.
 */
export function createBatcher<Item, Result>(
  options: BatcherOptions<Item, Result>,
): Batcher<Item, Result> {
  const waiting: Line<Item, Result> = new Set();
  const alone: Line<Item, Result> = new Set();
  const busy = new Set<string>();
  let underWay = 0;
  let wasAlone = false;
  return {
    add(item) {
      if (waiting.size >= options.mostWaiting) return Promise.reject(new BatchesFull());
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      waiting.add({ item, key: options.keyOf(item), resolve, reject });
      start();
      return promise;
    },
  };

  function start(): void {
    while (underWay < options.atOnce) {
      const batch = next();
      if (batch.length === 0) return;
      underWay += 1;
      for (const { key } of batch) busy.add(key);
      void run(options, batch, alone).finally(() => {
        underWay -= 1;
        for (const { key } of batch) busy.delete(key);
        start();
      });
    }
  }

  // In turns, so that neither those who go alone hold up the others for ever, nor these them.
  function next(): Member<Item, Result>[] {
    const [one, many] = [() => take(alone, 1, busy), () => take(waiting, options.most, busy)];
    const [first, second] = wasAlone ? [many, one] : [one, many];
    const batch = first();
    wasAlone = batch.length > 0 ? first === one : second === one;
    return batch.length > 0 ? batch : second();
  }
}

interface Member<Item, Result> {
  readonly item: Item;
  readonly key: string;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/** Members in the order in which they came. */
type Line<Item, Result> = Set<Member<Item, Result>>;

/** Takes the first of a line, of each key one, and none of a key that is under way. */
function take<Item, Result>(
  line: Line<Item, Result>,
  most: number,
  busy: ReadonlySet<string>,
): Member<Item, Result>[] {
  const taken = new Map<string, Member<Item, Result>>();
  for (const member of line) {
    if (taken.size === most) break;
    if (!busy.has(member.key) && !taken.has(member.key)) taken.set(member.key, member);
  }
  for (const member of taken.values()) line.delete(member);
  return [...taken.values()];
}

/** Does a batch and tells its members; never rejects. @param alone takes those that go by themselves next. */
async function run<Item, Result>(
  options: BatcherOptions<Item, Result>,
  batch: readonly Member<Item, Result>[],
  alone: Line<Item, Result>,
): Promise<void> {
  try {
    const outcomes = await options.work(batch.map(({ item }) => item));
    for (const [at, member] of batch.entries()) {
      const outcome = outcomes[at];
      if (outcome?.status === 'fulfilled') member.resolve(outcome.value);
      else if (outcome?.status === 'alone') alone.add(member);
      else member.reject(outcome?.reason ?? new Error('a batch told nothing of a member'));
    }
  } catch (error) {
    const isAnyones = batch.length > 1 && !options.concernsAll(error);
    for (const member of batch) {
      if (isAnyones) alone.add(member);
      else member.reject(error);
    }
  }
}
