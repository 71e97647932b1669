import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { listVersions, openSigning, parseSignForm, signTogether } from '#letters';
import { openDatabase, type ConnectionOptions, type Db } from '#platform/database';
import { startJobs } from '#platform/jobs';
import { createLog } from '#platform/logging';
import { createMailer, type Mailer } from '#platform/mail';
import { createSealer } from '#platform/sealing';
import { publishLetter } from '../test/letters/public-letter.ts';
import { addPerson } from '../test/record/fixture.ts';

/** Where a bench signs: a database whose statements are counted, and mails that are queued and never leave. */
export interface BenchHouse {
  readonly db: Db;
  readonly mailer: Mailer;
  /** Statements sent so far, those that begin and end transactions included. */
  statements(): number;
  close(): Promise<void>;
}

export async function openBenchHouse(connection: ConnectionOptions): Promise<BenchHouse> {
  let isClosed = false;
  const database = openDatabase(connection, (error) => {
    if (!isClosed) throw error;
  });
  let statements = 0;
  database.pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...all: unknown[]) => unknown;
    const counting = (...all: unknown[]): unknown => {
      statements += 1;
      return query(...all);
    };
    client.query = counting as typeof client.query;
  });
  const { db } = database;
  const mailer = createMailer({
    ...{ db, clock: () => new Date(), mailboxKey: new Uint8Array(32).fill(7) },
    smtp: { url: 'smtp://127.0.0.1:9', from: 'bench@example.org' },
  });
  const log = createLog({ level: 'error' });
  const jobs = await startJobs({ connection, log, handlers: mailer.handlers, work: false });
  return {
    ...{ db, mailer, statements: () => statements },
    async close() {
      isClosed = true;
      await jobs.stop(1_000);
      mailer.close();
      await database.close();
    },
  };
}

/** Somebody who signs in a bench. */
export interface BenchSigner {
  readonly at: number;
  /** Part of their address after the sign. */
  readonly host: string;
  readonly from: string;
}

export interface BenchLetter {
  readonly uid: string;
  /** Sends a form. @returns the code of the link that was mailed. */
  send(signer: BenchSigner): Promise<string>;
  confirm(link: string): Promise<unknown>;
  states(): Promise<Readonly<Record<string, number>>>;
}

// Mail hosts as they are: most people are at a few that anybody is at.
const hosts = ['gmail.com', 'outlook.com', 'orange.fr', 'gmx.de', 'proton.me', 'yahoo.com'];

/** The one who comes as that many: each from a network of few. */
export function benchSigner(at: number): BenchSigner {
  const from = `${11 + (at % 200)}.${(at >> 8) % 250}.${at % 250}.7`;
  return { at, host: hosts[at % hosts.length] ?? '', from };
}

/** A public letter that is open to sign. @param isHasty people may press the button at once. */
export async function openBenchLetter(
  { db, mailer }: BenchHouse,
  { isHasty }: { readonly isHasty: boolean },
): Promise<BenchLetter> {
  const sealer = createSealer(randomBytes(32));
  const run = randomBytes(4).toString('hex');
  const author = await addPerson(db, `Signing author ${run}`, ['campaigner']);
  const second = await addPerson(db, `Signing second ${run}`, ['campaigner']);
  const uid = await publishLetter(db, author, second);
  await db.transaction().execute((tx) => openSigning(tx, author, sealer, uid));
  if (isHasty) {
    await sql`
      insert into letter_guard (letter_id, network_most, domain_most, alike_most, words_most, hasty_most)
      select id, 60, 60, 20, 20, 0 from letter where uid = ${uid}`.execute(db);
  }
  const [version] = await listVersions(db, author, uid);
  const target = { letter: uid, text: version?.hash ?? '' };
  const wordings = (['sign', 'show'] as const).map((purpose) => ({
    ...{ purpose, language: 'en', words: `I agree to ${purpose}.` },
  }));
  const signing = signTogether({ db, sealer, mailer });
  return {
    uid,
    async send({ at, host, from }) {
      const [name, address] = [`${letters(at)} Example`, `${letters(at)}@${host}`];
      const typed = { name, credit: 'Editor', country: 'FR', address, appearance: 'named' };
      let link = '';
      await signing.receive({
        ...{ ...target, languages: ['en'], wordings, from },
        form: parseSignForm({ ...typed, consents: ['sign', 'show'] }, 'en'),
        writeMail(code) {
          link = code;
          const text = `https://record.example/en/signature/${code}`;
          return { subject: 'Please confirm', text };
        },
      });
      return link;
    },
    confirm: (link) => signing.confirm(link),
    async states() {
      const { rows } = await sql<{ state: string; n: number }>`
        select g.state, count(*)::integer as n from letter_signature g
        join letter l on l.id = g.letter_id where l.uid = ${uid} group by g.state`.execute(db);
      return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
    },
  };
}

/** A number in letters, so that mailboxes differ by more than a number. */
function letters(at: number): string {
  return Array.from(String(at), (digit) => 'abcdefghij'[Number(digit)]).join('');
}
