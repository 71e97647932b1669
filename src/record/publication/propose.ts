import { z } from 'zod';
import type { JsonValue } from '@countersign/proof';
import type { Db, Tx } from '#platform/database';
import type { Actor } from '#accounts';
import {
  currentHashes,
  decide,
  editionHash,
  proposeDecision,
  subjectsMentioning,
  type DecisionInput,
  type EditionDocument,
} from '#editions';
import { prepareEditions, type Selection } from './prepare.ts';

/**
 * Proposes to publish or correct a selection. Documents equal to the current edition are left out: a
 * source that has not changed gets no new edition.
 *
 * @returns the decision's uid.
 * @throws EditionRefusal as `proposeDecision` does; `decision-empty` when nothing would change.
 */
export async function proposePublication(
  tx: Tx,
  actor: Actor,
  input: DecisionInput,
  selection: Selection,
): Promise<string> {
  const { documents } = await prepareEditions(tx, actor, selection);
  const changed = await onlyChanged(tx, documents);
  return proposeDecision(tx, actor, input, {
    documents: changed,
    removals: [],
    selection: asJson(selection),
  });
}

/**
 * Proposes to take subjects back. Every other edition that speaks of them is prepared anew without
 * them, in the same decision: a name must not survive on somebody else's page.
 */
export async function proposeRemoval(
  tx: Tx,
  actor: Actor,
  input: DecisionInput,
  subjects: readonly { readonly subject: string; readonly kind: string }[],
): Promise<string> {
  const uids = subjects.map(({ subject }) => subject);
  const selection = await selectionWithout(tx, uids);
  const { documents } = await prepareEditions(tx, actor, selection);
  const changed = await onlyChanged(tx, documents);
  return proposeDecision(tx, actor, input, {
    documents: changed,
    removals: subjects,
    selection: asJson(selection),
  });
}

async function selectionWithout(db: Db, uids: readonly string[]): Promise<Selection> {
  const speaking = await subjectsMentioning(db, uids);
  const subjects = speaking.filter(({ kind }) => kind !== 'source').map(({ subject }) => subject);
  return { subjects, withdrawn: uids };
}

async function onlyChanged(
  db: Db,
  documents: readonly EditionDocument[],
): Promise<EditionDocument[]> {
  const current = await currentHashes(
    db,
    documents.map((document) => document.subject),
  );
  return documents.filter(
    (document) => editionHash(document).toString('hex') !== current.get(document.subject),
  );
}

/** Approves or refuses a publication, after preparing it again to see that nothing changed. */
export async function decidePublication(
  tx: Tx,
  actor: Actor,
  uid: string,
  verdict: { readonly approve: boolean; readonly comment: string; readonly singlePerson?: boolean },
): Promise<void> {
  await decide(tx, actor, uid, verdict, async (selection) => {
    const { documents } = await prepareEditions(tx, actor, storedSelection.parse(selection));
    return documents;
  });
}

const uids = z.array(z.uuid());
const storedSelection = z.object({
  subjects: uids,
  excluded: uids.default([]),
  included: uids.default([]),
  withdrawn: uids.default([]),
});

function asJson(selection: Selection): JsonValue {
  const { subjects, excluded = [], included = [], withdrawn = [] } = selection;
  return { subjects, excluded, included, withdrawn };
}
