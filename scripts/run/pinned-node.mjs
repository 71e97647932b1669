import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { Stop } from './stop.mjs';

const lowestMajor = 24;

/**
 * The Node that runs our code: the pinned one from node_modules, elsewhere the machine's own if new
 * enough. @returns {string} path of an executable
 */
export function findNode(/** @type {string} */ root) {
  const name = `node-${process.platform}-${process.arch}`;
  const pinned = path.join(root, 'node_modules', name, 'bin', 'node');
  if (existsSync(pinned)) return pinned;
  if (Number.parseInt(process.versions.node, 10) >= lowestMajor) return process.execPath;
  throw new Stop(
    `Countersign brings its own Node for Linux on x64 and arm64 with glibc. This is ` +
      `${process.platform} on ${process.arch}: install Node ${lowestMajor} or newer (found ${process.version}) and start again.`,
  );
}
