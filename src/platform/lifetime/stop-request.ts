export type StopReason = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'parent gone';

/** Part of `process` that is watched; tests give their own. */
export interface Watched {
  on(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
  readonly channel?: { unref(): void } | undefined;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ctrl-C reaches us twice: from the terminal and passed on by the start script. What follows this
 * soon after the first is its echo, not an impatient person.
 */
const echoMs = 500;

/**
 * Calls `stop` once when the process is asked to end: by a signal, or because the start script that
 * runs us died (it cannot pass on kill -9, but its IPC channel closes). A signal that comes again
 * after the echo calls `force`, for the person who will not wait.
 *
 * Costs two listeners and keeps no process alive. Returns the function that ends the watch.
 */
export function onStopRequest(
  stop: (reason: StopReason) => void,
  force: (reason: StopReason) => void,
  watched: Watched = process,
): () => void {
  let firstAt: number | undefined;
  const ask = (reason: StopReason) => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      stop(reason);
    } else if (reason !== 'parent gone' && performance.now() - firstAt > echoMs) {
      force(reason);
    }
  };
  const listeners: [string, () => void][] = signals.map((signal) => [signal, () => ask(signal)]);
  listeners.push(['disconnect', () => ask('parent gone')]);
  for (const [event, listener] of listeners) watched.on(event, listener);
  // A "disconnect" listener makes Node hold the channel, and with it a finished process, open.
  watched.channel?.unref();
  return () => {
    for (const [event, listener] of listeners) watched.off(event, listener);
  };
}
