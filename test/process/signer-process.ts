import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { begin } from './countersign.ts';

/** A signer as a process of its own, on a socket. */
export interface SignerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Ends it at once, as a machine that loses its power. */
  kill(): Promise<void>;
}

/** Starts `countersign log signer serve` on a folder of keys; resolves when it listens. */
export async function startSigner(keysDir: string, socket: string): Promise<SignerProcess> {
  const args = ['log', 'signer', 'serve', '--json', '--socket', socket];
  const data = path.join(path.dirname(keysDir), 'nothing');
  const { child, ended } = begin(data, args, { COUNTERSIGN_KEYS: keysDir });
  const listening = once(child.stdout, 'data').then(([chunk]) => String(chunk));
  const failed = ended.then(({ stderr }) => Promise.reject(new Error(stderr)));
  failed.catch(() => {});
  const first = await Promise.race([listening, failed]);
  const { at } = JSON.parse(first.split('\n')[0] ?? '') as { readonly at?: string };
  if (at === undefined) throw new Error(first);
  return {
    url: at,
    child,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
