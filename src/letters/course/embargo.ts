import { sql } from 'kysely';
import { loadActor, may, writeAudit, type Actor } from '#accounts';
import { asUid, type Db, type Tx } from '#platform/database';
import { carryOutPublication } from '#record';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';
import { permittedVersion } from './testimony.ts';

/** A publication that was decided on and has not taken effect yet. */
export interface Embargo {
  /** Uid of the decision. */
  readonly decision: string;
  readonly publishAt: Date;
}

/** @returns undefined when nothing waits, or the letter is not for this actor. */
export async function readEmbargo(
  db: Db,
  actor: Actor,
  letter: string,
): Promise<Embargo | undefined> {
  const { rows } = await sql<Embargo>`
    select d.uid as decision, e.publish_at as "publishAt"
    from letter l join letter_embargo e on e.letter_id = l.id and e.state = 'waiting'
    join decision d on d.id = e.decision_id
    where l.uid = ${asUid(letter)}
      and l.scope_id = any(${sql.val(actor.scopes)}::integer[])`.execute(db);
  return rows[0];
}

/** Has a decision that was just approved take effect at a minute. */
export async function keepForLater(
  tx: Tx,
  { accountId }: Actor,
  decision: string,
  { letterId, publishAt }: { readonly letterId: string; readonly publishAt: Date },
): Promise<void> {
  await sql`
    insert into letter_embargo (letter_id, decision_id, publish_at, changed_by)
    select ${letterId}, id, ${publishAt}, ${accountId} from decision
    where uid = ${asUid(decision)}`.execute(tx);
}

/** @throws LetterRefusal `embargo-waits`: what was decided must take effect or be stopped first. */
export async function refuseWhileWaiting(tx: Tx, letterId: string): Promise<void> {
  const { rows } = await sql`
    select from letter_embargo where letter_id = ${letterId} and state = 'waiting'`.execute(tx);
  if (rows.length > 0) throw new LetterRefusal({ code: 'embargo-waits' });
}

/**
 * Moves the minute at which a decided publication takes effect. Whoever comes at that very minute
 * waits for what happens, and is then told that it is over.
 *
 * @throws LetterRefusal `embargo-past`; `embargo-over` when it took effect or was stopped meanwhile.
 */
export async function moveEmbargo(
  tx: Tx,
  actor: Actor,
  letter: string,
  publishAt: Date,
  now: Date,
): Promise<void> {
  const { id } = await holdLetter(tx, actor, letter);
  if (publishAt <= now) throw new LetterRefusal({ code: 'embargo-past', field: 'publishAt' });
  const { numAffectedRows } = await sql`
    update letter_embargo set publish_at = ${publishAt}, changed_by = ${actor.accountId}
    where letter_id = ${id} and state = 'waiting'`.execute(tx);
  if (numAffectedRows !== 1n) throw new LetterRefusal({ code: 'embargo-over' });
  await audit(tx, actor, letter, 'moved');
}

/** Ends it without an effect: to publish, two people decide anew. @throws LetterRefusal `embargo-over`. */
export async function stopEmbargo(tx: Tx, actor: Actor, letter: string, now: Date): Promise<void> {
  const { id } = await holdLetter(tx, actor, letter);
  const { numAffectedRows } = await sql`
    update letter_embargo set state = 'stopped', ended_at = ${now}, changed_by = ${actor.accountId}
    where letter_id = ${id} and state = 'waiting'`.execute(tx);
  if (numAffectedRows !== 1n) throw new LetterRefusal({ code: 'embargo-over' });
  await audit(tx, actor, letter, 'stopped');
}

async function audit(tx: Tx, { accountId }: Actor, subject: string, embargo: string) {
  await writeAudit(tx, { accountId, action: 'letter.signing', subject, detail: { embargo } });
}

/** Letters of which a decided publication is due. */
export async function dueEmbargoes(db: Db, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from letter_embargo where state = 'waiting' and publish_at <= ${now}
    order by publish_at, id`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Lets a decided publication take effect whose minute has come. One that was moved or stopped since it
 * was seen to be due is left alone; so is one that another process has in hand. A testimony whose author
 * holds it back meanwhile is stopped.
 *
 * @returns whether readers see it now.
 * @throws EditionRefusal `decision-changed` when the letter was taken back since.
 */
export async function endEmbargo(tx: Tx, id: string, now: Date): Promise<boolean> {
  // The letter first, as everybody else who changes something of it: else two would wait for each other.
  await sql`
    select l.id from letter l join letter_embargo e on e.letter_id = l.id where e.id = ${id}
    for no key update of l`.execute(tx);
  const { rows } = await sql<DueEmbargo>`
    select l.id as "letterId", l.kind, d.uid as decision, d.decided_by as "decidedBy"
    from letter_embargo e join letter l on l.id = e.letter_id join decision d on d.id = e.decision_id
    where e.id = ${id} and e.state = 'waiting' and e.publish_at <= ${now}
    for no key update of e`.execute(tx);
  const [due] = rows;
  if (due === undefined) return false;
  const isHeld =
    due.kind === 'testimony' && (await permittedVersion(tx, due.letterId)) === undefined;
  const actor = await loadActor(tx, due.decidedBy);
  // Who approved it may be suspended since; then somebody else decides anew.
  const stops = isHeld || actor === undefined || !may(actor, 'letter.decide');
  await sql`
    update letter_embargo set state = ${stops ? 'stopped' : 'published'}, ended_at = ${now}
    where id = ${id}`.execute(tx);
  return !stops && carryOutPublication(tx, actor, due.decision);
}

interface DueEmbargo {
  readonly letterId: string;
  readonly kind: string;
  readonly decision: string;
  readonly decidedBy: string;
}
