import { sql } from 'kysely';
import type { Verification, WithheldRule } from '@countersign/letter';
import type { Db, Tx } from '#platform/database';
import type { Mail, Mailer } from '#platform/mail';
import { titleFor, titlesOfVersion, type Titled } from '../translating/text-titles.ts';
import { readSignatures } from '../signing/signer-link.ts';
import type { LetterSealer } from '../signing/signer-keys.ts';
import { dayOf, groupKey, openable, openingKeys, readGroups, readShownNames } from './groups.ts';

/** For how long signers can say that their name is not to be opened. */
export const noticeHours = 72;

/** How many are told at once. */
const slice = 200;

/** What is told to somebody whose name is about to be opened. */
export interface OpeningNotice {
  readonly locale: string;
  /** In their language where the text has a translation, else as it is signed. */
  readonly title: string;
  /** The code of their own link. */
  readonly link: string;
  /** Not before this moment. */
  readonly at: Date;
}

export type WriteNotice = (notice: OpeningNotice) => Pick<Mail, 'subject' | 'text'>;

/** Tells somebody that their name and signature were destroyed; there is no link to anything any more. */
export type WriteExpired = (
  told: Pick<OpeningNotice, 'locale' | 'title'>,
) => Pick<Mail, 'subject' | 'text'>;

export interface RoundMeans {
  readonly sealer: LetterSealer;
  readonly mailer: Pick<Mailer, 'sendAll'>;
  readonly writeNotice: WriteNotice;
  readonly writeExpired: WriteExpired;
}

/**
 * Begins a round for every letter in which rules are met, one at a time each. All groups are counted by
 * one statement, and resolved without names.
 *
 * @returns how many were begun.
 */
export async function beginRounds(db: Db, now: Date): Promise<number> {
  const today = dayOf(now);
  const groups = await readGroups(
    db,
    sql`w.rule ->> 'until' >= ${today} and not exists (
      select from letter_round r where r.letter_id = w.letter_id and r.state not in ('opened','ended'))`,
  );
  const letters = [...new Set(groups.map(({ letterId }) => letterId))];
  let begun = 0;
  for (const letterId of letters) {
    const own = groups.filter((one) => one.letterId === letterId);
    const keys = openingKeys(own, await readShownNames(db, letterId, own), today);
    if (keys.size === 0) continue;
    const meeting = own.filter((one) => keys.has(groupKey(one)));
    if (await db.transaction().execute((tx) => beginRound(tx, letterId, meeting, now))) begun += 1;
  }
  return begun;
}

