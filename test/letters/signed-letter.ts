import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { Hono as App } from 'hono';
import type { ReadFile } from '@countersign/letter';
import { noQuorum, parseVkey, type Policy } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Actor } from '#accounts';
import {
  confirmSignature,
  listVersions,
  openSigning,
  parseSignForm,
  receiveSignature,
  type LetterSealer,
} from '#letters';
import { asReader, openDatabase, type Db, type Tx } from '#platform/database';
import type { Mail } from '#platform/mail';
import { createSealer } from '#platform/sealing';
import { createPageMaker } from '#publish';
import { readDossierWords } from '../../src/dossier-words.ts';
import { openTestLog, type TestLog } from '../../src/log/log.fixture.ts';
import { batchWhenDue } from '../../src/log/private-batch/batch-when-due.ts';
import { publishNewest } from '../../src/log/publish-checkpoint.ts';
import { dossierRoutes } from '../../src/web/dossier/dossier-routes.ts';
import { rollRoutes } from '../../src/web/letters/roll-routes.ts';
import { logRoutes } from '../../src/web/log/log-routes.ts';
import { addPerson } from '../record/fixture.ts';
import { approveLetter, publishLetter } from './public-letter.ts';
import { catchInto } from './caught-mails.ts';

/** A log with people who write letters, and its public addresses. */
export interface LetterWorld {
  readonly log: TestLog;
  readonly db: Db;
  readonly sealer: LetterSealer;
  readonly author: Actor;
  readonly second: Actor;
  readonly app: Hono;
  readonly policy: Policy;
  /** Reads as a stranger does. */
  readonly read: ReadFile;
  /** A letter that can be signed, and is public unless it is to be `private`. */
  openLetter(as?: 'private'): Promise<{ readonly letter: string; readonly text: string }>;
  /** Signs and confirms. @returns the signer's link. */
  sign(letter: { letter: string; text: string }, address: string, as: string): Promise<string>;
  /** Gives all that waits its place, and publishes. */
  publish(): Promise<void>;
  /** Makes the next day's batch and publishes it. */
  night(): Promise<void>;
  close(): Promise<void>;
}

const write = <Value>(db: Db, work: (tx: Tx) => Promise<Value>) => db.transaction().execute(work);

export async function openLetterWorld(open = openTestLog): Promise<LetterWorld> {
  const log = await open();
  const { db } = log;
  const reader = openDatabase(asReader(log.options), () => {});
  await db.insertInto('log_key').values({ verifier_key: log.signer.verifierKey }).execute();
  const sealer = createSealer(randomBytes(32));
  const author = await addPerson(db, 'Camille', ['campaigner']);
  const second = await addPerson(db, 'Yalda', ['campaigner']);
  const app = appOf(reader.db, log);
  const key = parseVkey(node, log.signer.verifierKey);
  const policy = { logs: [{ key, url: undefined }], witnesses: [], groups: [], quorum: noQuorum };
  let day = Date.UTC(2026, 0, 10, 12);
  await batchWhenDue(db, day);
  const publish = async () => {
    await log.drain();
    await publishNewest(db);
  };
  return {
    ...{ log, db, sealer, author, second, app, policy, publish },
    async read(path) {
      const answer = await app.request(`/${path}`);
      return answer.status === 200 ? new Uint8Array(await answer.arrayBuffer()) : undefined;
    },
    async openLetter(as) {
      const letter = await (as === 'private' ? approveLetter : publishLetter)(db, author, second);
      await write(db, (tx) => openSigning(tx, author, sealer, letter));
      return { letter, text: (await listVersions(db, author, letter))[0]?.hash ?? '' };
    },
    sign: (letter, address, appearance) => signLetter(db, sealer, letter, address, appearance),
    publish,
    async night() {
      day += 86_400_000;
      await batchWhenDue(db, day);
      await publish();
    },
    async close() {
      await reader.close();
      await log.close();
    },
  };
}

function appOf(readerDb: Db, { files }: TestLog): Hono {
  const app = new App();
  const publicUrl = 'https://record.example';
  app.route('/', logRoutes({ readerDb, files, publicUrl, demonstration: () => true }));
  app.route('/', rollRoutes(readerDb, 0));
  const page = createPageMaker(node, readDossierWords());
  const maker = { publicUrl, page, publisher: 'R', demonstration: true, singleReviewer: false };
  const verifyPage = () => Promise.resolve(undefined);
  app.route('/', dossierRoutes({ readerDb, files, maker: () => maker, verifyPage }));
  return app;
}

/** Signs as `address` says, with its first part for a name, and confirms. @returns the signer's link. */
export async function signLetter(
  db: Db,
  sealer: LetterSealer,
  { letter, text }: { readonly letter: string; readonly text: string },
  address: string,
  appearance: string,
): Promise<string> {
  const mails: Mail[] = [];
  const typed = {
    ...{ name: `N ${address.split('@')[0]}`, credit: 'Editor', country: 'FR' },
    ...{ address, appearance, consents: ['sign', 'show'] },
  };
  await receiveSignature(
    { db, sealer, mailer: catchInto(mails) },
    {
      ...{ letter, text, languages: ['en'], form: parseSignForm(typed, 'en') },
      wordings: (['sign', 'show'] as const).map((purpose) => ({
        ...{ purpose, language: 'en', words: purpose },
      })),
      writeMail: (code) => ({ subject: 'Confirm', text: code }),
    },
  );
  const link = mails[0]?.text ?? '';
  await write(db, (tx) => confirmSignature(tx, sealer, link));
  return link;
}
