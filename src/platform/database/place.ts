import { sql, type RawBuilder } from 'kysely';

/** A place in a list: just after or just before a row, which its keys name. */
export interface Place {
  readonly side: 'after' | 'before';
  readonly keys: readonly string[];
}

/** A page of a list, and where the pages beside it begin: texts for an address. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

const longest = 200;
const pattern = /^(after|before)((?:\.[0-9a-zA-Z_-]{1,64}){1,4})$/;

/** @returns undefined for what is no place; an address is typed by anyone. */
export function parsePlace(text: string): Place | undefined {
  const [, side, keys = ''] = (text.length <= longest && pattern.exec(text)) || [];
  if (side !== 'after' && side !== 'before') return undefined;
  return { side, keys: keys.slice(1).split('.') };
}

function placeText(side: Place['side'], keys: readonly string[]): string {
  return [side, ...keys].join('.');
}

/**
 * Reads one page by the row beside it instead of by its number: a deep page costs what the first one
 * does, and rows that come or go elsewhere neither hide a row nor show it twice. Where there is no such
 * place, or nothing beyond it, it is the first page.
 *
 * @param at a place as an earlier page gave it; anything else is the first page.
 * @param read rows beyond the place, the nearest first (backwards when it lies before); at most `limit`.
 * @param keysOf what names a row: words of `[0-9a-zA-Z_-]`, nothing that tells of a person.
 */
export async function readPage<Row>(
  at: string | undefined,
  limit: number,
  read: (place: Place | undefined, limit: number) => Promise<readonly Row[]>,
  keysOf: (row: Row) => readonly string[],
): Promise<Page<Row>> {
  const place = parsePlace(at ?? '');
  const isBackwards = place?.side === 'before';
  const found = await read(place, limit + 1);
  const isMore = found.length > limit;
  if (place !== undefined && (found.length === 0 || (isBackwards && !isMore))) {
    return readPage(undefined, limit, read, keysOf);
  }
  const nearest = found.slice(0, limit);
  const rows = isBackwards ? nearest.toReversed() : nearest;
  const [first, last] = [rows.at(0), rows.at(-1)];
  return {
    rows,
    previous: place && first && placeText('before', keysOf(first)),
    next: (isBackwards || isMore) && last ? placeText('after', keysOf(last)) : undefined,
  };
}

/** The order of a list by a column that may be null, nulls last, and by an id where that is equal. */
export interface SortOrder {
  readonly by: RawBuilder<unknown>;
  readonly type: 'text' | 'date';
  readonly id: RawBuilder<unknown>;
  readonly idType: 'bigint' | 'uuid';
  readonly isDescending: boolean;
}

/** Where a row stands in such an order. */
export interface SortPosition {
  readonly by: string | null;
  readonly id: string;
}

/**
 * The rows of a list beyond a position, as a subquery in reading order with the column `id`. Written in
 * parts, because no index answers "greater, or null" in one.
 *
 * @param rows the statement from its `from` on with its conditions, without an order.
 */
export function rowsBeyond(
  rows: RawBuilder<unknown>,
  order: SortOrder,
  beyond: { readonly position: SortPosition; readonly side: Place['side'] } | undefined,
  limit: number,
): RawBuilder<unknown> {
  const { by, id, isDescending } = order;
  const isBackwards = beyond?.side === 'before';
  const isFalling = isDescending !== isBackwards;
  const direction = sql.raw(
    `${isFalling ? 'desc' : 'asc'} nulls ${isBackwards ? 'first' : 'last'}`,
  );
  const idDirection = sql.raw(isFalling ? 'desc' : 'asc');
  const parts = conditions(order, beyond, isFalling).map(
    (condition, part) => sql`(select ${id} as id, ${by} as by, ${sql.lit(part)} as part
      ${rows} and ${condition} order by ${by} ${direction}, ${id} ${idDirection} limit ${limit})`,
  );
  return sql`(
    select id, row_number() over (order by part, by ${direction}, id ${idDirection}) as place
    from (${sql.join(parts, sql` union all `)}) as parts
    order by place limit ${limit}
  )`;
}

function conditions(
  { by, id, type, idType }: SortOrder,
  beyond: { readonly position: SortPosition; readonly side: Place['side'] } | undefined,
  isFalling: boolean,
): RawBuilder<unknown>[] {
  if (beyond === undefined) return [sql`true`];
  const { position, side } = beyond;
  const than = sql.raw(isFalling ? '<' : '>');
  const key = sql`${position.id}::${sql.raw(idType)}`;
  if (position.by === null) {
    const amongNulls = sql`${by} is null and ${id} ${than} ${key}`;
    return side === 'after' ? [amongNulls] : [amongNulls, sql`${by} is not null`];
  }
  const value = sql`${position.by}::${sql.raw(type)}`;
  const further = sql`${by} is not null and (${by}, ${id}) ${than} (${value}, ${key})`;
  return side === 'after' ? [further, sql`${by} is null`] : [further];
}
