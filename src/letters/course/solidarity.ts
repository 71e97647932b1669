import { sql } from 'kysely';
import { may, scopesOf, type Actor } from '#accounts';
import { currentDocuments } from '#editions';
import { asUid, asUids, type Db, type Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';

/** Public ids of what others did for what a letter asks, in the order in which they were linked. */
export async function listSolidarity(db: Db, actor: Actor, letter: string): Promise<string[]> {
  if (!may(actor, 'letter.write')) return [];
  const { rows } = await sql<{ subject: string }>`
    select s.subject from letter l join letter_solidarity s on s.letter_id = l.id
    where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by s.at, s.subject`.execute(db);
  return rows.map(({ subject }) => subject);
}

/**
 * Puts an intervention of the record beside a letter: a post, a strike, a speech, with its sources on its
 * own page. Readers see it with the letter's next edition.
 *
 * @throws LetterRefusal `solidarity-private` for what has no public page, or is no intervention.
 */
export async function addSolidarity(
  tx: Tx,
  actor: Actor,
  letter: string,
  subject: string,
): Promise<void> {
  const { id } = await holdLetter(tx, actor, letter);
  const [uid = ''] = asUids([subject]);
  const page = (await currentDocuments(tx, [uid])).get(uid);
  if (page?.document.kind !== 'intervention') {
    throw new LetterRefusal({ code: 'solidarity-private', field: 'subject' });
  }
  await sql`
    insert into letter_solidarity (letter_id, subject, author_id)
    values (${id}, ${uid}, ${actor.accountId}) on conflict do nothing`.execute(tx);
}

/** Takes it away again. What was published with it stays in its edition. */
export async function dropSolidarity(
  tx: Tx,
  actor: Actor,
  letter: string,
  subject: string,
): Promise<void> {
  const { id } = await holdLetter(tx, actor, letter);
  await sql`
    delete from letter_solidarity where letter_id = ${id} and subject = ${asUid(subject)}`.execute(
    tx,
  );
}
