import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';

const source = path.resolve(import.meta.dirname, '../..');
let home: string;
let root: string;
let npmLog: string;

/** An installation without dependencies, and an npm that only notes how it was called. */
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'countersign run '));
  root = path.join(home, 'the clone');
  npmLog = path.join(home, 'npm.log');
  for (const part of ['scripts/run.mjs', 'scripts/run', 'bin/countersign']) {
    cpSync(path.join(source, part), path.join(root, part), { recursive: true });
  }
  const lock = { packages: { '': {}, 'node_modules/thing': { version: '1.0.0' } } };
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify(lock));
  mkdirSync(path.join(home, 'bin'));
  npmIs('mkdir -p node_modules');
  program(
    'src/cli/main.ts',
    'const args: string[] = process.argv.slice(2); console.log(...args, process.cwd());',
  );
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

function npmIs(shell: string): void {
  const file = path.join(home, 'bin', 'npm');
  writeFileSync(file, `#!/bin/sh\necho "$@" >> "${npmLog}"\n${shell}\n`);
  chmodSync(file, 0o755);
}

function program(name: string, code: string): void {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, code);
}

function begin(args: readonly string[], env: Record<string, string> = {}, cwd = root) {
  const child = spawn(process.execPath, [path.join(root, 'scripts/run.mjs'), ...args], {
    cwd,
    env: { PATH: `${path.join(home, 'bin')}:/usr/bin:/bin`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, gone: once(child, 'exit'), out: child.stdout, err: child.stderr };
}

async function run(args: readonly string[], env?: Record<string, string>) {
  const { child, gone, out, err } = begin(args, env);
  const [stdout, stderr] = await Promise.all([text(out), text(err), gone]);
  return { code: child.exitCode, signal: child.signalCode, stdout, stderr };
}

const installs = () =>
  existsSync(npmLog) ? readFileSync(npmLog, 'utf8').trimEnd().split('\n') : [];

test('installs what is missing, then says nothing of its own and installs no more', async () => {
  const first = await run(['src/cli/main.ts', 'a', 'b c'], { NODE_ENV: 'production' });
  expect(first).toMatchObject({ code: 0, stdout: `a b c ${root}\n` });
  expect(first.stderr).toContain('Installing');
  expect(installs()[0]).toMatch(/^ci --ignore-scripts --include=dev /);

  const second = await run(['src/cli/main.ts']);
  expect(second).toMatchObject({ code: 0, stdout: `${root}\n`, stderr: '' });
  expect(installs()).toHaveLength(1);
});

test('installs again when the lockfile has changed', async () => {
  await run(['src/cli/main.ts']);
  appendFileSync(path.join(root, 'package-lock.json'), '\n');
  await run(['src/cli/main.ts']);
  expect(installs()).toHaveLength(2);
});

test('keeps what was installed by hand', async () => {
  mkdirSync(path.join(root, 'node_modules'));
  const installed = { packages: { 'node_modules/thing': { version: '1.0.0' } } };
  writeFileSync(path.join(root, 'node_modules/.package-lock.json'), JSON.stringify(installed));
  expect(await run(['src/cli/main.ts'])).toMatchObject({ code: 0, stderr: '' });
  expect(installs()).toEqual([]);
});

test('of two starts at once one installs and the other waits for it', async () => {
  const gate = path.join(home, 'gate');
  execFileSync('mkfifo', [gate]);
  npmIs(`mkdir -p node_modules; cat "${gate}"`);
  const both = [begin(['src/cli/main.ts']), begin(['src/cli/main.ts'])];
  const waits = both.map(async ({ err }) => {
    for await (const line of createInterface(err)) {
      if (line.includes('is installing the dependencies')) return;
    }
    // The one who installs ends its output without that line; only the other counts.
    await new Promise(() => {});
  });
  await Promise.race(waits);
  writeFileSync(gate, '');
  await Promise.all(both.map(({ gone }) => gone));
  expect(both.map(({ child }) => child.exitCode)).toEqual([0, 0]);
  expect(installs()).toHaveLength(1);
});

test.each([
  ['npm error code EAI_AGAIN', 'registry could not be reached'],
  ['npm error code ENOSPC', 'disk is full'],
  ['npm error code EUSAGE', 'do not match'],
  ['npm error code EWHATEVER', 'npm ended with code 1'],
])('says what to do when npm fails: %s', async (said, sentence) => {
  npmIs(`echo "${said}" >&2; exit 1`);
  const failed = await run(['src/cli/main.ts']);
  expect(failed).toMatchObject({ code: 1, stdout: '' });
  expect(failed.stderr).toContain(sentence);
  expect(failed.stderr).toContain(said.replace('npm error ', ''));
});

test('says so when there is no npm', async () => {
  rmSync(path.join(home, 'bin', 'npm'));
  const failed = await run(['src/cli/main.ts'], { PATH: path.join(home, 'bin') });
  expect(failed.stderr).toContain('npm was not found');
});

test('ends with the code or by the signal of what it ran', async () => {
  program('seven.ts', 'process.exit(7);');
  program('dies.ts', "process.kill(process.pid, 'SIGTERM');");
  expect(await run(['seven.ts'])).toMatchObject({ code: 7, signal: null });
  expect(await run(['dies.ts'])).toMatchObject({ code: null, signal: 'SIGTERM' });
});

const waiter = `
  import { onStopRequest } from ${JSON.stringify(path.join(source, 'src/platform/lifetime/index.ts'))};
  const stay = setInterval(() => {}, 60_000);
  onStopRequest((reason) => { console.log(reason); clearInterval(stay); }, () => process.exit(9));
  console.log(process.pid);
`;

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('passes %s on and waits', async (signal) => {
  program('waits.ts', waiter);
  const { child, gone, out } = begin(['waits.ts']);
  const lines = createInterface(out)[Symbol.asyncIterator]();
  await lines.next();
  child.kill(signal);
  expect((await lines.next()).value).toBe(signal);
  await gone;
  expect(child.exitCode).toBe(0);
});

test('what it ran notices when the start script is killed', async () => {
  program('waits.ts', waiter);
  const { child, gone, out } = begin(['waits.ts']);
  const lines = createInterface(out)[Symbol.asyncIterator]();
  await lines.next();
  child.kill('SIGKILL');
  await gone;
  expect((await lines.next()).value).toBe('parent gone');
  // The end of the output is the end of the process that held it.
  expect((await lines.next()).done).toBe(true);
});

test.each(['the shell of npm', 'npm'])(
  'what it ran is asked to end when %s is killed',
  async (who) => {
    program(
      'src/lasting.ts',
      `process.on('SIGTERM', () => { console.log('asked'); process.exit(0); });
setInterval(() => {}, 1000); console.log('up');`,
    );
    // As npm does: a shell that waits, under a process of its own.
    const command = `"${process.execPath}" "${path.join(root, 'scripts/run.mjs')}" src/lasting.ts; true`;
    const child = spawn('/bin/sh', ['-c', '/bin/sh -c "$COMMAND"; true'], {
      cwd: root,
      env: {
        PATH: `${path.join(home, 'bin')}:/usr/bin:/bin`,
        COMMAND: command,
        npm_lifecycle_event: 'start',
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    expect(await lines.next()).toMatchObject({ value: 'up' });
    const [shell = ''] =
      execFileSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], {
        encoding: 'utf8',
      }).match(/\d+/) ?? [];
    process.kill(who === 'npm' ? (child.pid ?? 0) : Number(shell), 'SIGKILL');
    expect(await lines.next()).toMatchObject({ value: 'asked' });
    expect(await lines.next()).toMatchObject({ done: true });
  },
);

test('bin/countersign works through symlinks from any folder', async () => {
  await run(['src/cli/main.ts']);
  const link = path.join(home, 'bin', 'countersign');
  symlinkSync(path.relative(path.dirname(link), path.join(root, 'bin/countersign')), link);
  symlinkSync('countersign', path.join(home, 'bin', 'again'));
  const stdout = execFileSync(path.join(home, 'bin', 'again'), ['a b', '--json'], {
    cwd: os.tmpdir(),
    encoding: 'utf8',
    env: { PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin` },
  });
  expect(stdout).toBe(`a b --json ${os.tmpdir()}\n`);
});
