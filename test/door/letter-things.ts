import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { sql } from 'kysely';
import type { Actor } from '#accounts';
import { importPeople, openSigning, proposeVersion, saveDraft, type LetterSealer } from '#letters';
import type { Db } from '#platform/database';
import { publishLetter } from '../letters/public-letter.ts';

/** A public letter, whose next version waits for a second person. */
export async function letterThings(
  db: Db,
  sealer: LetterSealer,
  author: Actor,
  second: Actor,
): Promise<Record<string, string>> {
  const letter = await publishLetter(db, author, second);
  const version = await db.transaction().execute(async (tx) => {
    const text = {
      ...{ title: 'To those who can act', addressees: [], demands: [], initiators: [] },
      blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'We ask for more help.' }] }],
    };
    await saveDraft(tx, author, letter, { language: 'en', text, revision: 1 });
    const change = { language: 'en', change: 'demand', note: 'more' } as const;
    const proposed = await proposeVersion(tx, author, letter, change);
    await openSigning(tx, author, sealer, letter);
    await importPeople(tx, author, sealer, { letter, bytes: Buffer.from('name\nQuillon') });
    return proposed;
  });
  // A mail to those who signed waits for a second person too.
  const { rows: updates } = await sql<{ uid: string }>`
    insert into letter_update (letter_id, kind, texts, hours, author_id)
    select id, 'news', '{"en": {"subject": "s", "body": "b"}}', 1, author_id from letter
    where uid = ${letter} returning uid`.execute(db);
  const { rows: invited } = await sql<{ uid: string }>`select uid from letter_invitation`.execute(
    db,
  );
  // Names that were opened wait for a second person as well.
  const { rows: rounds } = await sql<{ uid: string }>`
    insert into letter_round (letter_id, state, began_at, identity, digest)
    select id, 'imported', now(), 'i', 'd' from letter where uid = ${letter} returning uid`.execute(
    db,
  );
  return {
    ...{ letter, version, update: updates[0]?.uid ?? '', invited: invited[0]?.uid ?? '' },
    round: rounds[0]?.uid ?? '',
    recipient: await identityToRecipient(await generateX25519Identity()),
  };
}
