import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// `npm run dev`: the server under Node's own watcher. A change in a room starts it anew; what lies
// under src/web is Vite's to reload, and the HTTP shell is all that Node watches there.
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const child = spawn(
  process.execPath,
  [
    '--watch',
    '--watch-preserve-output',
    join(root, 'src', 'main.ts'),
    '--development',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'development' } },
);

// Ctrl-C reaches the whole group; the child stops its database first, and only then do we go.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
