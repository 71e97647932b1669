import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { requirePure } from './build-verify-page.ts';
import { sealScriptName } from '../src/web/seal/seal-script.ts';

const root = path.resolve(import.meta.dirname, '..');

/**
 * Builds the script that encrypts withheld names in a browser: one file without imports. The same sources
 * give the same bytes, so that anybody can build it and compare.
 *
 * @throws Error when something of a server would get into it.
 */
export async function makeSealScript(): Promise<Uint8Array> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: path.join(root, 'src/web/seal/main.ts'), formats: ['iife'], name: 'seal' },
      rolldownOptions: {
        treeshake: { moduleSideEffects: (id) => id.endsWith('/src/web/seal/main.ts') },
        external: /^node:/,
      },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const [chunk] = output !== undefined && 'output' in output ? output.output : [];
  if (chunk?.type !== 'chunk') throw new Error('nothing was built');
  requirePure(chunk);
  return new TextEncoder().encode(chunk.code);
}

/** Writes the script into the folder of a build, in the place of an earlier one. */
export async function buildSealScript(folder: string): Promise<void> {
  const assets = path.join(folder, 'client', 'assets');
  await mkdir(assets, { recursive: true });
  for (const file of await readdir(assets)) {
    if (/^seal-[\w-]+\.js$/u.test(file)) await rm(path.join(assets, file));
  }
  const script = await makeSealScript();
  await writeFile(path.join(assets, sealScriptName(script)), script);
}
