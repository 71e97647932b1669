import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { escapeIdentifier } from 'pg';
import { to } from 'pg-copy-streams';
import type { Written } from '../archive/write-archive.ts';
import { mostBytes } from '../archive/member-name.ts';
import { quoted, type Table } from './catalog.ts';

/** The rows of a table in PostgreSQL's text form, which every later version reads. */
export function copyOut(
  client: ClientBase,
  table: Pick<Table, 'schema' | 'table' | 'columns'>,
): AsyncIterable<Uint8Array> {
  const columns = table.columns.map((column) => escapeIdentifier(column)).join(', ');
  return client.query(
    to(`copy ${quoted(table)} (${columns}) to stdout`, { highWaterMark: 1024 * 1024 }),
  );
}

/**
 * The members of a table: its rows cut into parts of equal length, wherever in a row that falls, so
 * that the length of each is known before it is written. A table without rows has none.
 */
export async function* rowMembers(client: ClientBase, table: Table): AsyncGenerator<Written> {
  let part = 1;
  for await (const bytes of inParts(copyOut(client, table), mostBytes.rows)) {
    const { schema, table: name } = table;
    const member = { kind: 'rows', schema, table: name, part } as const;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    yield { member, sha256, size: bytes.length, pieces: once(bytes) };
    part += 1;
  }
}

// A new buffer for each part: the writer gathers pieces and may still hold the last one.
async function* inParts(
  bytes: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array> {
  let part = Buffer.allocUnsafe(size);
  let used = 0;
  for await (const piece of bytes) {
    let rest = piece;
    while (rest.length > 0) {
      const taken = rest.subarray(0, size - used);
      part.set(taken, used);
      used += taken.length;
      rest = rest.subarray(taken.length);
      if (used === size) {
        yield part;
        part = Buffer.allocUnsafe(size);
        used = 0;
      }
    }
  }
  if (used > 0) yield part.subarray(0, used);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
