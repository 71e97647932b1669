import { readDocument, type DocumentRequest } from './read-document.ts';
import { refuseNetwork } from './refuse-network.ts';
import { asUnreadable } from './unreadable.ts';

// The entry of the process that reads one hostile file; started by confined-process.ts only.
// Protocol: stdin is one line of JSON (the request) and the file; stdout is lines of JSON: any number
// of progress lines, one header (read-result.ts), then, when `ok`, the text in UTF-8 up to the end.

refuseNetwork();
await main();

async function main(): Promise<void> {
  const input = await readStdin();
  const end = input.indexOf(0x0a);
  const request = parseRequest(input.toString('utf8', 0, end));
  const result = await readDocument(input.subarray(end + 1), request, progressWriter()).catch(
    (cause: unknown) => {
      const { code, message } = asUnreadable(cause);
      return { ok: false as const, code, detail: message.slice(0, 500).toWellFormed() };
    },
  );
  if (!result.ok) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const { text, ...header } = result;
  process.stdout.write(`${JSON.stringify(header)}\n`);
  process.stdout.write(text, 'utf8');
}

// Written by the process that started this one; no schema library, which would cost 90 ms a file.
function parseRequest(line: string): DocumentRequest {
  return JSON.parse(line) as DocumentRequest;
}

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

// At most a hundred lines however many pages a file claims.
function progressWriter(): (done: number, total: number) => void {
  let written = 0;
  return (done, total) => {
    if (done < total && done < written + total / 100) return;
    written = done;
    process.stdout.write(`${JSON.stringify({ progress: { done, total } })}\n`);
  };
}
