import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { Stop } from './stop.mjs';

// Install scripts are off: nothing we depend on needs one. Development packages are in, because the
// web part is built here, also where NODE_ENV=production would make npm leave them out.
const npmArguments = [
  'ci',
  '--ignore-scripts',
  '--include=dev',
  '--include=optional',
  '--prefer-offline',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

/** What npm says, and what the person can do about it. */
const causes = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED/,
    "The npm registry could not be reached. The first start needs it once; check the connection (or npm's registry and proxy settings) and start again.",
  ],
  [/ENOSPC/, 'The disk is full: about 1 GB must be free for the dependencies.'],
  [
    /EACCES|EPERM|EROFS/,
    'node_modules cannot be written. Start once as the user who owns this folder.',
  ],
  [
    /EUSAGE/,
    'package.json and package-lock.json do not match. Take both from the same version of Countersign.',
  ],
  [
    /EINTEGRITY/,
    'A package from the registry is not the one that was pinned. Do not go on; tell the maintainers.',
  ],
];

/**
 * Runs `npm ci`; one line on stderr while it works, so that stdout stays the program's own.
 * @throws {Stop} with a sentence and npm's last lines
 */
export async function installWithNpm(
  /** @type {string} */ root,
  /** @type {(npmPid: number) => void} */ onStart,
) {
  const npm = findNpm();
  const child = spawn(npm.command, [...npm.prefix, ...npmArguments], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) onStart(child.pid);
  /** @type {string[]} */
  const output = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => output.push(text));
  }
  const endProgress = showProgress();
  const passOn = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);
  try {
    const [code, signal] = await once(child, 'close');
    if (signal !== null) throw new Stop('Stopped while installing; start again to finish.', 130);
    if (code !== 0) throw new Stop(explain(output.join(''), code));
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw new Stop('npm was not found. Install it (it comes with Node) and start again.');
  } finally {
    endProgress();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, passOn);
  }
}

/** Under `npm start` the same npm; npm_execpath may also be another package manager, which cannot do this. */
function findNpm() {
  const current = process.env.npm_execpath;
  return current !== undefined && path.basename(current) === 'npm-cli.js'
    ? { command: process.execPath, prefix: [current] }
    : { command: 'npm', prefix: [] };
}

function showProgress() {
  const started = Date.now();
  const line = 'Installing the pinned dependencies (needed once)';
  if (!process.stderr.isTTY) {
    process.stderr.write(`${line} …\n`);
    return () => {};
  }
  const draw = () =>
    process.stderr.write(`\r${line} … ${Math.round((Date.now() - started) / 1000)} s `);
  draw();
  const timer = setInterval(draw, 1000);
  return () => {
    clearInterval(timer);
    process.stderr.write('\r\u001B[K');
  };
}

function explain(/** @type {string} */ output, /** @type {number | null} */ code) {
  const lines = output
    .replaceAll(/^npm error ?/gm, '')
    .trim()
    .split('\n')
    .slice(0, 8)
    .join('\n');
  const known = causes.find(([pattern]) => /** @type {RegExp} */ (pattern).test(output));
  const sentence = known?.[1] ?? `npm ended with code ${code}.`;
  return `The dependencies could not be installed. ${sentence}\n\nnpm said:\n${lines}`;
}
