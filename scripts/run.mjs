// Runs one of our TypeScript files on the pinned Node, bringing the pinned dependencies first:
//   node scripts/run.mjs FILE [ARGS…]      FILE is relative to the installation
// Plain JavaScript on Node built-ins, because it runs before anything is installed, on any Node >= 20.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './run/dependencies.mjs';
import { handOver } from './run/hand-over.mjs';
import { findNode } from './run/pinned-node.mjs';
import { Stop } from './run/stop.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

try {
  const [file, ...args] = process.argv.slice(2);
  if (file === undefined) throw new Stop('Usage: node scripts/run.mjs FILE [ARGS…]', 2);
  if (Number.parseInt(process.versions.node, 10) < 20) {
    throw new Stop(`Node 20 or newer is needed to start; this is ${process.version}.`);
  }
  await ensureDependencies(root);
  await handOver(findNode(root), path.resolve(root, file), args);
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
