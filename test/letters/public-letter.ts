import type { Actor } from '#accounts';
import {
  createLetter,
  decideAnything,
  decideVersion,
  proposeLetter,
  proposeVersion,
  saveDraft,
} from '#letters';
import type { Db, Tx } from '#platform/database';

/** A letter that two people wrote, approved and published. @returns its uid. */
export async function publishLetter(db: Db, author: Actor, second: Actor): Promise<string> {
  const letter = await approveLetter(db, author, second);
  await db.transaction().execute((tx) => publishDraft(tx, author, second, letter));
  return letter;
}

/** One that nobody published yet. @returns its uid. */
export async function approveLetter(db: Db, author: Actor, second: Actor): Promise<string> {
  return db.transaction().execute(async (tx) => {
    const letter = await createLetter(tx, author, { kind: 'collective', name: 'A call' });
    const text = {
      ...{ title: 'To those who can act', addressees: ['The ministers of culture'] },
      blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'We ask for help.' }] }],
      ...{ demands: ['Release them.'], initiators: ['A film school'] },
    };
    await saveDraft(tx, author, letter, { language: 'en', text, revision: 0 });
    const version = await proposeVersion(tx, author, letter, { language: 'en' });
    await decideVersion(tx, second, version, { approve: true, comment: '' });
    return letter;
  });
}

/** Publishes a letter that has an approved version. */
export async function publishDraft(
  tx: Tx,
  author: Actor,
  second: Actor,
  letter: string,
  kind: 'publish' | 'correct' = 'publish',
): Promise<void> {
  const decision = await proposeLetter(
    tx,
    author,
    {
      ...{
        kind,
        ...(kind === 'correct' && { publicReason: 'It was changed' }),
        title: 'A call',
        audience: 'public',
        basis: 'public-interest',
      },
      ...{ basisReason: 'An open letter', riskNote: 'None', reviewOn: '2190-01-01' },
    },
    letter,
  );
  await decideAnything(tx, second, decision, { approve: true, comment: '' });
}