async function beginRound(
  tx: Tx,
  letterId: string,
  meeting: readonly { readonly rule: WithheldRule; readonly verification: Verification }[],
  now: Date,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into letter_round (letter_id, began_at) values (${letterId}, ${now})
    on conflict do nothing returning id`.execute(tx);
  const [round] = rows;
  if (round === undefined) return false;
  const groups = meeting.map(({ rule, verification }) => ({ rule, verification }));
  await sql`
    update letter_withheld w set round_id = ${round.id}, noticed_at = null
    from letter_signature g, jsonb_to_recordset(${JSON.stringify(groups)}::jsonb)
      as m(rule jsonb, verification text)
    where g.id = w.signature_id and w.letter_id = ${letterId} and ${openable}
      and w.rule = m.rule and g.verification = m.verification`.execute(tx);
  return true;
}

/**
 * Tells the next of those whose names are about to be opened. Mails and the mark that they were told are
 * stored together. The 72 hours begin when the last was told.
 *
 * @returns how many mails are on their way.
 */
export async function tellNext(
  tx: Tx,
  { sealer, mailer, writeNotice }: RoundMeans,
  now: Date,
): Promise<number> {
  const { rows } = await sql<Titled & { id: string }>`
    select g.id, l.language, ${titlesOfVersion(sql`g.version_id`)} as titles
    from letter_withheld w join letter_round r on r.id = w.round_id and r.state = 'notice'
    join letter_signature g on g.id = w.signature_id join letter l on l.id = g.letter_id
    where w.noticed_at is null order by g.id limit ${slice} for share of g`.execute(tx);
  const told = new Map(rows.map((row) => [row.id, row]));
  const ids = [...told.keys()];
  const at = new Date(now.getTime() + noticeHours * 3_600_000);
  const signatures = await readSignatures(
    tx,
    sealer,
    sql`g.id = any(${sql.val(ids)}::bigint[])`,
    slice,
  );
  const mails = signatures.map(({ id, uid, person, keys }) => ({
    ...{ to: person.address, kind: 'letter.opening', about: uid },
    ...writeNotice({
      ...{ locale: person.locale, title: titleFor(told.get(id), person.locale), at },
      link: keys.link(uid),
    }),
  }));
  const mailed = mails.length === 0 ? 0 : await mailer.sendAll(tx, mails);
  await sql`
    update letter_withheld set noticed_at = ${now}
    where signature_id = any(${sql.val(ids)}::bigint[])`.execute(tx);
  await sql`
    update letter_round r set due_at = ${at}
    where r.state = 'notice' and r.due_at is null and not exists (
      select from letter_withheld w where w.round_id = r.id and w.noticed_at is null)`.execute(tx);
  return mailed;
}

/**
 * Ends the notice of rounds whose time has come. Whoever does not want to be opened any more counts for
 * nobody, so those who waited for them wait again.
 *
 * @returns how many rounds are due now.
 */
export async function endNotices(tx: Tx, now: Date): Promise<number> {
  const { rows } = await sql<{ id: string; letterId: string }>`
    select id, letter_id as "letterId" from letter_round
    where state = 'notice' and due_at <= ${now} order by id for no key update skip locked`.execute(
    tx,
  );
  for (const { id, letterId } of rows) {
    const left = await keepConsistent(tx, { id, letterId }, now);
    await sql`
      update letter_round set state = ${left === 0 ? 'ended' : 'due'} where id = ${id}`.execute(tx);
  }
  return rows.length;
}

/** A round that is looked at. */
interface RoundOf {
  readonly id: string;
  readonly letterId: string;
}

/** Names that are looked at, on `letter_withheld w`. */
const inRound = { all: sql`true`, opened: sql`w.opened is not null` } as const;

/**
 * Takes out of a round the names whose rule is not met without those that left it.
 *
 * @param among `opened` once the keys were brought in: what they did not open is shown to nobody.
 * @returns how many names are left.
 */
export async function keepConsistent(
  tx: Tx,
  round: RoundOf,
  now: Date,
  among: keyof typeof inRound = 'all',
): Promise<number> {
  const stays = await readMeeting(tx, round, now, among);
  await sql`
    update letter_withheld set round_id = null, noticed_at = null, opened = null
    where round_id = ${round.id} and signature_id <> all(${sql.val(stays)}::bigint[])`.execute(tx);
  return stays.length;
}

/**
 * Closes opened names again whose rule is not met by those that opened, before anybody is shown them. They stay in
 * the round: where its opening is refused, another may open more.
 *
 * @returns how many names are open.
 */
export async function closeUnmet(tx: Tx, round: RoundOf, now: Date): Promise<number> {
  const stays = await readMeeting(tx, round, now, 'opened');
  await sql`
    update letter_withheld set opened = null
    where round_id = ${round.id} and signature_id <> all(${sql.val(stays)}::bigint[])`.execute(tx);
  return stays.length;
}

/** The signatures of a round whose rules are met by them, and by what is shown. */
async function readMeeting(
  tx: Tx,
  { id, letterId }: RoundOf,
  now: Date,
  among: keyof typeof inRound,
): Promise<string[]> {
  const own = sql`w.round_id = ${id} and ${inRound[among]}`;
  const groups = await readGroups(tx, own);
  const shown = await readShownNames(tx, letterId, groups);
  const keys = openingKeys(groups, shown, dayOf(now));
  const meeting = groups
    .filter((one) => keys.has(groupKey(one)))
    .map(({ rule, verification }) => ({ rule, verification }));
  const { rows } = await sql<{ id: string }>`
    select w.signature_id as id from letter_withheld w join letter_signature g on g.id = w.signature_id,
      jsonb_to_recordset(${JSON.stringify(meeting)}::jsonb) as m(rule jsonb, verification text)
    where ${own} and ${openable} and w.rule = m.rule and g.verification = m.verification`.execute(
    tx,
  );
  return rows.map((row) => row.id);
}

/**
 * Lets every round that has not ended begin anew, as after a restore: whoever said since that they do
 * not want to be opened is told once more, and has their 72 hours. Idempotent.
 */
export async function beginRoundsAnew(tx: Tx): Promise<void> {
  await sql`update letter_withheld set round_id = null, noticed_at = null, opened = null
    where round_id is not null`.execute(tx);
  await sql`
    update letter_round set state = 'ended', identity = null, digest = null
    where state not in ('opened','ended')`.execute(tx);
}
