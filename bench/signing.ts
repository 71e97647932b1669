import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import {
  confirmSignature,
  listVersions,
  openSigning,
  parseSignForm,
  receiveSignature,
} from '#letters';
import type { ConnectionOptions, Db } from '#platform/database';
import { startJobs } from '#platform/jobs';
import { createLog } from '#platform/logging';
import { createMailer, type Mailer } from '#platform/mail';
import { createSealer } from '#platform/sealing';
import { publishLetter } from '../test/letters/public-letter.ts';
import { addPerson } from '../test/record/fixture.ts';

const clients = 32;
const seconds = 20;

/**
 * Complete signings (form kept, mail queued, link confirmed, entry queued) by many clients at once, beside
 * the same clients writing the same rows with the same commits and nothing else.
 */
export async function benchSigning(db: Db, connection: ConnectionOptions): Promise<void> {
  const mailer = createMailer({
    ...{ db, clock: () => new Date(), mailboxKey: new Uint8Array(32).fill(7) },
    smtp: { url: 'smtp://127.0.0.1:9', from: 'bench@example.org' },
  });
  const log = createLog({ level: 'error' });
  const handlers = mailer.handlers;
  // Queues mails; they leave at the pace of a mail server.
  const jobs = await startJobs({ connection, log, handlers, work: false });
  const letter = await openLetter(db, mailer);
  const complete = await perSecond((at) => letter.sign(at));
  const counted = await letter.confirmed();
  const raw = await perSecond((at) => letter.write(at));
  console.log(
    `Complete signings, ${clients} clients: ${Math.round(complete)}/s, ${(complete / raw).toFixed(2)} × the same rows alone (${Math.round(raw)}/s); ${counted} counted (target 1000/s, 0.5 ×)`,
  );
  await jobs.stop(1_000);
  mailer.close();
}

/** What many clients, each as fast as it is answered, get done in a second. */
async function perSecond(work: (at: number) => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  const end = begun + seconds * 1000;
  let next = 0;
  let done = 0;
  const client = async () => {
    while (performance.now() < end) {
      next += 1;
      await work(next);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return done / ((performance.now() - begun) / 1000);
}

async function openLetter(db: Db, mailer: Mailer) {
  const sealer = createSealer(randomBytes(32));
  const author = await addPerson(db, 'Signing author', ['campaigner']);
  const second = await addPerson(db, 'Signing second', ['campaigner']);
  const letter = await publishLetter(db, author, second);
  await db.transaction().execute((tx) => openSigning(tx, author, sealer, letter));
  // All come from this machine, and confirm as fast as it can.
  await sql`
    insert into letter_guard (letter_id, network_most, domain_most, alike_most, words_most, hasty_most)
    select id, 0, 0, 0, 0, 0 from letter where uid = ${letter}`.execute(db);
  const [version] = await listVersions(db, author, letter);
  const text = version?.hash ?? '';
  const wordings = (['sign', 'show'] as const).map((purpose) => ({
    ...{ purpose, language: 'en', words: `I agree to ${purpose}.` },
  }));
  return {
    async sign(at: number) {
      const name = `${letters(at)} Example`;
      const address = `${letters(at)}@example.org`;
      const typed = { name, credit: 'Editor', country: 'FR', address, appearance: 'named' };
      let link = '';
      await receiveSignature(
        { db, sealer, mailer },
        {
          ...{ letter, text, languages: ['en'], wordings },
          form: parseSignForm({ ...typed, consents: ['sign', 'show'] }, 'en'),
          from: `10.${at % 250}.${(at >> 8) % 250}.${at % 199}`,
          writeMail(code) {
            link = code;
            return {
              subject: 'Please confirm',
              text: `https://record.example/en/signature/${code}`,
            };
          },
        },
      );
      await db.transaction().execute((tx) => confirmSignature(tx, sealer, link));
    },
    write: (at: number) => writeRows(db, letter, at),
    async confirmed() {
      const { rows } = await sql<{ n: number }>`
        select count(*)::integer as n from letter_signature g join letter l on l.id = g.letter_id
        where l.uid = ${letter} and g.state = 'confirmed'`.execute(db);
      return rows[0]?.n ?? 0;
    },
  };
}

/** A number in letters, so that mailboxes differ by more than a number. */
function letters(at: number): string {
  return Array.from(String(at), (digit) => 'abcdefghij'[Number(digit)]).join('');
}

/** The rows of one signing in two transactions, their bytes made up. */
async function writeRows(db: Db, letter: string, at: number): Promise<void> {
  const bytes = () => randomBytes(32);
  const uid = randomUUID();
  const sealed = randomBytes(300).toString('base64');
  await db.transaction().execute(async (tx) => {
    await sql`
      with kept as (
        insert into letter_signature (uid, letter_id, version_id, mailbox, form, link, appearance, via, languages,
          person)
        select ${uid}, l.id, v.id, ${bytes()}, ${bytes()}, ${bytes()}, 'named', 'smtp', '{en}', ${sealed}
        from letter l join letter_version v on v.letter_id = l.id where l.uid = ${letter}
        returning id, letter_id
      ), noted as (
        insert into signature_signal (signature_id, letter_id, network, domain, alike, words)
        select id, letter_id, ${at}, ${at}, ${at}, ${at} from kept
      ), agreed as (
        insert into signature_consent (signature_id, wording_id)
        select kept.id, w.id from kept, (select id from consent_wording order by id limit 2) w
      )
      insert into mail_outbox (kind, via, recipient, recipient_hmac, subject, body, created_at, expires_at)
      values ('letter.confirm', 'smtp', 'a@example.org', ${bytes()}, 's', ${sealed}, now(), now() + interval '1 week')`.execute(
      tx,
    );
  });
  await db.transaction().execute(async (tx) => {
    await sql`
      with logged as (
        insert into log_entry (kind, commitment, seed, fields)
        values ('signature', ${bytes()}, ${bytes()}, ${JSON.stringify({ sealed })}::jsonb) returning entry
      ), done as (
        update letter_signature set state = 'confirmed', verification = 'mailbox', confirmed_at = now(),
          entry = logged.entry from logged where uid = ${uid} returning id, letter_id, confirmed_at
      )
      insert into signature_shown (signature_id, letter_id, name, folded, confirmed_at)
      select id, letter_id, ${`N ${at}`}, ${`n ${at}`}, confirmed_at from done`.execute(tx);
  });
}
