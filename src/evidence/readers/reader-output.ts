import type { Readable } from 'node:stream';
import {
  readHeader,
  readProgress,
  type NotRead,
  type ReadHeader,
  type ReadResult,
} from './read-result.ts';

/** Longest line of JSON the reading process may write, in bytes; a header has 500 attachments at most. */
const maxLineBytes = 4 * 1024 * 1024;

/** Four bytes of UTF-8 are the most a code point takes. */
const bytesPerCodePoint = 4;

export interface ReaderOutput {
  /** Undefined when the process ended before it said anything. */
  readonly header: string | undefined;
  readonly text: Buffer;
}

/**
 * Collects what the reading process writes. The process may be in the hands of the file it read:
 * nothing here trusts its lengths or its JSON.
 */
export async function readOutput(
  stdout: Readable,
  maxTextLength: number,
  on: {
    onProgress: (progress: { done: number; total: number }) => void;
    onTooLong: () => void;
  },
): Promise<ReaderOutput> {
  let header: string | undefined;
  let pending: Buffer[] = [];
  let length = 0;
  for await (const chunk of stdout) {
    let rest: Buffer = chunk;
    while (header === undefined && rest.includes(0x0a)) {
      const end = rest.indexOf(0x0a);
      const line = Buffer.concat([...pending, rest.subarray(0, end)]).toString('utf8');
      [pending, length, rest] = [[], 0, rest.subarray(end + 1)];
      const progress = readProgress.safeParse(parseJson(line));
      if (progress.success) on.onProgress(progress.data.progress);
      else header = line;
    }
    length += rest.length;
    if (length > (header === undefined ? maxLineBytes : maxTextLength * bytesPerCodePoint)) {
      on.onTooLong();
      break;
    }
    pending.push(rest);
  }
  return { header, text: header === undefined ? Buffer.alloc(0) : Buffer.concat(pending) };
}

/** The result, if the output is one; a process that writes anything else counts as crashed. */
export function parseReaderOutput({ header, text }: ReaderOutput): ReadResult {
  const parsed = readHeader.safeParse(parseJson(header ?? ''));
  if (!parsed.success) return crashed('the reading process gave no answer we know');
  return parsed.data.ok ? withText(parsed.data, text) : parsed.data;
}

function withText(header: Extract<ReadHeader, { ok: true }>, bytes: Buffer): ReadResult {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (text.includes('\0')) return crashed('the text has a NUL character');
    return { ...header, text };
  } catch {
    return crashed('the text is not UTF-8');
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function crashed(detail: string): NotRead {
  return { ok: false, code: 'crashed', detail };
}
