/** More wait than may: who asked may come again. */
export class BatchesFull extends Error {
  override readonly name = 'BatchesFull';
}

/** What became of one member of a batch; `alone`: nothing yet, it wants a batch of its own. */
export type Outcome<Result> = PromiseSettledResult<Result> | { readonly status: 'alone' };

export interface BatcherOptions<Item, Result> {
  /**
   * Does what is asked of all members at once, and tells each its outcome in their order. When it throws,
   * nothing of the batch may have happened: each member is done by itself then, so that nobody suffers for
   * another.
   *
   * @param isAlone it is one that goes by itself, beside the batches: it may take its time, and never answers
   * `alone`.
   */
  work(items: readonly Item[], isAlone: boolean): Promise<readonly Outcome<Result>[]>;
  /** Of members with the same key one goes after the other, never together. */
  keyOf(item: Item): string;
  /** Whether what was thrown is nobody's own and would only be thrown again. */
  concernsAll(error: unknown): boolean;
  /** Most members of one batch. */
  readonly most: number;
  /** Most that go by themselves under way at once, beside one batch. */
  readonly aloneAtOnce: number;
  /** Most that wait, for a batch or for one of their own; beyond it who comes is refused. */
  readonly mostWaiting: number;
  /** Most with the same key, waiting or under way: one after the other, they would fill all places for long. */
  readonly mostOfOne: number;
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
  const waiting: Lane<Item, Result> = { line: new Set(), most: options.most, free: 1 };
  const alone: Lane<Item, Result> = { line: new Set(), most: 1, free: options.aloneAtOnce };
  const busy = new Set<string>();
  const ofOne = new Map<string, number>();
  return {
    async add(item) {
      const key = options.keyOf(item);
      const others = ofOne.get(key) ?? 0;
      const isFull = waiting.line.size + alone.line.size >= options.mostWaiting;
      if (isFull || others >= options.mostOfOne) throw new BatchesFull();
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      ofOne.set(key, others + 1);
      waiting.line.add({ item, key, resolve, reject });
      start();
      try {
        return await promise;
      } finally {
        const left = (ofOne.get(key) ?? 1) - 1;
        if (left === 0) ofOne.delete(key);
        else ofOne.set(key, left);
      }
    },
  };

  function start(): void {
    for (const lane of [waiting, alone]) {
      while (lane.free > 0) {
        const batch = take(lane, busy);
        if (batch.length === 0) break;
        lane.free -= 1;
        for (const { key } of batch) busy.add(key);
        void run(batch, lane === alone).finally(() => {
          lane.free += 1;
          for (const { key } of batch) busy.delete(key);
          start();
        });
      }
    }
  }

  /** Does a batch and tells its members; never rejects. */
  async function run(batch: readonly Member<Item, Result>[], isAlone: boolean): Promise<void> {
    try {
      const items = batch.map(({ item }) => item);
      const outcomes = await options.work(items, isAlone);
      for (const [at, member] of batch.entries()) {
        const outcome = outcomes[at];
        if (outcome?.status === 'fulfilled') member.resolve(outcome.value);
        else if (outcome?.status === 'alone' && !isAlone) alone.line.add(member);
        else member.reject(reasonOf(outcome));
      }
    } catch (error) {
      const isAnyones = batch.length > 1 && !options.concernsAll(error);
      for (const member of batch) {
        if (isAnyones) alone.line.add(member);
        else member.reject(error);
      }
    }
  }
}

function reasonOf(outcome: Outcome<unknown> | undefined): unknown {
  if (outcome?.status === 'rejected') return outcome.reason;
  return new Error('a batch told nothing of a member');
}

interface Member<Item, Result> {
  readonly item: Item;
  readonly key: string;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

interface Lane<Item, Result> {
  /** In the order in which they came. */
  readonly line: Set<Member<Item, Result>>;
  readonly most: number;
  /** How many more batches may be under way. */
  free: number;
}

/** Takes the first of a line, of each key one, and none of a key that is under way. */
function take<Item, Result>(
  { line, most }: Lane<Item, Result>,
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
