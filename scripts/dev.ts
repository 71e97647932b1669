import { watch } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { onStopRequest } from '#platform/lifetime';
import { restarting } from './dev/restarting.ts';

// `npm run dev`: the server, started anew when a file changes that Node has loaded for it (a room, the
// HTTP shell). Pages, components, styles and messages are Vite's to reload.
//
// Not `node --watch`: it counts the copy of its own configuration that Vite writes and imports at
// every start as a change, and so never comes to rest; and it ends before the server has.

const root = path.resolve(import.meta.dirname, '..');
// An editor writes a file in several steps, and a branch changes many files.
const quietMs = 150;

const loaded = new Set<string>();
const server = restarting({
  command: process.execPath,
  args: [
    '--disable-warning=ExperimentalWarning',
    '--import',
    path.join(root, 'scripts/dev/report-loaded.ts'),
    path.join(root, 'src/main.ts'),
    '--development',
    String(await freePort()),
  ],
  cwd: root,
  env: { ...process.env, NODE_ENV: 'development' },
  onMessage: (message) => {
    if (typeof message !== 'object' || message === null || !('loaded' in message)) return;
    if (typeof message.loaded === 'string') loaded.add(message.loaded);
  },
  onFailure: (code) => {
    console.log(`The server ended (${code ?? 'killed'}). It starts again when a file changes.`);
  },
});

// Not Vite's usual one, which a second copy in work on the same machine would hold.
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

let quiet: NodeJS.Timeout | undefined;
const watchers = ['src', 'packages', 'scripts'].map((folder) =>
  watch(path.join(root, folder), { recursive: true }, (_event, name) => {
    if (name === null || !loaded.has(path.join(folder, name))) return;
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      console.log(`${path.join(folder, name)} changed; the server starts again.`);
      server.again();
    }, quietMs);
  }),
);

const stop = () => {
  clearTimeout(quiet);
  for (const watcher of watchers) watcher.close();
  server.stop();
};
// A second Ctrl-C reaches the server as a second one, which ends it without waiting.
onStopRequest(stop, stop);
await server.ended;
