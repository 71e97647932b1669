import { sql } from 'kysely';
import type { Appearance } from '@countersign/letter';
import { may, scopesOf, type Actor } from '#accounts';
import { asUid, type Db } from '#platform/database';
import { openMandate } from '../agents/mandate.ts';
import type { SignerPerson } from './sign-form.ts';
import { openSignerKeys, type LetterSealer } from './signer-keys.ts';
import type { SigningState } from './signing-desk.ts';

/** Somebody whose link came from the operator's outbox, to be reached in another way. */
export interface HeldSigner {
  readonly uid: string;
  readonly appearance: Appearance;
  readonly person: SignerPerson;
  /** Name of the agent who signed for them, where one did. */
  readonly agent: string | null;
}

/** What the desk sees of who signs a letter. */
export interface SigningDeskView {
  readonly state: SigningState;
  readonly message: string;
  readonly namesHidden: boolean;
  /** The last day has passed on which signatures are kept: nobody can sign again. */
  readonly isOver: boolean;
  readonly confirmed: number;
  /** Not confirmed yet. */
  readonly waiting: number;
  readonly left: readonly {
    readonly how: 'withdrawn' | 'disowned' | 'forced' | 'expired' | 'erased';
    readonly signed: number;
  }[];
  /** At most 100. */
  readonly held: readonly HeldSigner[];
}

/** @returns undefined before signing was opened, or for a letter that is not for this actor. */
export async function readSigningDesk(
  db: Db,
  actor: Actor,
  sealer: LetterSealer,
  uid: string,
): Promise<SigningDeskView | undefined> {
  if (!may(actor, 'letter.write')) return undefined;
  const { rows } = await sql<Row>`
    select l.id, l.uid, s.secret, s.state, s.message, s.names_hidden as "namesHidden",
      exists (select from letter_retention r
        where r.letter_id = l.id and r.until < current_date) as "isOver",
      count(g.id) filter (where g.state = 'confirmed')::integer as confirmed,
      count(g.id) filter (where g.state = 'waiting')::integer as waiting
    from letter l join letter_signing s on s.letter_id = l.id
    left join letter_signature g on g.letter_id = l.id
    where l.uid = ${asUid(uid)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    group by l.id, s.letter_id`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { id, secret, uid: letter, ...view } = row;
  const [left, held] = await Promise.all([
    sql<SigningDeskView['left'][number]>`
      select how, sum(signed)::integer as signed from letter_left where letter_id = ${id}
      group by how order by how`.execute(db),
    sql<{ uid: string; appearance: Appearance; person: string; mandate: string | null }>`
      select g.uid, g.appearance, g.person, m.mandate from letter_signature g
      left join signature_mandate m on m.signature_id = g.id
      where g.letter_id = ${id} and g.state = 'held' order by g.id limit 100`.execute(db),
  ]);
  const keys = openSignerKeys(sealer, letter, secret);
  return {
    ...view,
    left: left.rows,
    held: held.rows.map(({ person, mandate, ...one }) => ({
      ...one,
      person: JSON.parse(keys.person.openText(person, one.uid)) as SignerPerson,
      agent: mandate === null ? null : openMandate(keys, one.uid, mandate).agent,
    })),
  };
}

type Row = Omit<SigningDeskView, 'left' | 'held'> & {
  readonly id: string;
  readonly uid: string;
  readonly secret: string;
};
