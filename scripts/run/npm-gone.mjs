import { readFileSync } from 'node:fs';
import process from 'node:process';

const everyMs = 1000;

/**
 * Calls `then` once when the npm that started us is gone. npm runs a script through a shell and
 * passes signals to that alone: a shell that is killed, or outlives its npm, tells us nothing, and the
 * server would go on without anybody.
 *
 * Only for npm: who starts us by hand may close the shell and mean us to go on.
 * @returns the function that ends the watch; nothing is kept alive for it.
 */
export function whenNpmIsGone(
  /** @type {() => void} */ then,
  /** @type {Readonly<Record<string, string | undefined>>} */ env = process.env,
) {
  const first = line();
  if (env.npm_lifecycle_event === undefined || first.startsWith('1 ')) return () => {};
  const timer = setInterval(() => {
    if (line() === first) return;
    clearInterval(timer);
    then();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Our parent and its parent, as far as the system tells. */
function line() {
  const { ppid } = process;
  return `${ppid} ${parentOf(ppid) ?? ''}`;
}

function parentOf(/** @type {number} */ pid) {
  try {
    // The name in brackets may hold anything; after it come the state and the parent.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1];
  } catch {
    return undefined;
  }
}
