import { sql, type RawBuilder } from 'kysely';
import { asUid } from '#platform/database';
import { asideReasons, groupings, type Grouping } from '../signing/form-lists.ts';

/** Signatures that have something in common, and what. */
export interface Group {
  readonly by: Grouping;
  /** A hash in decimal; of `hour` its beginning (`2026-01-21T14`, UTC); a reason; a signature's uid. */
  readonly of: string;
}

/** Reads a group from an address or a form, attackers' included. @returns undefined of none. */
export function parseGroup(by: string, of: string): Group | undefined {
  const grouping = groupings.find((one) => one === by);
  return grouping !== undefined && isKey(grouping, of) ? { by: grouping, of } : undefined;
}

function isKey(by: Grouping, of: string): boolean {
  if (by === 'reason') return asideReasons.some((one) => one === of);
  if (by === 'signature') return asUid(of) === of;
  if (by === 'hour') {
    const shape = /^2\d{3}-\d\d-\d\dT\d\d$/u;
    return shape.test(of) && !Number.isNaN(Date.parse(`${of}:00:00Z`));
  }
  return /^-?\d{1,18}$/u.test(of) || isLong(of);
}

function isLong(of: string): boolean {
  return /^-?\d{19}$/u.test(of) && BigInt.asIntN(64, BigInt(of)) === BigInt(of);
}

/** The condition on `letter_signature g` for being of a group; each finds its rows by an index. */
export function inGroup(letterId: string, { by, of }: Group): RawBuilder<unknown> {
  if (by === 'hour') {
    const hour = sql`${`${of}:00:00Z`}::timestamptz`;
    return sql`g.letter_id = ${letterId}
      and g.confirmed_at >= ${hour} and g.confirmed_at < ${hour} + interval '1 hour'`;
  }
  if (by === 'signature') return sql`g.letter_id = ${letterId} and g.uid = ${of}`;
  if (by === 'reason') {
    return sql`g.letter_id = ${letterId} and g.id in (select signature_id from signature_aside
      where letter_id = ${letterId} and reasons @> array[${of}::text])`;
  }
  return sql`g.letter_id = ${letterId} and g.id in (select signature_id from signature_signal
    where ${sql.ref(by)} = ${of}::bigint)`;
}
