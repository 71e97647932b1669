import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { maxTextLength } from './clean-text.ts';
import { startReadingProcess } from './confined-process.ts';
import { createGate } from './gate.ts';
import { watchMemory } from './memory-watch.ts';
import type { FailureCode, NotRead, ReadResult } from './read-result.ts';
import { parseReaderOutput, readOutput } from './reader-output.ts';

export interface ReadLimits {
  /** Wall clock of one reading, the wait for a free place not counted. */
  readonly timeoutMs: number;
  /** Resident memory of the reading process; 160 at least, or nothing can be read. */
  readonly memoryMb: number;
  readonly maxBytes: number;
  /** In Unicode code points. */
  readonly maxTextLength: number;
}

export const defaultReadLimits: ReadLimits = {
  timeoutMs: 60_000,
  memoryMb: 512,
  maxBytes: 100 * 1024 * 1024,
  maxTextLength,
};

export type ReadProgress =
  | { readonly stage: 'waiting' | 'parsing' | 'done' }
  | { readonly stage: 'reading'; readonly bytes: number; readonly totalBytes: number }
  | { readonly stage: 'pages'; readonly done: number; readonly total: number };

export interface ReadTextOptions {
  /** What a sender or server said of the type; believed only between txt and md, and for its charset. */
  readonly mediaTypeHint?: string;
  readonly fileName?: string;
  /** An encoding an editor chose because the guess was wrong. */
  readonly encoding?: string;
  readonly limits?: Partial<ReadLimits>;
  readonly onProgress?: (progress: ReadProgress) => void;
  readonly signal?: AbortSignal;
}

/** What is to be read: bytes, the path of a file, or a stream of as many bytes as it says. */
export type ReadSource =
  | Uint8Array
  | string
  | { readonly byteLength: number; readonly stream: Readable };

/** Two files at a time: a third waits, however many a documenter drops at once. */
const gate = createGate(2);

/**
 * Reads the text of a file in a process of its own, which is given no network, no writable folder and
 * no more memory and time than the limits say. The bytes reach it through a pipe and nothing of them
 * touches the disk. Whatever the file does, the answer is a value.
 *
 * @param source the bytes, the path of a file (read by this process), or bytes as they come, of which
 *   no more than a pipe holds are kept
 * @throws whatever reading `source` throws, and the reason of `signal` when aborted
 */
export async function readText(
  source: ReadSource,
  options: ReadTextOptions = {},
): Promise<ReadResult> {
  const limits = { ...defaultReadLimits, ...options.limits };
  const size = typeof source === 'string' ? (await stat(source)).size : source.byteLength;
  if (size > limits.maxBytes) {
    letGo(source);
    return failure('too-large', `${size} bytes, at most ${limits.maxBytes} are read`);
  }
  options.onProgress?.({ stage: 'waiting' });
  const leave = await gate.enter(options.signal);
  const folder = await mkdtemp(join(tmpdir(), 'countersign-read-'));
  try {
    const result = await readInProcess(source, size, folder, limits, options);
    options.onProgress?.({ stage: 'done' });
    return result;
  } finally {
    letGo(source);
    await rm(folder, { recursive: true, force: true });
    leave();
  }
}

function letGo(source: ReadSource): void {
  if (typeof source === 'object' && 'stream' in source) source.stream.destroy();
}

async function readInProcess(
  source: ReadSource,
  size: number,
  folder: string,
  limits: ReadLimits,
  options: ReadTextOptions,
): Promise<ReadResult> {
  const { timeoutMs, memoryMb } = limits;
  const cpuSeconds = Math.ceil(timeoutMs / 1_000) * 2 + 5;
  const child = startReadingProcess({ memoryMb, cpuSeconds, workingFolder: folder });
  const ended = endOf(child);
  let killed: NotRead | undefined;
  const kill = (code: FailureCode, detail: string): void => {
    killed ??= failure(code, detail);
    child.kill('SIGKILL');
  };
  const timer = setTimeout(() => kill('timeout', `not read within ${timeoutMs} ms`), timeoutMs);
  const unwatch = watchMemory(child.pid ?? 0, memoryMb, () =>
    kill('out-of-memory', `more than ${memoryMb} MiB of memory`),
  );
  const abort = (): void => kill('crashed', 'aborted');
  options.signal?.addEventListener('abort', abort);
  try {
    const [output, exit] = await Promise.all([
      readOutput(child.stdout, limits.maxTextLength, {
        onProgress: ({ done, total }) => options.onProgress?.({ stage: 'pages', done, total }),
        onTooLong: () => kill('crashed', 'the reading process wrote more than it may'),
      }),
      ended,
      feed(child, source, size, options),
    ]);
    options.signal?.throwIfAborted();
    if (killed !== undefined) return killed;
    return exit.status === 0 ? parseReaderOutput(output) : exitFailure(exit);
  } finally {
    clearTimeout(timer);
    unwatch();
    options.signal?.removeEventListener('abort', abort);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  }
}

async function feed(
  child: ChildProcessWithoutNullStreams,
  source: ReadSource,
  size: number,
  options: ReadTextOptions,
): Promise<void> {
  const { mediaTypeHint, fileName, encoding, limits, onProgress } = options;
  const request = {
    mediaTypeHint: mediaTypeHint?.slice(0, 500),
    fileName: fileName?.slice(-500),
    encoding: encoding?.slice(0, 50),
    maxTextLength: limits?.maxTextLength,
  };
  const content = contentOf(source);
  let bytes = 0;
  async function* withRequest(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${JSON.stringify(request)}\n`);
    for await (const chunk of content) {
      const part: Uint8Array = chunk;
      bytes += part.byteLength;
      onProgress?.({ stage: 'reading', bytes, totalBytes: size });
      yield part;
    }
  }
  try {
    await pipeline(withRequest, child.stdin);
    onProgress?.({ stage: 'parsing' });
  } catch (cause) {
    // The process may end before it has taken everything; its exit tells why. A file that cannot be
    // read is the caller's to know. Now and then the pipe's end comes back through what is read.
    if (content.errored !== null && !isEndOfPipe(cause)) throw cause;
  }
}

// Only writing ends so (POSIX, write: EPIPE).
function isEndOfPipe(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EPIPE';
}

function contentOf(source: ReadSource): Readable {
  if (typeof source === 'string') return createReadStream(source);
  return 'stream' in source ? source.stream : Readable.from(slices(source));
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  const step = 1024 * 1024;
  for (let at = 0; at < bytes.byteLength; at += step) yield bytes.subarray(at, at + step);
}

interface Exit {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The first 4 kB of what it complained. */
  readonly complaint: string;
}

function endOf(child: ChildProcessWithoutNullStreams): Promise<Exit> {
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 4_096) complaint += text.slice(0, 4_096);
  });
  return new Promise((resolve) => {
    child.once('error', (cause) =>
      resolve({ status: null, signal: null, complaint: cause.message }),
    );
    child.once('close', (status, signal) => resolve({ status, signal, complaint }));
  });
}

function exitFailure({ status, signal, complaint }: Exit): NotRead {
  if (/heap out of memory|allocation fail|out of memory|Cannot allocate memory/i.test(complaint)) {
    return failure('out-of-memory', complaint);
  }
  if (signal === 'SIGXCPU') return failure('timeout', 'out of processor time');
  return failure('crashed', `ended with ${signal ?? status}: ${complaint}`);
}

function failure(code: FailureCode, detail: string): NotRead {
  return { ok: false, code, detail: detail.slice(0, 500).toWellFormed() };
}
