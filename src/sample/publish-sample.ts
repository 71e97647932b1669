import type { Actor } from '#accounts';
import type { DecisionInput } from '#editions';
import type { Tx } from '#platform/database';
import {
  decideClaims,
  decidePublication,
  proposePublication,
  proposeRemoval,
  writeClaims,
} from '#record';
import {
  correction,
  proposal,
  publication,
  removal,
  type SampleDecision,
} from './facts/decisions.ts';
import { correctedOccupation } from './facts/people.ts';
import { entities, type SampleRecord } from './load-record.ts';
import type { SampleTeam } from './load-team.ts';

// Kinds that get a page; the others stand on the pages of those they concern.
const subjectKinds: ReadonlySet<string> = new Set([
  'person',
  'group',
  'work',
  'place',
  'event',
  'intervention',
]);

/** Publishes the record by decisions of two people; each step is a decision of its own. */
export async function publishSample(
  tx: Tx,
  team: SampleTeam,
  record: SampleRecord,
  onStep: () => void,
): Promise<void> {
  const subjects = entities
    .filter(({ kind, unpublished }) => subjectKinds.has(kind) && unpublished !== true)
    .map(({ key }) => record.entity(key));
  await publish(tx, team.documenter, team.reviewer, publication, subjects);
  onStep();
  await correctOccupation(tx, team, record);
  onStep();
  await takeBack(tx, team, record);
  onStep();
  const proposed = proposal.subjects.map((key) => record.entity(key));
  await proposePublication(tx, team.documenter, reviewedInAYear(proposal.decision), {
    subjects: proposed,
  });
  onStep();
}

export const publicationSteps = 4;

async function publish(
  tx: Tx,
  author: Actor,
  approver: Actor,
  decision: SampleDecision,
  subjects: readonly string[],
): Promise<void> {
  const uid = await proposePublication(tx, author, reviewedInAYear(decision), { subjects });
  await decidePublication(tx, approver, uid, { approve: true, comment: '' });
}

async function correctOccupation(tx: Tx, team: SampleTeam, record: SampleRecord): Promise<void> {
  const { documenter, reviewer } = team;
  const { entity, replaces, fact } = correctedOccupation;
  const uid = record.entity(entity);
  const input = { ...(await record.input(uid, fact)), supersedes: record.claim(replaces) };
  const claims = await writeClaims(tx, documenter, [input], 'en');
  await decideClaims(
    tx,
    reviewer,
    claims.map((claim) => claim.uid),
    'accepted',
    'Checked against the report.',
  );
  await publish(tx, documenter, reviewer, correction, [uid]);
}

async function takeBack(tx: Tx, team: SampleTeam, record: SampleRecord): Promise<void> {
  const subject = record.entity(removal.subject);
  const uid = await proposeRemoval(tx, team.reviewer, reviewedInAYear(removal.decision), [
    { subject, kind: removal.kind },
  ]);
  await decidePublication(tx, team.administrator, uid, { approve: true, comment: '' });
}

function reviewedInAYear(decision: SampleDecision): DecisionInput {
  const day = new Date();
  day.setUTCFullYear(day.getUTCFullYear() + 1);
  return { ...decision, reviewOn: day.toISOString().slice(0, 10) };
}
