import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ConnectionOptions, Db } from '#platform/database';
import { benchSigner, openBenchHouse, openBenchLetter, type BenchHouse } from './signed-letter.ts';
import { watchMemory } from './memory.ts';

/**
 * Complete signings (form kept, mail queued, link confirmed, entry queued) by many clients at once, beside
 * the same clients writing the same rows with the same commits and nothing else.
 *
 * @param minutes for which the larger crowd goes on.
 */
export async function benchSigning(connection: ConnectionOptions, minutes: number): Promise<void> {
  const house = await openBenchHouse(connection);
  await benchCrowd(house, 32, 20);
  // Where a thousand a second are answered within an eighth of one.
  await benchCrowd(house, 128, minutes * 60);
  await house.close();
}

async function benchCrowd(house: BenchHouse, clients: number, seconds: number): Promise<void> {
  // They confirm as fast as they can; all other rules look.
  const letter = await openBenchLetter(house, { isHasty: true });
  const before = house.statements();
  const memory = watchMemory();
  const { rate, done } = await perSecond(clients, seconds, async (at) => {
    await letter.confirm(await letter.send(benchSigner(at)));
  });
  const held = memory().join(', ');
  const each = (house.statements() - before) / done;
  const { confirmed = 0 } = await letter.states();
  const raw = await perSecond(clients, 20, (at) => writeRows(house.db, letter.uid, at));
  console.log(
    `Complete signings, ${clients} clients, ${seconds} s: ${Math.round(rate)}/s, ${(rate / raw.rate).toFixed(2)} × the same rows alone (${Math.round(raw.rate)}/s), ${each.toFixed(1)} statements each; ${confirmed} of ${done} counted (target 1000/s, 0.5 ×); memory by the minute ${held} MB`,
  );
}

/** What many clients, each as fast as it is answered, get done in a second. */
async function perSecond(clients: number, seconds: number, work: (at: number) => Promise<unknown>) {
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
  return { rate: done / ((performance.now() - begun) / 1000), done };
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
