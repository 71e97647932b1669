import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { sql } from 'kysely';
import { loadActor } from '#accounts';
import { listVersions, openSigning, parseSignForm, signTogether } from '#letters';
import { migrate, openDatabase } from '#platform/database';
import { createMailer } from '#platform/mail';
import { startPostgres } from '#platform/postgres';
import { createSealer } from '#platform/sealing';
import { allMigrations } from '../../src/migrations.ts';
import { publishLetter } from '../letters/public-letter.ts';
import { addPerson } from '../record/fixture.ts';

// Started by the test that kills it, with a data folder: brings the database up, then has a crowd sign and
// confirm without end, together as a server does, and says "ack KIND LINK" after each answer. Whatever it has
// said must still be true after it and its database are killed in any instant.

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('expected the data folder');

const postgres = await startPostgres({ dataDir, as: 'kill test' });
const { db, pool } = openDatabase(postgres.connection, () => {});
await migrate(pool, allMigrations);

/** The letter and the key of its secret, which outlive us. */
async function openLetter() {
  const kept = path.join(dataDir ?? '', 'signed-letter.json');
  if (existsSync(kept)) {
    const { uid, key } = JSON.parse(readFileSync(kept, 'utf8')) as { uid: string; key: string };
    return {
      uid,
      sealer: createSealer(Buffer.from(key, 'base64')),
      author: await loadActor(db, '1'),
    };
  }
  const key = randomBytes(32);
  const sealer = createSealer(key);
  const author = await addPerson(db, 'Camille', ['campaigner']);
  const second = await addPerson(db, 'Yalda', ['campaigner']);
  const uid = await publishLetter(db, author, second);
  await db.transaction().execute((tx) => openSigning(tx, author, sealer, uid));
  // Whoever confirms at once is no bot here.
  await sql`
    insert into letter_guard (letter_id, network_most, domain_most, alike_most, words_most, hasty_most)
    select id, 0, 0, 0, 0, 0 from letter where uid = ${uid}`.execute(db);
  writeFileSync(kept, JSON.stringify({ uid, key: key.toString('base64') }));
  return { uid, sealer, author };
}

const { uid, sealer, author } = await openLetter();
if (author === undefined) throw new Error('expected the author');
const [version] = await listVersions(db, author, uid);
const mailer = createMailer({ db, clock: () => new Date(), mailboxKey: new Uint8Array(32) });
const signing = signTogether({
  ...{ db, sealer },
  // As with a mail server: what is confirmed counts, and is logged.
  mailer: { ...mailer, deliverable: () => 'smtp' },
});

async function signOnce(): Promise<void> {
  const name = randomBytes(8).toString('hex');
  const typed = { name: `N ${name}`, credit: 'Editor', country: 'FR', appearance: 'named' };
  const address = `${name}@gmail.com`;
  let link = '';
  const form = {
    ...{ letter: uid, text: version?.hash ?? '', languages: ['en'] },
    form: parseSignForm({ ...typed, address, consents: ['sign', 'show'] }, 'en'),
    wordings: (['sign', 'show'] as const).map((purpose) => ({
      ...{ purpose, language: 'en', words: `I agree to ${purpose}.` },
    })),
    writeMail(code: string) {
      link = code;
      return { subject: 'Confirm', text: code };
    },
  };
  await signing.receive(form);
  process.stdout.write(`ack received ${link}\n`);
  await signing.confirm(link);
  process.stdout.write(`ack confirmed ${link}\n`);
}

const client = async () => {
  for (;;) await signOnce();
};
await Promise.all(Array.from({ length: 16 }, client));
