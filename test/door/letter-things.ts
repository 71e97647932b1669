import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { sql } from 'kysely';
import type { Actor } from '#accounts';
import {
  importPeople,
  listVersions,
  makeRolls,
  openSigning,
  proposeTranslation,
  proposeVersion,
  saveDraft,
  saveTranslationDraft,
  tallySignatures,
} from '#letters';
import type { TestHouse } from '../browser/running-house.ts';
import { publishLetter } from '../letters/public-letter.ts';
import { signLetter } from '../letters/signed-letter.ts';
import { logSettled } from './log-settled.ts';

/** A public letter, whose next version waits for a second person. */
export async function letterThings(
  house: TestHouse,
  author: { readonly actor: Actor },
  second: { readonly actor: Actor },
): Promise<Record<string, string>> {
  const { db } = house.house.database.main;
  const letter = await publishLetter(db, author.actor, second.actor);
  const version = await db.transaction().execute(async (tx) => {
    const text = {
      ...{ title: 'To those who can act', addressees: [], demands: [], initiators: [] },
      blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'We ask for more help.' }] }],
    };
    await saveDraft(tx, author.actor, letter, { language: 'en', text, revision: 1 });
    const change = { language: 'en', change: 'demand', note: 'more' } as const;
    const proposed = await proposeVersion(tx, author.actor, letter, change);
    const sealer = house.house.forPages.letterSealer;
    await openSigning(tx, author.actor, sealer, letter);
    await importPeople(tx, author.actor, sealer, { letter, bytes: Buffer.from('name\nQuillon') });
    return proposed;
  });
  const signature = await signedThing(house, author.actor, letter);
  // A mail to those who signed waits for a second person too.
  const { rows: updates } = await sql<{ uid: string }>`
    insert into letter_update (letter_id, kind, texts, hours, author_id)
    select id, 'news', '{"en": {"subject": "s", "body": "b"}}', 1, author_id from letter
    where uid = ${letter} returning uid`.execute(db);
  const { rows: invited } = await sql<{ uid: string }>`select uid from letter_invitation`.execute(
    db,
  );
  const [update = '', invitation = ''] = [updates[0]?.uid, invited[0]?.uid];
  // Names that were opened wait for a second person as well.
  const { rows: rounds } = await sql<{ uid: string }>`
    insert into letter_round (letter_id, state, began_at, identity, digest)
    select id, 'imported', now(), 'i', 'd' from letter where uid = ${letter} returning uid`.execute(
    db,
  );
  const translated = await translationThings(house, letter, author.actor);
  return {
    ...{ letter, version, signature, update, invited: invitation, ...translated },
    round: rounds[0]?.uid ?? '',
    recipient: await identityToRecipient(await generateX25519Identity()),
  };
}

/** Somebody who signed by name; what the house does of it by itself is done before tables are compared. */
async function signedThing(house: TestHouse, author: Actor, letter: string): Promise<string> {
  const { db } = house.house.database.main;
  const [text] = (await listVersions(db, author, letter)).slice(-1);
  const of = { letter, text: text?.hash ?? '' };
  await signLetter(db, house.house.forPages.letterSealer, of, 'quill@example.org', 'named');
  await logSettled(db);
  await tallySignatures(db);
  await makeRolls(db);
  await logSettled(db);
  const { rows } = await sql<{ uid: string }>`select uid from letter_signature`.execute(db);
  return rows[0]?.uid ?? '';
}

/** A translation that waits for a second person. */
async function translationThings(house: TestHouse, letter: string, author: Actor) {
  const { db } = house.house.database.main;
  const source = (await listVersions(db, author, letter)).find(({ number }) => number === 1);
  const key = { letter, version: source?.uid ?? '', language: 'fr' };
  const words = {
    ...{ how: 'human' as const, madeBy: 'm', reviewedBy: 'r', departure: 'd' },
    pieces: { title: 'T', addressees: [], blocks: ['Mots.'], demands: [], initiators: [] },
  };
  const translation = await db.transaction().execute(async (tx) => {
    await saveTranslationDraft(tx, author, key, { words, revision: 0 });
    return proposeTranslation(tx, author, key);
  });
  return { translation, translated: key.version };
}
