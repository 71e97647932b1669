import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { lockInstall } from './install-lock.mjs';
import { isInstalled } from './lockfile.mjs';
import { installWithNpm } from './npm.mjs';
import { Stop } from './stop.mjs';

/**
 * Makes node_modules what package-lock.json says; silent and quick when it is already.
 * @throws {Stop} when npm is missing, offline or fails
 */
export async function ensureDependencies(/** @type {string} */ root) {
  const stampFile = path.join(root, 'node_modules', '.countersign-stamp');
  const stamp = expectedStamp(root);
  let waiting = false;
  while (readOr(stampFile) !== stamp) {
    const lock = takeLock(root);
    if ('heldBy' in lock) {
      if (!waiting) tell(`Process ${lock.heldBy} is installing the dependencies; waiting for it.`);
      waiting = true;
      await pause(200);
      continue;
    }
    try {
      if (readOr(stampFile) === stamp) return;
      if (!isInstalledByHand(root)) {
        rmSync(stampFile, { force: true });
        await installWithNpm(root, (npmPid) => lock.own([process.pid, npmPid]));
      }
      keepStamp(stampFile, stamp);
      return;
    } finally {
      lock.release();
    }
  }
}

/** Keyed to the lockfile and to what optional dependencies depend on. */
function expectedStamp(/** @type {string} */ root) {
  const lockfile = readFileSync(path.join(root, 'package-lock.json'));
  return `${createHash('sha256').update(lockfile).digest('hex')} ${process.platform}-${process.arch}\n`;
}

function takeLock(/** @type {string} */ root) {
  try {
    return lockInstall(path.join(root, '.cache', 'install'));
  } catch (cause) {
    throw new Stop(
      `The dependencies are missing or stale and ${root} cannot be written (${message(cause)}). ` +
        'Start once as the user who owns it.',
    );
  }
}

function keepStamp(/** @type {string} */ file, /** @type {string} */ stamp) {
  try {
    writeFileSync(file, stamp);
  } catch (cause) {
    throw new Stop(
      `Could not write ${file} (${message(cause)}). Start once as the user who owns it.`,
    );
  }
}

/**
 * Whether a plain `npm ci` or `npm install` has already brought exactly the lockfile's packages:
 * npm records what it put there in node_modules/.package-lock.json.
 */
function isInstalledByHand(/** @type {string} */ root) {
  const installed = readOr(path.join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return false;
  try {
    const locked = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
    return isInstalled(JSON.parse(installed).packages ?? {}, JSON.parse(locked).packages);
  } catch {
    return false;
  }
}

function readOr(/** @type {string} */ file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function tell(/** @type {string} */ sentence) {
  process.stderr.write(`${sentence}\n`);
}

function message(/** @type {unknown} */ cause) {
  return cause instanceof Error ? cause.message : String(cause);
}
