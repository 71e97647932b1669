import { sql } from 'kysely';
import type { Db } from '#platform/database';
import type { Actor } from './actor.ts';

/** A scope as a person chooses it. */
export interface ScopeChoice {
  readonly id: number;
  /** What a form sends for it: `public`, `team`, or the uid of a partner group. */
  readonly value: string;
  readonly kind: 'public' | 'team' | 'partner';
  /** Of the partner group; null for the others. */
  readonly name: string | null;
}

/** The scopes open to a person: all who work here, the team, then their partner groups by name. */
export async function scopeChoices(db: Db, actor: Actor): Promise<ScopeChoice[]> {
  const { rows } = await sql<ScopeChoice>`
    select s.id, s.kind, p.name, coalesce(p.uid::text, s.kind) as value
    from scope s left join partner p on p.id = s.partner_id
    where s.id = any(${sql.val(actor.scopes)}::integer[])
    order by array_position(array['public','team','partner'], s.kind), p.name, s.id`.execute(db);
  return rows;
}
