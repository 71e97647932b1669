import { sql } from 'kysely';
import { openClass, readClass, type RollLine, type SignatureClass } from '@countersign/letter';
import type { JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { openedFields } from '#log';
import type { Tx } from '#platform/database';

/** Where lines are looked for: the log, or one batch; the end exclusive. */
export interface RollRange {
  readonly letterId: string;
  /** Public id. */
  readonly letter: string;
  /** Id of the batch's entry; undefined for the log. */
  readonly batch: string | undefined;
  readonly from: bigint;
  readonly to: bigint;
}

/** A line that has no number of its class yet. */
export interface OpenedRow {
  readonly line: Omit<RollLine, 'class'>;
  readonly class: SignatureClass;
}

interface Row {
  readonly place: string;
  readonly entry: string | null;
  readonly commitment: Buffer;
  readonly fields: Readonly<Record<string, JsonValue>>;
  readonly seed: Buffer;
}

const atOnce = 2_048;

/**
 * Confirmed signatures of a letter that the log has in a range, in the order of their places. Memory does
 * not grow with their number. A row that was altered is left out: one such line would have the whole
 * roll refused.
 */
export async function* readRollRows(tx: Tx, range: RollRange): AsyncGenerator<OpenedRow> {
  let { from } = range;
  for (;;) {
    const rows = await readRows(tx, range, from);
    for (const row of rows) {
      const opened = openRow(row, range.letter);
      if (opened !== undefined) yield opened;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < atOnce) return;
    from = BigInt(last.place) + 1n;
  }
}

async function readRows(tx: Tx, { letterId, batch, to }: RollRange, from: bigint): Promise<Row[]> {
  const within = sql`place >= ${String(from)} and place < ${String(to)}`;
  const { rows } =
    batch === undefined
      ? await sql<Row>`
        select e.place, e.entry, e.commitment, e.fields, e.seed
        from (select * from log_entry where ${within} and kind = 'signature') e
        join letter_signature g on g.entry = e.entry
        where g.letter_id = ${letterId} and g.state = 'confirmed' and e.fields is not null
        order by e.place limit ${atOnce}`.execute(tx)
      : await sql<Row>`
        select i.place, null as entry, i.commitment, i.fields, i.seed
        from (select * from private_item where batch = ${batch} and ${within}) i
        join letter_signature g on g.uid = i.about
        where g.letter_id = ${letterId} and g.state = 'confirmed' and i.fields is not null
        order by i.place limit ${atOnce}`.execute(tx);
  return rows;
}

function openRow(row: Row, letter: string): OpenedRow | undefined {
  const own = readClass(row.fields['class']);
  const fields = own?.letter === letter ? openedFields(row) : undefined;
  if (own === undefined || fields === undefined) return undefined;
  const id = row.entry ?? undefined;
  return { class: own, line: { place: BigInt(row.place), id, ...openClass(node, fields) } };
}
