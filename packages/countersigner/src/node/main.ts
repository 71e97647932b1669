import { parseArgs } from 'node:util';
import { formatVkey, ProofError } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { createCountersigner, type ClockBehind, type Fork } from '../countersigner.ts';
import { KeyProblem } from './key-file.ts';
import { countersignerServer } from './server.ts';
import { openState, readState, type CountersignerState } from './state-file.ts';

const usage = `countersigner: signs what a log shows if it follows from what it showed before

  countersigner key            prints its verifier key; with --url the line to give to a log's people
  countersigner add LINE       countersigns one more log: its verifier key, or the line its people gave
  countersigner logs           lists the logs and what was seen of each
  countersigner serve          answers on HOST:PORT (C2SP tlog-witness), and prints the line to give

  --state FILE   everything it keeps, key included   (countersigner.state)
  --name NAME    name of a new one, such as example.org/countersigner
  --port N       (8090)        --host ADDRESS   (127.0.0.1; put TLS before another)
  --url ADDRESS  under which others reach it         (http://HOST:PORT)

exit codes: 0 done, 1 could not, 2 the command line was wrong
`;

function parseCommandLine(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      state: { type: 'string', default: 'countersigner.state' },
      name: { type: 'string' },
      port: { type: 'string', default: '8090' },
      host: { type: 'string', default: '127.0.0.1' },
      url: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

/** Runs one command line. @returns the exit code; `serve` returns when it is asked to stop. */
async function main(args: readonly string[]): Promise<number> {
  let parsed: ReturnType<typeof parseCommandLine>;
  try {
    parsed = parseCommandLine(args);
  } catch (error) {
    return fail(2, `${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
  const { values, positionals } = parsed;
  const [command, ...rest] = positionals;
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const commands = new Map<string, (state: CountersignerState) => Promise<number>>([
    ['key', async ({ pair }) => print(lineOf(pair, values.url))],
    // A line pasted without quotes comes in words.
    ['add', (state) => add(state, rest.join(' '))],
    ['logs', () => list(undefined)],
    ['serve', (state) => serve(state, values.host, Number(values.port), values.url)],
  ]);
  const run = commands.get(command ?? '');
  if (run === undefined) return fail(2, usage);
  try {
    const known =
      command === 'key' || command === 'logs' ? await readState(values.state) : undefined;
    // To be asked beside a serving one.
    if (command === 'key' && known !== undefined) return print(lineOf(known.pair, values.url));
    if (command === 'logs') return await list(known);
    const state = await openState(values.state, values.name);
    try {
      return await run(state);
    } finally {
      await state.close();
    }
  } catch (error) {
    if (error instanceof ProofError) {
      return fail(1, error.code === 'key-type-unsupported' ? wrongKind : wrongLine);
    }
    if (error instanceof KeyProblem) return fail(1, error.message);
    throw error;
  }
}

function print(line: string): number {
  process.stdout.write(`${line}\n`);
  return 0;
}

function fail(code: number, sentence: string): number {
  process.stderr.write(`${sentence.trimEnd()}\n`);
  return code;
}

const wrongLine =
  'This line is no verifier key: it was mistyped, cut or altered. Copy it again from where it was given.';

const wrongKind = 'This key is of another kind. The key of a log is needed here.';

/** What a log's people paste: the verifier key and, when it is known, the address. */
function lineOf({ key }: CountersignerState['pair'], url: string | undefined): string {
  return url === undefined ? formatVkey(key) : `${formatVkey(key)} ${url}`;
}

/** @param line a verifier key, and after it whatever else its people put there. */
async function add(state: CountersignerState, line: string): Promise<number> {
  const [verifierKey = ''] = line.trim().split(/\s+/u);
  if (verifierKey === '') return fail(2, usage);
  const before = state.logs.length;
  const log = await state.addLog(verifierKey);
  if (state.logs.length === before) return print(`${log.name} is countersigned already.`);
  return print(`${log.name} is countersigned from the next start on.`);
}

async function list(state: Awaited<ReturnType<typeof readState>>): Promise<number> {
  if (state === undefined) return fail(1, 'There is no state file there yet.');
  for (const log of state.logs) {
    const seen = await state.read(log.name);
    print(`${log.name} ${seen === undefined ? 'not seen yet' : `${seen.size} entries`}`);
  }
  return 0;
}

async function serve(
  state: CountersignerState,
  host: string,
  port: number,
  url: string | undefined,
): Promise<number> {
  const warn = (sentence: string) => void process.stderr.write(`${sentence}\n`);
  const countersigner = createCountersigner({
    provider: node,
    key: state.pair.key,
    sign: (message) => state.pair.sign(message),
    logKeys: (origin) => state.logKeys(origin),
    store: state,
    now: () => BigInt(Math.floor(Date.now() / 1000)),
    onFork: (fork) => Promise.resolve(tellOnce(fork, warn)),
    onClockBehind: (behind) => tellClock(behind, warn),
  });
  const server = countersignerServer({
    countersigner,
    store: state,
    origins: () => [...new Set(state.logs.map(({ name }) => name))],
    about: () => `Countersigner ${formatVkey(state.pair.key)}`,
    onError: (error) => warn(`failed: ${String(error)}`),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  // One log may have two keys while one succeeds the other.
  const logs = new Set(state.logs.map(({ name }) => name)).size;
  print(`Countersigning ${logs === 1 ? 'one log' : `${logs} logs`}. To give to their people:`);
  // With port 0 the system has chosen one.
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : port;
  print(lineOf(state.pair, url ?? `http://${host}:${own}/`));
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => resolve());
  });
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  return 0;
}

/** Once for each cosignature that lies ahead. */
function tellClock({ origin, now, last }: ClockBehind, warn: (sentence: string) => void): void {
  const what = `${last} ${origin}`;
  if (told.has(what)) return;
  told.add(what);
  const at = (seconds: bigint) => new Date(Number(seconds) * 1000).toISOString();
  warn(
    `${origin} is not countersigned: it is ${at(now)} here, and its last cosignature says ${at(last)}. Set the clock right. If it was wrong then, nothing can be signed until that time: begin with a new state file and give its line to the log's people.`,
  );
}

/** What was told, by what was shown. Whoever saw a checkpoint can send it a thousand times without its proof. */
const told = new Set<string>();
const mostTold = 1000;

/** That a log contradicted itself is always told the first time; others until there are too many of them. */
function tellOnce(fork: Fork, warn: (sentence: string) => void): void {
  const [shown = ''] = fork.shown.split('\n\n');
  const what = `${fork.proven} ${shown}`;
  if (told.has(what) || (told.size >= mostTold && !fork.proven)) return;
  told.add(what);
  warn(describeFork(fork));
}

function describeFork({ origin, proven, seen, shown }: Fork): string {
  const what = proven
    ? `${origin} HAS CONTRADICTED ITSELF. Keep both checkpoints and tell others.`
    : `${origin}: a checkpoint came without proof that it follows from the last one.`;
  return `${what}\n--- seen\n${seen}--- shown\n${shown}---`;
}

process.exitCode = await main(process.argv.slice(2));
