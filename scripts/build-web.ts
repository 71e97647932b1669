import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSealScript } from './build-seal-script.ts';
import { buildVerifyPage } from './build-verify-page.ts';

// What the verification page and the script that seals names take in besides.
const bundledFolders = [
  'src/letters/signing',
  'src/letters/withheld',
  'src/publish',
  'src/record/vocabulary',
  'src/record/figures',
  'packages',
];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = 'build/stamp';

// What the pages are made of: a change in any of these makes the build stale. The rooms under the
// pages count too, for the browser gets its own copy of what it needs of them.
const folders = ['src/web', 'src/platform', ...bundledFolders];
const files = [
  'package-lock.json',
  'package.json',
  'scripts/build-seal-script.ts',
  'scripts/build-verify-page.ts',
  'vite.config.ts',
  'react-router.config.ts',
];

/**
 * Builds the pages unless `build/` has them already, made from these very files.
 *
 * @returns the folder of the build, for `loadWebBuild`, and whether it had to be made.
 * @throws Error with the builder's own words when the pages do not build.
 */
export async function ensureWebBuilt(): Promise<{
  readonly folder: string;
  readonly built: boolean;
}> {
  const folder = join(root, 'build');
  const stamp = await stampOfSources();
  const found = await readFile(join(root, stampFile), 'utf8').catch(() => undefined);
  if (found === stamp) return { folder, built: false };
  await runReactRouter(['build']);
  await buildVerifyPage(folder);
  await buildSealScript(folder);
  // Last, so that a build cut short is made again.
  await writeFile(join(root, stampFile), stamp);
  return { folder, built: true };
}

/** Writes the types of the routes (`+types/…`), which the type check needs. */
export async function writeRouteTypes(): Promise<void> {
  await runReactRouter(['typegen']);
}

async function stampOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const inFolders = await Promise.all(folders.map(listFiles));
  for (const path of [...inFolders.flat(), ...files].sort()) {
    // Tests and migrations are no part of a page.
    if (/\.(?:test|migrations|gen)\.tsx?$/.test(path)) continue;
    hash
      .update(`${path}\0`)
      .update(await readFile(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

async function runReactRouter(args: readonly string[]): Promise<void> {
  const require = createRequire(import.meta.url);
  const bin = join(dirname(require.resolve('@react-router/dev/package.json')), 'bin.cjs');
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`react-router ${args.join(' ')} failed\n${said}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeRouteTypes();
  const { folder, built } = await ensureWebBuilt();
  process.stdout.write(built ? `built ${folder}\n` : `${folder} is current\n`);
}
