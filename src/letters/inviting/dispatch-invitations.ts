import { sql } from 'kysely';
import { parseLetterText } from '@countersign/letter';
import type { Db, Tx } from '#platform/database';
import { enqueue, handleJob, type JobHandler } from '#platform/jobs';
import { MailRefusal, type Mailer } from '#platform/mail';
import { openSignerKeys, type LetterSealer } from '../signing/signer-keys.ts';
import { dispatchToAgent } from '../agents/dispatch-to-agent.ts';
import { dispatchJob } from './dispatch-job.ts';
import type { InvitedPerson } from './parse-people.ts';
import { keepLink } from './send-invitations.ts';

/** What an invitation says; the words are of the pages, which no room below them may import. */
export type WriteInvitation = (facts: {
  /** In which the person is written to; any BCP 47 tag, or empty. */
  readonly language: string;
  readonly title: string;
  readonly name: string;
  /** The code of their link. */
  readonly code: string;
  /** The code that ends these mails and does nothing else. */
  readonly stop: string;
  readonly isReminder: boolean;
  /** Whom it is written to in the person's place; their link is one for agents. */
  readonly agent?: string;
}) => {
  readonly subject: string;
  readonly text: string;
  /** Where one asks for no more of it (RFC 8058). */
  readonly unsubscribe: string;
};

/** What mailing invitations needs of the house. */
export interface InvitationDesk {
  readonly db: Db;
  readonly sealer: LetterSealer;
  readonly mailer: Pick<Mailer, 'send' | 'deliverable'>;
  readonly writeInvitation: WriteInvitation;
}

/** Mails at once; the next go when these have rested. Twelve a second fill nobody's queue. */
const atOnce = 60;
const restMs = 5_000;

/** Makes the job that mails invitations and reminders. */
export function dispatchHandler(desk: InvitationDesk): JobHandler {
  return handleJob(dispatchJob, async (_payload, { log }) => {
    const mailed = await dispatchInvitations(desk, atOnce);
    if (mailed > 0) log.info('invitations mailed', { count: mailed });
    if (mailed < atOnce) return;
    const startAfter = new Date(Date.now() + restMs);
    await desk.db.transaction().execute((tx) => enqueue(tx, dispatchJob, {}, { startAfter }));
  });
}

/**
 * Mails what is due of letters that can be signed now. Each has a transaction of its own: a crash sends
 * nobody two.
 *
 * @returns how many were dealt with.
 */
export async function dispatchInvitations(desk: InvitationDesk, most: number): Promise<number> {
  let mailed = 0;
  while (mailed < most) {
    const one = await desk.db
      .transaction()
      .execute(async (tx) => (await dispatchNext(desk, tx)) || dispatchToAgent(desk, tx));
    if (!one) break;
    mailed += 1;
  }
  return mailed;
}

interface Due {
  readonly id: string;
  readonly uid: string;
  readonly letter: string;
  readonly secret: string;
  readonly person: string;
  readonly text: string;
  readonly mails: number;
}

async function dispatchNext(desk: InvitationDesk, tx: Tx): Promise<boolean> {
  const due = await nextDue(tx);
  if (due === undefined) return false;
  const keys = openSignerKeys(desk.sealer, due.letter, due.secret);
  const person = JSON.parse(keys.person.openText(due.person, due.uid)) as InvitedPerson;
  const way = desk.mailer.deliverable();
  const code = keys.invitationLink(due.uid, way);
  await keepLink(tx, due.id, way, code);
  const { title, language } = parseLetterText(Buffer.from(due.text));
  const mail = desk.writeInvitation({
    ...{ title, code, stop: keys.stop(due.uid), name: person.name, isReminder: due.mails > 0 },
    language: person.language === '' ? language : person.language,
  });
  await noteMailed(tx, due.id);
  try {
    await desk.mailer.send(tx, {
      ...{ ...mail, to: person.address, kind: 'letter.invite', about: due.uid },
    });
  } catch (error) {
    if (!(error instanceof MailRefusal)) throw error;
    // The mailbox was sent too much today, and nothing was stored: tomorrow.
    await sql`
      update letter_invitation set mails = mails - 1, due_at = now() + interval '1 day'
      where id = ${due.id}`.execute(tx);
  }
  return true;
}

/** What a paused or closed letter has waiting goes on when it is open again. */
async function nextDue(tx: Tx): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select i.id, i.uid, l.uid as letter, s.secret, i.person, i.mails,
      (select v.text from letter_version v where v.letter_id = l.id and v.state = 'approved'
        order by v.number desc limit 1) as text
    from letter_invitation i join letter l on l.id = i.letter_id
    join letter_signing s on s.letter_id = l.id and s.state = 'open'
    where i.due_at <= now()
    order by i.due_at, i.id limit 1
    for no key update of i skip locked`.execute(tx);
  return rows[0];
}

/** The next reminder is due some days later, while the organisers want one more. */
async function noteMailed(tx: Tx, id: string): Promise<void> {
  await sql`
    update letter_invitation i set mails = i.mails + 1, mailed_at = now(),
      state = case i.state when 'opened' then 'opened' else 'sent' end,
      due_at = case when i.mails < s.reminders
        then now() + make_interval(days => s.reminder_days) end
    from letter_signing s where s.letter_id = i.letter_id and i.id = ${id}`.execute(tx);
}
