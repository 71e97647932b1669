import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('./', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));
const readingProgram = `${here}reading-process.ts`;

/** Address space of Node itself before it reads anything, in MiB; measured 1.0 GiB, mostly reserved. */
const nodeReservedMb = 1_536;

export interface Confinement {
  readonly memoryMb: number;
  readonly cpuSeconds: number;
  /** An empty private folder; the process cannot read it, much less write. */
  readonly workingFolder: string;
  /** Another program than the reader's, to try the confinement itself. */
  readonly program?: string;
}

/**
 * Starts the reading process with as little as it can work with:
 * - Node's permission model: reads our readers, `node_modules` and `package.json`; writes nothing,
 *   starts no process, no worker, no addon; no code from strings;
 * - `ulimit`: CPU seconds (it ends even if we die and nobody is left to kill it), address space,
 *   no file written, no core dump with somebody's text in it;
 * - a user and network namespace of its own where the system lets us: then there is no network at
 *   all (Node 24 has no switch for that; refuse-network.ts shuts the doors from inside);
 * - an empty environment: no secret to find; nothing about the file in its arguments.
 */
export function startReadingProcess(confinement: Confinement): ChildProcessWithoutNullStreams {
  const { memoryMb, cpuSeconds, workingFolder, program = readingProgram } = confinement;
  const node = nodeCommand(memoryMb, program);
  const limits = [
    `ulimit -t ${cpuSeconds}`,
    // The shell puts its folder into the environment.
    'unset PWD OLDPWD',
    'ulimit -f 0',
    'ulimit -c 0',
    // Not every system can limit the address space; the watch on resident memory is the finer one.
    `ulimit -v ${(memoryMb + nodeReservedMb) * 1_024} 2>/dev/null || :`,
    'exec "$@"',
  ].join('; ');
  return spawn('/bin/sh', ['-c', limits, 'sh', ...namespaceCommand(), ...node], {
    cwd: workingFolder,
    env: {},
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

function nodeCommand(memoryMb: number, program: string): string[] {
  return [
    process.execPath,
    // The rest of the limit is for the file's bytes and the program itself, which are not on this heap.
    `--max-old-space-size=${Math.max(64, memoryMb - 160)}`,
    '--disallow-code-generation-from-strings',
    '--no-warnings',
    '--permission',
    `--allow-fs-read=${here}`,
    `--allow-fs-read=${root}node_modules/`,
    `--allow-fs-read=${root}package.json`,
    program,
  ];
}

/** Whether the kernel takes the network away; else only the program's own refusal does. */
export function isNetworkCut(): boolean {
  return namespaceCommand().length > 0;
}

let knownNamespaceCommand: string[] | undefined;

/** Tried once: many systems forbid ordinary users a namespace, and a mapped root may lose its rights. */
function namespaceCommand(): string[] {
  knownNamespaceCommand ??= findNamespaceCommand();
  return knownNamespaceCommand;
}

function findNamespaceCommand(): string[] {
  const program = ['/usr/bin/unshare', '/bin/unshare'].find((path) => existsSync(path));
  if (program === undefined) return [];
  const command = [program, '--user', '--net', '--'];
  const canRead = [
    '/bin/sh',
    '-c',
    'test -x "$1" && test -r "$2"',
    'sh',
    process.execPath,
    readingProgram,
  ];
  const tried = spawnSync(program, [...command.slice(1), ...canRead], { env: {}, timeout: 5_000 });
  return tried.status === 0 ? command : [];
}
