import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The environment variables that decide where the cache lies. */
export type CacheEnvironment = Readonly<Record<string, string | undefined>>;

const manifestName = 'manifest.json';
const stagingPrefix = '.staging-';
// A preparation takes seconds; what is older was left by a process that was killed.
const abandonedAfterMs = 60 * 60 * 1000;

/**
 * The folder that caches what browser tests unpack: `$XDG_CACHE_HOME/countersign`, else
 * `~/.cache/countersign`, mode 0700 and owned by this user. Where neither can be written, or a
 * stranger owns what lies there, a fresh private folder that is removed when the process ends:
 * executables are never run from a place that somebody else could have filled.
 */
export async function privateCacheFolder(env: CacheEnvironment): Promise<string> {
  const xdg = env['XDG_CACHE_HOME'];
  const home = env['HOME'];
  // The XDG Base Directory specification says that relative paths are ignored.
  const base = isPlace(xdg) ? xdg : isPlace(home) ? join(home, '.cache') : undefined;
  const folder = base === undefined ? undefined : join(base, 'countersign');
  if (folder !== undefined && (await isPrivateFolder(folder))) return folder;
  const temporary = await mkdtemp(join(tmpdir(), 'countersign-'));
  process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));
  return temporary;
}

/**
 * Returns `<root>/<name>-<key>`, filled once by `fill` and used again afterwards. A folder found
 * there is used only if this user owns it and every file still has the hash noted when it was
 * filled; else it is replaced. The folder appears by one rename, so processes may race: the first
 * wins and the others take its result.
 */
export async function preparedFolder(
  root: string,
  name: string,
  key: string,
  fill: (staging: string) => Promise<void>,
): Promise<string> {
  const target = join(root, `${name}-${key}`);
  if (await isIntact(target)) return target;
  await removeAbandoned(root);
  const staging = await mkdtemp(join(root, stagingPrefix));
  try {
    await fill(staging);
    await writeFile(join(staging, manifestName), JSON.stringify(await hashesOf(staging)));
    await moveInto(staging, target);
    return target;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** SHA-256 over the given files, names and bytes, as 32 hex digits: enough to tell archives apart. */
export async function keyOf(files: readonly string[], salt = ''): Promise<string> {
  const hash = createHash('sha256').update(salt);
  for (const file of files) hash.update(await hashOfFile(file));
  return hash.digest('hex').slice(0, 32);
}

async function moveInto(staging: string, target: string): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      await rename(staging, target);
      return;
    } catch (error) {
      if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOTDIR')) throw error;
    }
    if (await isIntact(target)) return;
    // Moved aside first: a browser running from it keeps its files, and nobody starts from half of it.
    const aside = `${target}.damaged-${randomUUID()}`;
    await rename(target, aside).catch((error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error;
    });
    await rm(aside, { recursive: true, force: true });
  }
  throw new Error(`${target} could not be replaced: other processes keep writing it`);
}

async function isIntact(folder: string): Promise<boolean> {
  if (!(await isOwnFolder(folder))) return false;
  try {
    const noted: unknown = JSON.parse(await readFile(join(folder, manifestName), 'utf8'));
    return JSON.stringify(noted) === JSON.stringify(await hashesOf(folder));
  } catch {
    // No manifest, half a manifest or an unreadable file: not what was prepared.
    return false;
  }
}

async function hashesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((file) => file !== manifestName)
    .sort();
  const hashes: Record<string, string> = {};
  for (const file of files) hashes[file] = (await hashOfFile(join(folder, file))).toString('hex');
  return hashes;
}

async function hashOfFile(file: string): Promise<Buffer> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest();
}

async function isPrivateFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (!(await isOwnFolder(folder))) return false;
    await chmod(folder, 0o700);
    const probe = await mkdtemp(join(folder, stagingPrefix));
    await rm(probe, { recursive: true });
    return true;
  } catch {
    return false;
  }
}

async function isOwnFolder(folder: string): Promise<boolean> {
  try {
    // lstat: a symbolic link would let its owner choose what is run.
    const stat = await lstat(folder);
    return stat.isDirectory() && stat.uid === process.getuid?.();
  } catch {
    return false;
  }
}

async function removeAbandoned(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith(stagingPrefix)) continue;
    const path = join(root, name);
    const stat = await lstat(path).catch(() => undefined);
    if (stat !== undefined && Date.now() - stat.mtimeMs > abandonedAfterMs) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

function isPlace(path: string | undefined): path is string {
  return path !== undefined && isAbsolute(path);
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
