import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '..');

/**
 * Builds the countersigner into one file of JavaScript, beside its place and then moved there: reading
 * TypeScript from many files takes a process 9 MB more for as long as it runs.
 */
export async function buildCountersigner(file: string): Promise<void> {
  const folder = `${file}.${process.pid}`;
  try {
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true, resolve: { conditions: ['development'] } },
      build: {
        ssr: path.join(root, 'packages/countersigner/src/node/main.ts'),
        outDir: folder,
        emptyOutDir: true,
        target: 'node22',
        rolldownOptions: { output: { entryFileNames: 'countersigner.mjs' } },
      },
    });
    await rename(path.join(folder, 'countersigner.mjs'), file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new Error('Usage: build-countersigner.ts FILE');
  await buildCountersigner(path.resolve(file));
}
