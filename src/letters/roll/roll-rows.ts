import { sql } from 'kysely';
import {
  classKey,
  openClass,
  readClass,
  signatureCommitment,
  signatureLeaves,
  type RollLine,
  type SignatureClass,
  type SignatureFields,
} from '@countersign/letter';
import { formatLogEntry, hashLeaf, type JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { deriveSalt } from '#log';
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
  const openRow = rowOpener(range.letter);
  for (;;) {
    const rows = await readRows(tx, range, from);
    for (const row of rows) {
      const opened = openRow(row);
      if (opened !== undefined) yield opened;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < atOnce) return;
    from = BigInt(last.place) + 1n;
  }
}

/** Whether there is any line in a range. */
export async function hasRollRows(tx: Tx, range: RollRange): Promise<boolean> {
  return (await readRows(tx, range, range.from, 1)).length > 0;
}

async function readRows(
  tx: Tx,
  { letterId, batch, to }: RollRange,
  from: bigint,
  most = atOnce,
): Promise<Row[]> {
  const within = sql`place >= ${String(from)} and place < ${String(to)}`;
  const { rows } =
    batch === undefined
      ? await sql<Row>`
        select e.place, e.entry, e.commitment, e.fields, e.seed
        from (select * from log_entry where ${within} and kind = 'signature') e
        join letter_signature g on g.entry = e.entry
        where g.letter_id = ${letterId} and g.state = 'confirmed' and e.fields is not null
        order by e.place limit ${most}`.execute(tx)
      : await sql<Row>`
        select i.place, null as entry, i.commitment, i.fields, i.seed
        from (select * from private_item where batch = ${batch} and ${within}) i
        join letter_signature g on g.uid = i.about
        where g.letter_id = ${letterId} and g.state = 'confirmed' and i.fields is not null
        order by i.place limit ${most}`.execute(tx);
  return rows;
}

/** Opens rows whose entries the log has as they say; a class is prepared once for all of its rows. */
function rowOpener(letter: string): (row: Row) => OpenedRow | undefined {
  const leaves = new Map<string, ReturnType<typeof signatureLeaves>>();
  return ({ place, entry, commitment, fields, seed }) => {
    const own = readClass(fields['class']);
    if (own?.letter !== letter) return undefined;
    const key = classKey(own);
    const leafOf = leaves.get(key) ?? signatureLeaves(node, own);
    leaves.set(key, leafOf);
    const { languages = [], shown = null, signer = '' } = fields;
    const said = { class: own, languages, shown, signer } as SignatureFields;
    const opened = openClass(
      node,
      signatureCommitment(said, (name) => deriveSalt(seed, name)),
    );
    const id = entry ?? undefined;
    const line = { place: BigInt(place), id, ...opened };
    const logged =
      id === undefined ? commitment : formatLogEntry({ id, kind: 'signature', commitment });
    const isLogged = Buffer.compare(leafOf(line), hashLeaf(node, logged)) === 0;
    return isLogged ? { class: own, line } : undefined;
  };
}
