/** Lets at most `places` callers in at a time, in the order they came. */
export interface Gate {
  /**
   * @returns leaves again; call it once
   * @throws the reason of `signal` when it is aborted while waiting
   */
  enter(signal?: AbortSignal): Promise<() => void>;
}

export function createGate(places: number): Gate {
  let free = places;
  const waiting: (() => void)[] = [];
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return {
    async enter(signal) {
      signal?.throwIfAborted();
      if (free > 0) free -= 1;
      else await turn(waiting, signal);
      return once(leave);
    },
  };
}

function turn(waiting: (() => void)[], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const enter = (): void => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    };
    const giveUp = (): void => {
      const place = waiting.indexOf(enter);
      if (place >= 0) waiting.splice(place, 1);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    waiting.push(enter);
  });
}

function once(leave: () => void): () => void {
  let left = false;
  return () => {
    if (left) return;
    left = true;
    leave();
  };
}
