import type { TextPieces } from '@countersign/letter';
import type { Actor } from '#accounts';
import {
  decideAnything,
  decideTranslation,
  decideVersion,
  listVersions,
  proposeLetter,
  proposeTranslation,
  proposeVersion,
  readTranslationDraft,
  saveDraft,
  saveTranslationDraft,
} from '#letters';
import type { Db, Tx } from '#platform/database';

const approve = { approve: true, comment: '' };

/** Two people who write and decide on letters. */
export interface Pair {
  readonly author: Actor;
  readonly second: Actor;
}

/** Translates the newest version of a public letter, and publishes it again with the translation. */
export async function translateLetter(
  db: Db,
  { author, second }: Pair,
  letter: string,
  { language, pieces }: { readonly language: string; readonly pieces: TextPieces },
): Promise<void> {
  const version = (await listVersions(db, author, letter))
    .toSorted((one, other) => other.number - one.number)
    .find(({ state }) => state === 'approved');
  const key = { letter, version: version?.uid ?? '', language };
  const revision = (await readTranslationDraft(db, author, key))?.revision ?? 0;
  const credits = { madeBy: 'Tara Translator', reviewedBy: 'Remi Reviewer', departure: '' };
  await db.transaction().execute(async (tx) => {
    const words = { how: 'human' as const, ...credits, pieces };
    await saveTranslationDraft(tx, author, key, { words, revision });
    const uid = await proposeTranslation(tx, author, key);
    await decideTranslation(tx, second, uid, approve);
    await publishAgain(tx, { author, second }, letter);
  });
}

/** Publishes the second version of a letter of `publishLetter`, which asks for something else. */
export async function changeDemand(
  db: Db,
  { author, second }: Pair,
  letter: string,
  demand: string,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const text = {
      ...{ title: 'To those who can act', addressees: ['The ministers of culture'] },
      blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'We ask for help.' }] }],
      ...{ demands: [demand], initiators: ['A film school'] },
    };
    await saveDraft(tx, author, letter, { language: 'en', text, revision: 1 });
    const change = { language: 'en', change: 'demand', note: 'more' } as const;
    await decideVersion(tx, second, await proposeVersion(tx, author, letter, change), approve);
    await publishAgain(tx, { author, second }, letter);
  });
}

async function publishAgain(tx: Tx, { author, second }: Pair, letter: string): Promise<void> {
  const decision = await proposeLetter(
    tx,
    author,
    {
      ...{ kind: 'correct', title: 'T', audience: 'public', basis: 'public-interest' },
      ...{ basisReason: 'r', riskNote: 'r', reviewOn: '2190-01-01', publicReason: 'More' },
    },
    letter,
  );
  await decideAnything(tx, second, decision, approve);
}
