/** Does work when it is its turn; `refuse` answers when too many wait already. */
export type Enter = <Result>(work: () => Promise<Result>, refuse: () => Result) => Promise<Result>;

/**
 * Lets so many pieces of work run at once and so many more wait, first come first served.
 *
 * @param atOnce how many run, @param waiting how many may wait.
 */
export function queueOf(atOnce: number, waiting: number): Enter {
  let running = 0;
  const line: (() => void)[] = [];
  return async (work, refuse) => {
    if (running >= atOnce) {
      if (line.length >= waiting) return refuse();
      await new Promise<void>((resolve) => line.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody can slip in between.
      const next = line.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
