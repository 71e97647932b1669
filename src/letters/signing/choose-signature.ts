import { sql } from 'kysely';
import { announceChange } from '#editions';
import { may, scopesOf, writeAudit, type Actor } from '#accounts';
import { asUid, type Db, type Tx } from '#platform/database';
import { foldForSearch } from '#platform/languages';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';

/** How many lines can be put first. */
export const mostChosen = 40;

/** A line of the public list, as those who choose the first ones see it. */
export interface ChoosableSignature {
  readonly uid: string;
  readonly name: string;
  readonly credit: string;
  readonly chosen: boolean;
}

const found = 20;

/**
 * The first lines of a letter's list in their order, or those that hold some words. Of people who are
 * named on the list alone, and while names are hidden too: what readers see is not changed by it.
 *
 * @param q in any spelling; empty for those that are chosen.
 */
export async function listChoosable(
  db: Db,
  actor: Actor,
  uid: string,
  q: string,
): Promise<readonly ChoosableSignature[]> {
  if (!may(actor, 'letter.write')) return [];
  const words = foldForSearch(q.slice(0, 200)).replaceAll(/[\\%_]/gu, String.raw`\$&`);
  const isChosen = words === '';
  const { rows } = await sql<ChoosableSignature>`
    select g.uid, h.name, h.credit, c.signature_id is not null as chosen
    from signature_shown h join letter_signature g on g.id = h.signature_id
    left join signature_chosen c on c.signature_id = h.signature_id
    where h.letter_id = (select id from letter where uid = ${asUid(uid)}
        and scope_id = any(${sql.val(scopesOf(actor))}::integer[]))
      and h.name <> '' and g.state = 'confirmed'
      and ${isChosen ? sql`c.signature_id is not null` : sql`h.folded like ${`%${words}%`}`}
    order by c.chosen_at, h.signature_id limit ${isChosen ? mostChosen : found}`.execute(db);
  return rows;
}

/**
 * Puts a line of the public list first, or back among the others. The page says that the organisers chose
 * it. Who changes their name or how they appear is not chosen any more.
 *
 * @throws LetterRefusal `not-found` for who is not named on this letter's list, `chosen-too-many`.
 */
export async function chooseSignature(
  tx: Tx,
  actor: Actor,
  uid: string,
  { signature, isChosen }: { readonly signature: string; readonly isChosen: boolean },
): Promise<void> {
  const letter = await holdLetter(tx, actor, uid);
  if (!may(actor, 'letter.decide', { scopeId: letter.scopeId })) {
    throw new LetterRefusal({ code: 'not-allowed' });
  }
  const { rows } = await sql<{ id: string; others: number }>`
    select h.signature_id as id, (select count(*)::integer from signature_chosen c
      where c.letter_id = ${letter.id} and c.signature_id <> h.signature_id) as others
    from signature_shown h join letter_signature g on g.id = h.signature_id
    where g.uid = ${asUid(signature)} and g.letter_id = ${letter.id} and g.state = 'confirmed'
      and h.name <> ''`.execute(tx);
  const [line] = rows;
  if (line === undefined) throw new LetterRefusal({ code: 'not-found' });
  if (isChosen && line.others >= mostChosen) {
    throw new LetterRefusal({ code: 'chosen-too-many', params: { most: mostChosen } });
  }
  await (
    isChosen
      ? sql`insert into signature_chosen (signature_id, letter_id, chosen_by)
        values (${line.id}, ${letter.id}, ${actor.accountId}) on conflict do nothing`
      : sql`delete from signature_chosen where signature_id = ${line.id}`
  ).execute(tx);
  await writeAudit(tx, {
    ...{ accountId: actor.accountId, action: 'letter.signing', subject: letter.uid },
    detail: { firstLine: isChosen },
  });
  await announceChange(tx);
}
