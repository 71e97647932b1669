/**
 * Lets everybody who waits for the same sync share one: who comes while one runs shares the next, because the one
 * that runs may have begun before their change.
 */
export function shareSync(sync: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    next = undefined;
    running = sync();
    return running;
  };
  return () => (next ??= running.then(begin, begin));
}
