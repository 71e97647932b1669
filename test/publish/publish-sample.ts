import type { Actor } from '#accounts';
import { decide, proposeDecision, type DecisionInput, type EditionDocument } from '#editions';
import type { Db } from '#platform/database';
import { sourceDocument } from './edition-builder.ts';
import { assistantDocument, directorDocument, takenBack } from './sample-people.ts';
import { furtherDocuments, uprisingDocument } from './sample-events.ts';
import {
  eveningPaper,
  furtherSources,
  jointStatement,
  lawyersPost,
  morningPost,
  officialDaily,
  screenWeekly,
} from './sample-sources.ts';

const decision: DecisionInput = {
  kind: 'publish',
  title: 'Sample',
  audience: 'public',
  basis: 'public-interest',
  basisReason: 'Invented people.',
  riskNote: 'None.',
  reviewOn: '2190-01-01',
};

/** Publishes documents as two people would. */
export async function publish(
  db: Db,
  [author, approver]: readonly [Actor, Actor],
  documents: readonly EditionDocument[],
  input: Partial<DecisionInput> = {},
): Promise<void> {
  await decideOn(db, author, approver, documents, [], { ...decision, ...input });
}

/** Takes a subject back, for the named class of reason. */
export async function takeBack(
  db: Db,
  [author, approver]: readonly [Actor, Actor],
  subject: string,
  kind: string,
  reasonClass = 'safety',
): Promise<void> {
  const removals = [{ subject, kind }];
  await decideOn(db, author, approver, [], removals, { ...decision, kind: 'remove', reasonClass });
}

async function decideOn(
  db: Db,
  author: Actor,
  approver: Actor,
  documents: readonly EditionDocument[],
  removals: readonly { readonly subject: string; readonly kind: string }[],
  input: DecisionInput,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const uid = await proposeDecision(tx, author, input, { documents, removals, selection: {} });
    await decide(tx, approver, uid, { approve: true, comment: '' }, () =>
      Promise.resolve(documents),
    );
  });
}

/** Everything the pages must be able to show: long names, forty acts, disagreement, a tombstone. */
export async function publishSample(db: Db, people: readonly [Actor, Actor]): Promise<void> {
  const person = directorDocument();
  await publish(db, people, [
    person,
    assistantDocument(),
    uprisingDocument(),
    ...furtherDocuments(),
    ...[morningPost, eveningPaper, lawyersPost, officialDaily, ...furtherSources].map((one) =>
      sourceDocument(one),
    ),
    sourceDocument(screenWeekly, [eveningPaper]),
    sourceDocument(jointStatement, [screenWeekly]),
    { ...person, subject: takenBack },
  ]);
  await publish(db, people, [person], {
    kind: 'correct',
    publicReason: 'The day on which the sentence was upheld was wrong by a week.',
  });
  await takeBack(db, people, takenBack, 'person');
}
