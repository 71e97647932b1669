import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { Busboy, type BusboyFileStream } from '@fastify/busboy';

/** A file as it arrives. What is left of its bytes when the next one is asked for is thrown away. */
export interface IncomingFile {
  readonly field: string;
  /** As the sender named it: hostile, and perhaps a whole path. */
  readonly name: string;
  readonly mediaType: string;
  /** Fails with whatever cut the body off. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A form with files: what was typed is there, the files are still on their way. */
export interface IncomingForm {
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** One after another. Returning early cuts the body off. */
  readonly files: AsyncGenerator<IncomingFile, void>;
}

export interface MultipartLimits {
  /** Bytes of one field; a longer one is cut there, which whoever checks lengths then sees. */
  readonly fieldBytes: number;
  /** Bytes of all fields together. */
  readonly allFieldsBytes: number;
  readonly fields: number;
}

type Part =
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  | { readonly kind: 'file'; readonly file: IncomingFile; readonly stream: BusboyFileStream };

// Of one file; with what the socket and the parser hold, about a quarter of a megabyte is in memory.
const aheadBytes = 64 * 1024;

export function isMultipart(headers: Headers): boolean {
  return /^multipart\/form-data\b/i.test(headers.get('Content-Type') ?? '');
}

/**
 * Reads a multipart body (RFC 7578) as it comes, up to its first file. Our forms have their files
 * last, so that everything typed can be judged before a byte of a file is taken.
 *
 * The sender is anyone with an account: fields are limited here, the whole body before.
 *
 * @throws Response 400 when it is no multipart body, is cut short, or has a field behind a file; 413
 * when its fields are too many bytes. The files fail the same way. Also what breaks the body itself.
 */
export async function readMultipart(
  request: Request,
  limits: MultipartLimits,
): Promise<IncomingForm> {
  const parts = partsOf(request, limits);
  const fields: [string, string][] = [];
  let bytes = 0;
  for (;;) {
    const { value: part } = await parts.next();
    if (part?.kind !== 'field') return { fields, files: filesFrom(part, parts) };
    bytes += part.name.length + part.value.length;
    if (fields.length >= limits.fields || bytes > limits.allFieldsBytes) {
      await parts.return();
      throw new Response(null, { status: 413 });
    }
    fields.push([part.name, part.value]);
  }
}

async function* filesFrom(
  first: Part | void,
  parts: AsyncGenerator<Part, void>,
): AsyncGenerator<IncomingFile, void> {
  try {
    for (let part = first; part !== undefined; { value: part } = await parts.next()) {
      if (part.kind === 'field') throw new Response(null, { status: 400 });
      yield part.file;
      part.stream.resume();
    }
  } finally {
    await parts.return();
  }
}

async function* partsOf(
  { body, headers }: Request,
  limits: MultipartLimits,
): AsyncGenerator<Part, void> {
  if (body === null) throw new Response(null, { status: 400 });
  const waiting: Part[] = [];
  const open = new Set<BusboyFileStream>();
  let news = Promise.withResolvers<void>();
  const parser = openParser(headers, limits);
  parser.on('field', (name, value) => {
    waiting.push({ kind: 'field', name, value });
    news.resolve();
  });
  parser.on('file', (field, stream, name, _encoding, mediaType) => {
    open.add(stream);
    stream.once('close', () => open.delete(stream));
    // Whoever reads the file hears of its end; a file nobody reads must not end the process.
    stream.on('error', () => undefined);
    const file = { field, name: name ?? '', mediaType, bytes: bytesOf(stream, reason) };
    waiting.push({ kind: 'file', file, stream });
    news.resolve();
  });
  // The DOM's stream and Node's are one and the same, but for their types.
  const source = Readable.fromWeb(body as NodeStream);
  const reason = () => source.errored ?? new Response(null, { status: 400 });
  let end: { readonly error?: unknown } | undefined;
  void pipeline(source, parser)
    .then(
      () => (end = {}),
      (cause: unknown) => {
        end = { error: reason() };
        // The parser leaves open what it had begun.
        for (const stream of open) stream.destroy(new Error('the body was cut short', { cause }));
      },
    )
    .finally(() => news.resolve());
  try {
    for (;;) {
      const part = waiting.shift();
      if (part !== undefined) yield part;
      else if (end !== undefined) break;
      else {
        await news.promise;
        news = Promise.withResolvers();
      }
    }
    if (end.error !== undefined) throw end.error;
  } finally {
    source.destroy();
  }
}

async function* bytesOf(
  stream: BusboyFileStream,
  reason: () => unknown,
): AsyncGenerator<Uint8Array> {
  try {
    // Left half read it must stay open: the parser waits for the end of every file.
    yield* stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } catch {
    throw reason();
  }
}

function openParser(headers: Headers, limits: MultipartLimits) {
  const type = headers.get('Content-Type') ?? '';
  if (!isMultipart(headers)) throw new Response(null, { status: 400 });
  try {
    return new Busboy({
      headers: { 'content-type': type },
      fileHwm: aheadBytes,
      limits: {
        fieldNameSize: 100,
        fieldSize: limits.fieldBytes,
        fields: limits.fields + 1,
        headerPairs: 20,
        headerSize: 8 * 1024,
      },
    });
  } catch {
    // The only error of its constructor: no boundary.
    throw new Response(null, { status: 400 });
  }
}
