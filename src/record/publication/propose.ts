import { sql } from 'kysely';
import { z } from 'zod';
import type { JsonValue } from '@countersign/proof';
import { asUids, type Db, type Tx } from '#platform/database';
import type { Action, Actor } from '#accounts';
import {
  currentDocuments,
  currentHashes,
  decide,
  editionHash,
  EditionRefusal,
  proposeDecision,
  publishDecided,
  subjectsMentioning,
  subjectsSaying,
  type DecisionInput,
  type EditionCode,
  type EditionDocument,
  type Recheck,
  type Verdict,
} from '#editions';
import { indexEditionWords } from '../traces/edition-words.ts';
import { dropEditionsNaming } from '../traces/old-editions.ts';
import { takenBackAmong } from '../traces/removed-subjects.ts';
import { tracesOf, type Trace } from '../traces/traces.ts';
import { term, type VocabularyCode } from '../vocabulary/index.ts';
import { emptiedBy, type EmptiedPage } from './emptied-pages.ts';
import { prepareEditions, type Selection } from './prepare.ts';

/**
 * Proposes to publish or correct a selection. Documents equal to the current edition are left out: a
 * source that has not changed gets no new edition.
 *
 * @returns the decision's uid.
 * @param again that what was taken back is published again is meant so.
 * @throws EditionRefusal as `proposeDecision` does; `decision-empty` when nothing would change;
 * `decision-taken-back` for what was taken back, unless `again`.
 */
export async function proposePublication(
  tx: Tx,
  actor: Actor,
  input: DecisionInput,
  selection: Selection,
  { again = false }: { readonly again?: boolean } = {},
): Promise<string> {
  const { documents } = await prepareEditions(tx, actor, selection);
  return proposeDocuments(tx, actor, input, documents, { selection: asJson(selection), again });
}

/**
 * The same for documents that another room prepared.
 *
 * @param selection handed back to the `recheck` that the decision is carried out with.
 * @param action who may do this may propose it.
 */
export async function proposeDocuments(
  tx: Tx,
  actor: Actor,
  input: DecisionInput,
  documents: readonly EditionDocument[],
  { selection, again, action }: Proposing,
): Promise<string> {
  const changed = await onlyChanged(tx, documents);
  // Initials, figures or the team alone are audiences too, but what is published is read by everyone.
  if (input.audience !== 'public') {
    throw new EditionRefusal({ code: 'decision-audience-narrower', field: 'audience' });
  }
  refuseUnlessListed('publication-bases', input.basis, 'decision-basis-missing', 'basis');
  const returning = await takenBackAmong(
    tx,
    actor,
    changed.map(({ subject }) => subject),
  );
  if (returning.size > 0 && !again) {
    throw new EditionRefusal({ code: 'decision-taken-back', field: 'again' });
  }
  return proposeDecision(tx, actor, input, { documents: changed, removals: [], selection }, action);
}

interface Proposing {
  readonly selection: JsonValue;
  readonly again: boolean;
  readonly action?: Action;
}

/**
 * Proposes to take subjects back. Every other edition that speaks of them is prepared anew without
 * them, in the same decision: a name must not survive on somebody else's page.
 *
 * @param without claims that other editions say and that must go in the same decision, because the
 * words they rest on name who is taken back.
 * @param action who may do this may propose it.
 */
export async function proposeRemoval(
  tx: Tx,
  actor: Actor,
  input: DecisionInput,
  subjects: readonly { readonly subject: string; readonly kind: string }[],
  without: readonly string[] = [],
  action?: Action,
): Promise<string> {
  // It is published in the tombstone, so it must be a class and cannot be a sentence.
  refuseUnlessListed(
    'withdrawal-reasons',
    input.reasonClass ?? '',
    'decision-reason-class-missing',
    'reasonClass',
  );
  const uids = asUids(subjects.map(({ subject }) => subject));
  const published = await currentDocuments(tx, uids);
  if (published.size < uids.length) throw new EditionRefusal({ code: 'not-found' });
  const traces = await tracesOf(tx, actor, uids);
  const selection = await selectionWithout(tx, uids, asUids(without), stillNaming(traces));
  const { documents } = await prepareEditions(tx, actor, selection);
  const changed = await onlyChanged(tx, documents);
  const removals = [...published].map(([subject, { document }]) => ({
    subject,
    kind: document.kind,
  }));
  const set = { documents: changed, removals, selection: asJson(selection) };
  return proposeDecision(tx, actor, input, set, action);
}

