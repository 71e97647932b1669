import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { whenNpmIsGone } from './npm-gone.mjs';
import { Stop } from './stop.mjs';

const installation = path.resolve(import.meta.dirname, '../..');
const remembered = path.join(installation, 'node_modules/.cache/countersign');

const forwarded = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs `file` on `node` with our terminal, passes signals on, and ends as the child ends: with its
 * code or by its signal. The IPC channel is a lifeline: when this process dies, even by kill -9, the
 * kernel closes it and the child sees "disconnect" (see src/platform/lifetime). When the npm that
 * started us dies, the child is asked to end.
 */
export async function handOver(
  /** @type {string} */ node,
  /** @type {string} */ file,
  /** @type {readonly string[]} */ args,
) {
  // React reads NODE_ENV at its first import and renders several times slower without "production";
  // the server must not depend on what the operator's shell happens to say.
  const isServer = path.basename(file) === 'main.ts' && !args.includes('--development');
  // A command starts in half the time where Node remembers what it made of our files; where it cannot write,
  // it does not. The server starts once, and would hold 30 MB more for as long as it runs.
  const isCommand = file === path.join(installation, 'src/cli/main.ts');
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', file, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      ...(isServer && { NODE_ENV: 'production' }),
      // The log makes six small files durable at once; with Node's four threads two of them wait.
      UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '8',
      ...(isCommand && { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? remembered }),
      // Whatever the child starts by the name "node" is the pinned one too.
      PATH: [path.dirname(node), process.env.PATH].filter(Boolean).join(path.delimiter),
    },
  });
  // Ctrl-C reaches the child twice, once from the terminal and once from here; lifetime folds the two.
  for (const signal of forwarded) process.on(signal, () => child.kill(signal));
  const endWatch = whenNpmIsGone(() => child.kill('SIGTERM'));

  const [code, signal] = await once(child, 'exit').catch((cause) => {
    throw new Stop(`Could not run ${node}: ${cause.message}. It needs Linux with glibc.`);
  });
  endWatch();
  if (signal === null) {
    process.exitCode = code ?? 1;
    return;
  }
  for (const name of forwarded) process.removeAllListeners(name);
  process.kill(process.pid, signal);
}
