import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { KeyProblem } from './key-file.ts';

/** A file taken by this process. */
export interface Hold {
  release(): Promise<void>;
}

/**
 * Takes a file for this process, so that no second one writes it: two would each overwrite what the
 * other has promised. The hold is an abstract socket, which the kernel drops with the process however
 * that ends. Only Linux has them; elsewhere nothing is held.
 *
 * @throws KeyProblem `state-held`.
 */
export async function holdPath(path: string): Promise<Hold> {
  if (process.platform !== 'linux') return { release: () => Promise.resolve() };
  const real = join(await realpath(dirname(path)), basename(path));
  const name = createHash('sha256').update(real).digest('hex').slice(0, 32);
  const server = createServer((socket) => socket.destroy());
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(`\0countersigner-${name}`, resolve);
  }).catch((error: unknown) => {
    throw new KeyProblem('state-held', `Another process has ${path} open. Stop it first.`, {
      cause: error,
    });
  });
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}
