import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { PoolClient } from 'pg';

const mark = '/* kept plan */';

/**
 * Begins a statement that each connection keeps parsed and planned: for the few that one entry of the log waits
 * for one after the other, where planning costs as much as doing. Its text must not vary.
 */
export const keptPlan = sql.raw(mark);

/** The same before a text that somebody else wrote. */
export const withKeptPlan = (text: string) => `${mark} ${text}`;

/** Makes a connection keep the plans of statements that begin so (PostgreSQL, "Extended Query": named statements). */
export function keepPlans(client: PoolClient): void {
  const query = client.query.bind(client) as (first: unknown, ...rest: unknown[]) => unknown;
  const keeping = (first: unknown, ...rest: unknown[]): unknown =>
    typeof first === 'string' && first.startsWith(mark)
      ? query({ name: nameOf(first), text: first }, ...rest)
      : query(first, ...rest);
  client.query = keeping as PoolClient['query'];
}

const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `kept ${hash('sha256', text, 'base64url').slice(0, 22)}`;
  names.set(text, name);
  return name;
}