/**
 * Which pages of others `proposeRemoval` would leave without a claim or a name.
 *
 * @param traces of these subjects, as `tracesOf` finds them.
 */
export async function emptiedByRemoval(
  db: Db,
  actor: Actor,
  subjects: readonly string[],
  without: readonly string[],
  traces: readonly Trace[],
): Promise<EmptiedPage[]> {
  const uids = asUids(subjects);
  const selection = await selectionWithout(db, uids, asUids(without), stillNaming(traces));
  const { documents } = await prepareEditions(db, actor, selection);
  return emptiedBy(db, documents);
}

// Words that no claim decides on (titles, authors) were perhaps changed just now: pages that still
// have them as they were are prepared along.
function stillNaming(traces: readonly Trace[]): string[] {
  return traces
    .filter(({ claims, kept }) => claims.length === 0 && kept === null)
    .map(({ subject }) => subject);
}

async function selectionWithout(
  db: Db,
  uids: readonly string[],
  without: readonly string[],
  named: readonly string[],
): Promise<Selection> {
  const speaking = await subjectsMentioning(db, uids);
  const saying = await subjectsSaying(db, without);
  const removed = new Set(uids);
  const subjects = [...[...speaking, ...saying].map(({ subject }) => subject), ...named];
  const documents = await currentDocuments(
    db,
    subjects.filter((uid) => !removed.has(uid)),
  );
  const dropped = new Set(without);
  // Taking one back must let out nothing about the others: what their authors held back stays back,
  // and what they ticked stays.
  const within = [...documents.values()].flatMap(({ document }) =>
    document.claims.map((claim) => claim.uid).filter((uid) => !dropped.has(uid)),
  );
  return { subjects: [...documents.keys()], withdrawn: uids, within, included: within };
}

function refuseUnlessListed(
  list: VocabularyCode,
  code: string,
  refusal: EditionCode,
  field: string,
): void {
  if (term(list, code) === undefined) throw new EditionRefusal({ code: refusal, field });
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

/**
 * Approves or refuses a publication, after preparing it again to see that nothing changed.
 *
 * @param how for documents that another room prepared: how it prepares them again, and who may decide.
 */
export async function decidePublication(
  tx: Tx,
  actor: Actor,
  uid: string,
  verdict: Verdict,
  how: { readonly recheck?: Recheck; readonly action?: Action } = {},
): Promise<void> {
  const recheck: Recheck = async (selection) => {
    const { within, ...rest } = storedSelection.parse(selection);
    const again = { ...rest, ...(within !== undefined && { within }) };
    await holdClaims(tx, uid);
    const { documents } = await prepareEditions(tx, actor, again);
    return documents;
  };
  await decide(tx, actor, uid, verdict, how.recheck ?? recheck, how.action);
  await indexEditionWords(tx, uid);
  if (verdict.approve) await dropEditionsNaming(tx, actor, uid);
}

/**
 * Lets a publication take effect that was approved for later.
 *
 * @param actor who approved it.
 * @returns false when it had taken effect before.
 * @throws EditionRefusal as `publishDecided` does.
 */
export async function carryOutPublication(tx: Tx, actor: Actor, uid: string): Promise<boolean> {
  if (!(await publishDecided(tx, uid))) return false;
  await indexEditionWords(tx, uid);
  await dropEditionsNaming(tx, actor, uid);
  return true;
}

// Nobody withdraws one of the claims while they are published: such a change would find no edition yet
// that says it, and the new edition would know nothing of the change.
async function holdClaims(tx: Tx, decision: string): Promise<void> {
  await sql`
    select c.id from claim c where c.uid in (
      select (said.one ->> 'uid')::uuid from decision d
      join decision_subject s on s.decision_id = d.id
      cross join lateral jsonb_array_elements(s.document -> 'claims') as said(one)
      where d.uid = ${decision})
    order by c.id for share`.execute(tx);
}

const uids = z.array(z.uuid());
const storedSelection = z.object({
  subjects: uids,
  excluded: uids.default([]),
  included: uids.default([]),
  withdrawn: uids.default([]),
  within: uids.optional(),
});

function asJson(selection: Selection): JsonValue {
  const { subjects, excluded = [], included = [], withdrawn = [], within } = selection;
  return { subjects, excluded, included, withdrawn, ...(within !== undefined && { within }) };
}
