import { sql } from 'kysely';
import { isLanguageTag } from '@countersign/letter';
import { may, scopesOf, writeAudit, type Actor } from '#accounts';
import { asUid, isKeepable, type Db, type Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';
import type { UpdateKind } from '../signing/form-lists.ts';
import { judgeVerdict, type LetterVerdict } from '../verdict.ts';
import { isRecipient } from './recipients.ts';

/** What is written, in one language. */
export interface UpdateText {
  readonly subject: string;
  readonly body: string;
}

/** A whole mail as it was read by who decided, with `{{own}}` and `{{stop}}` where links of each stand. */
export interface UpdateMail {
  readonly subject: string;
  readonly text: string;
  /** Where one click ends these mails; with `{{stop}}`. */
  readonly unsubscribe: string;
}

export interface NewUpdate {
  readonly kind: UpdateKind;
  /** By language (BCP 47); that of the letter must be there. */
  readonly texts: Readonly<Record<string, UpdateText>>;
  /** Over how many hours it is sent. */
  readonly hours: number;
}

export interface LetterUpdate extends NewUpdate {
  readonly uid: string;
  readonly state: 'proposed' | 'refused' | 'sending' | 'stopped' | 'sent';
  readonly author: string;
  readonly authorUid: string;
  readonly createdAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly comment: string;
  readonly mailed: number;
  readonly endedAt: Date | null;
}

/** News about a letter within seven days; whoever is written to more often reads nothing any more. */
const newsAWeek = 2;

/** Between two slices. */
const sliceMinutes = 5;
const smallestSlice = 20;

/** Mails to those who signed a letter, the latest first; none of one that is not for this actor. */
export async function listUpdates(db: Db, actor: Actor, letter: string): Promise<LetterUpdate[]> {
  if (!may(actor, 'letter.write')) return [];
  const { rows } = await sql<LetterUpdate>`
    select u.uid, u.kind, u.texts, u.hours, u.state, a.name as author, a.uid as "authorUid",
      u.created_at as "createdAt", b.name as "decidedBy", u.decided_at as "decidedAt", u.comment,
      u.mailed, u.ended_at as "endedAt"
    from letter l join letter_update u on u.letter_id = l.id
    join account a on a.id = u.author_id left join account b on b.id = u.decided_by
    where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by u.id desc limit 100`.execute(db);
  return rows;
}

/** How many mailboxes a mail of a kind would go to now; 0 for a letter that is not for this actor. */
export async function countRecipients(
  db: Db,
  actor: Actor,
  letter: string,
  kind: UpdateKind,
): Promise<number> {
  if (!may(actor, 'letter.write')) return 0;
  const { rows: letters } = await sql<{ id: string }>`
    select id from letter where uid = ${asUid(letter)}
      and scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(db);
  const [row] = letters;
  return row === undefined ? 0 : (await countFor(db, row.id, kind)).total;
}

async function countFor(db: Db, letterId: string, kind: UpdateKind) {
  const last = sql`(select coalesce(max(id), 0) from letter_signature where letter_id = ${letterId})`;
  const { rows } = await sql<{ total: number; until: string }>`
    select count(*)::integer as total, ${last} as until from letter_signature g
    where ${isRecipient(letterId, kind, last)}`.execute(db);
  return rows[0] ?? { total: 0, until: '0' };
}

/**
 * Proposes a mail to those who signed. Another person reads it before anybody is written to.
 *
 * @returns its uid.
 * @throws LetterRefusal `update-words` (field, params `language`), `update-open` while another is proposed or
 * sent, `update-nobody`, `bad-characters`, `letter-not-signable`.
 */
export async function proposeUpdate(
  tx: Tx,
  actor: Actor,
  letter: string,
  update: NewUpdate,
): Promise<string> {
  const { id, kind, language } = await holdLetter(tx, actor, letter);
  if (kind !== 'collective') throw new LetterRefusal({ code: 'letter-not-signable' });
  const texts = wholeTexts(update.texts, language);
  const { rows: open } = await sql`
    select from letter_update where letter_id = ${id} and state in ('proposed','sending')`.execute(
    tx,
  );
  if (open.length > 0) throw new LetterRefusal({ code: 'update-open' });
  if ((await countFor(tx, id, update.kind)).total === 0) {
    throw new LetterRefusal({ code: 'update-nobody', field: 'kind' });
  }
  const { rows } = await sql<{ uid: string }>`
    insert into letter_update (letter_id, kind, texts, hours, author_id)
    values (${id}, ${update.kind}, ${JSON.stringify(texts)}, ${update.hours}, ${actor.accountId})
    returning uid`.execute(tx);
  return rows[0]?.uid ?? '';
}

function wholeTexts(texts: NewUpdate['texts'], needed: string): Record<string, UpdateText> {
  const whole: Record<string, UpdateText> = {};
  for (const [language, { subject, body }] of Object.entries({ [needed]: empty, ...texts })) {
    const text = { subject: subject.replaceAll(/\s+/gu, ' ').trim(), body: body.trim() };
    if (text.subject === '' && text.body === '' && language !== needed) continue;
    if (!isKeepable(text) || /[^\P{Cc}\n\t\r]/u.test(text.body) || /\p{Cc}/u.test(text.subject)) {
      throw new LetterRefusal({ code: 'bad-characters', field: `body-${language}` });
    }
    const isLong = text.subject.length > 150 || text.body.length > 8_000;
    if (text.subject === '' || text.body === '' || isLong || !isLanguageTag(language)) {
      const field = text.subject === '' || text.subject.length > 150 ? 'subject' : 'body';
      throw new LetterRefusal({
        ...{ code: 'update-words', field: `${field}-${language}` },
        params: { language },
      });
    }
    whole[language] = text;
  }
  return whole;
}

const empty: UpdateText = { subject: '', body: '' };

/**
 * Approves or refuses a mail. Approved, it is sent in slices from now on, to those who signed until now.
 *
 * @param mails by language, for every language it is written in: these very words are sent.
 * @throws LetterRefusal `not-found`, `update-own`, `update-decided`, `letter-comment-missing`,
 * `update-too-many` (params `most`), `update-nobody`.
 */
export async function decideUpdate(
  tx: Tx,
  actor: Actor,
  { letter, update }: { readonly letter: string; readonly update: string },
  verdict: LetterVerdict & { readonly mails: Readonly<Record<string, UpdateMail>> },
  now: Date,
): Promise<void> {
  const { id, scopeId } = await holdLetter(tx, actor, letter);
  const held = await holdUpdate(tx, id, update);
  const comment = judgeVerdict(actor, { ...held, scopeId }, verdict, {
    own: 'update-own',
    decided: 'update-decided',
  });
  if (verdict.approve) await begin(tx, actor, held, verdict.mails, now);
  else {
    await sql`
      update letter_update set state = 'refused', decided_by = ${actor.accountId},
        decided_at = ${now}, comment = ${comment}, ended_at = ${now}
      where id = ${held.id}`.execute(tx);
  }
  await audit(tx, actor, letter, verdict.approve ? 'approved' : 'refused');
}

async function begin(
  tx: Tx,
  { accountId }: Actor,
  { id, letterId, kind, hours }: HeldUpdate,
  mails: Readonly<Record<string, UpdateMail>>,
  now: Date,
): Promise<void> {
  if (kind === 'news') await refuseTooMany(tx, letterId, now);
  const { total, until } = await countFor(tx, letterId, kind);
  if (total === 0) throw new LetterRefusal({ code: 'update-nobody' });
  const slice = Math.max(smallestSlice, Math.ceil((total * sliceMinutes) / (hours * 60)));
  await sql`
    update letter_update set state = 'sending', decided_by = ${accountId}, decided_at = ${now},
      mails = ${JSON.stringify(mails)}, until_id = ${until}, slice = ${slice}, next_at = ${now}
    where id = ${id}`.execute(tx);
}

async function refuseTooMany(tx: Tx, letterId: string, now: Date): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from letter_update
    where letter_id = ${letterId} and kind = 'news' and state in ('sending','sent','stopped')
      and decided_at > ${new Date(now.getTime() - 7 * 24 * 3_600_000)}`.execute(tx);
  if ((rows[0]?.n ?? 0) >= newsAWeek) {
    throw new LetterRefusal({ code: 'update-too-many', params: { most: newsAWeek } });
  }
}

/**
 * Stops a mail: nobody is written to whose slice has not gone.
 *
 * @throws LetterRefusal `not-found`, `update-decided` when it has ended.
 */
export async function stopUpdate(
  tx: Tx,
  actor: Actor,
  { letter, update }: { readonly letter: string; readonly update: string },
  now: Date,
): Promise<void> {
  const { id } = await holdLetter(tx, actor, letter);
  const held = await holdUpdate(tx, id, update);
  if (held.state !== 'sending') throw new LetterRefusal({ code: 'update-decided' });
  await sql`
    update letter_update set state = 'stopped', next_at = null, ended_at = ${now}
    where id = ${held.id}`.execute(tx);
  await audit(tx, actor, letter, 'stopped');
}

interface HeldUpdate {
  readonly id: string;
  readonly letterId: string;
  readonly kind: UpdateKind;
  readonly state: LetterUpdate['state'];
  readonly hours: number;
  readonly authorId: string;
}

async function holdUpdate(tx: Tx, letterId: string, uid: string): Promise<HeldUpdate> {
  const { rows } = await sql<HeldUpdate>`
    select id, letter_id as "letterId", kind, state, hours, author_id as "authorId" from letter_update
    where letter_id = ${letterId} and uid = ${asUid(uid)} for no key update`.execute(tx);
  const [update] = rows;
  if (update === undefined) throw new LetterRefusal({ code: 'not-found' });
  return update;
}

async function audit(tx: Tx, { accountId }: Actor, subject: string, update: string) {
  await writeAudit(tx, { accountId, action: 'letter.signing', subject, detail: { update } });
}

/** Minutes between two slices of a mail. */
export const slicePace = { minutes: sliceMinutes } as const;
