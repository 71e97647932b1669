import { sql } from 'kysely';
import { z } from 'zod';
import type { JsonValue } from '@countersign/proof';
import { asUid, isKeepable, type Db, type Tx } from '#platform/database';
import { may, teamScope, writeAudit, type Action, type Actor } from '#accounts';
import { subjectsMentioning } from './current-subjects.ts';
import { isForTeam, type DecisionSummary } from './decision-list.ts';
import type { EditionDocument } from './document.ts';
import { editionHash } from './edition-hash.ts';
import { EditionRefusal, type EditionCode } from './editions-refusal.ts';
import { publishEditions, removeSubjects, type PreparedEdition } from './publish.ts';

const decisionInput = z.object({
  kind: z.enum(['publish', 'correct', 'remove']),
  title: z.string().trim().min(1, 'decision-title-missing').max(300, 'decision-title-missing'),
  audience: z.string().trim().min(1, 'decision-audience-missing').max(60),
  basis: z.string().trim().min(1, 'decision-basis-missing').max(60),
  basisReason: z.string().trim().min(1, 'decision-basis-reason-missing').max(5_000),
  riskNote: z.string().trim().min(1, 'decision-risk-missing').max(5_000),
  /** Calendar day by which the decision is looked at again. */
  reviewOn: z.iso.date('decision-review-missing'),
  publicReason: z.string().trim().max(2_000).default(''),
  reasonClass: z.string().trim().max(60).optional(),
});

export type DecisionInput = z.input<typeof decisionInput>;

/** What a decision is about: documents to publish, and subjects to take back. */
export interface DecisionSet {
  readonly documents: readonly EditionDocument[];
  readonly removals: readonly { readonly subject: string; readonly kind: string }[];
  /** What the author chose, handed back when the decision is carried out. */
  readonly selection: JsonValue;
}

/**
 * Proposes to publish, correct or remove. The documents are fixed now: the approver decides on these
 * very bytes.
 *
 * @param action who may do this may propose it.
 * @returns the decision's uid.
 * @throws EditionRefusal with a problem per field.
 */
export async function proposeDecision(
  tx: Tx,
  actor: Actor,
  input: DecisionInput,
  set: DecisionSet,
  action: Action = 'publication.propose',
): Promise<string> {
  if (!may(actor, action, { scopeId: teamScope }))
    throw new EditionRefusal({ code: 'not-allowed' });
  const fields = parseInput(input);
  await assertToCome(tx, fields.reviewOn);
  const nothing = set.documents.length + set.removals.length === 0;
  if (nothing || (fields.kind === 'remove') !== set.removals.length > 0) {
    throw new EditionRefusal({ code: 'decision-empty' });
  }
  const { id, uid } = await tx
    .insertInto('decision')
    .values({
      kind: fields.kind,
      title: fields.title,
      audience: fields.audience,
      basis: fields.basis,
      basis_reason: fields.basisReason,
      risk_note: fields.riskNote,
      review_on: fields.reviewOn,
      public_reason: fields.publicReason,
      reason_class: fields.kind === 'remove' ? (fields.reasonClass ?? null) : null,
      selection: JSON.stringify(set.selection),
      author_id: actor.accountId,
    })
    .returning(['id', 'uid'])
    .executeTakeFirstOrThrow();
  const subjects = [
    ...set.documents.map((document) => ({
      decision_id: id,
      subject: document.subject,
      kind: document.kind,
      document: JSON.stringify(document),
      hash: editionHash(document),
    })),
    ...set.removals.map((removal) => ({
      decision_id: id,
      subject: removal.subject,
      kind: removal.kind,
      document: null,
      hash: null,
    })),
  ];
  await tx.insertInto('decision_subject').values(subjects).execute();
  return uid;
}

// Such a decision would be overdue before anybody read it. Days are those of UTC, as in the list.
async function assertToCome(tx: Tx, day: string): Promise<void> {
  const { rows } = await sql<{ past: boolean }>`
    select ${day}::date < (now() at time zone 'UTC')::date as past`.execute(tx);
  if (rows[0]?.past === true) {
    throw new EditionRefusal({ code: 'decision-review-past', field: 'reviewOn' });
  }
}

function parseInput(input: DecisionInput): z.output<typeof decisionInput> {
  if (!isKeepable(input)) throw new EditionRefusal({ code: 'bad-characters' });
  const parsed = decisionInput.safeParse(input);
  if (!parsed.success) {
    throw new EditionRefusal(
      parsed.error.issues.map((issue) => ({
        code: isCode(issue.message) ? issue.message : 'decision-title-missing',
        field: issue.path.join('.'),
      })),
    );
  }
  const { kind, reasonClass, publicReason } = parsed.data;
  if (kind === 'remove' && (reasonClass ?? '') === '') {
    throw new EditionRefusal({ code: 'decision-reason-class-missing', field: 'reasonClass' });
  }
  if (kind === 'correct' && publicReason === '') {
    throw new EditionRefusal({ code: 'decision-public-reason-missing', field: 'publicReason' });
  }
  return parsed.data;
}

function isCode(message: string): message is EditionCode {
  return message.startsWith('decision-');
}

/** Prepares again what a decision is about, from what its author chose. */
export type Recheck = (selection: JsonValue) => Promise<readonly EditionDocument[]>;

export interface Verdict {
  readonly approve: boolean;
  readonly comment: string;
  readonly singlePerson?: boolean;
  /** What is approved takes effect when `publishDecided` is called. */
  readonly later?: boolean;
}

interface OpenDecision {
  readonly id: string;
  readonly uid: string;
  readonly kind: 'publish' | 'correct' | 'remove';
  readonly author_id: string;
  readonly state: string;
  readonly public_reason: string;
  readonly reason_class: string | null;
  readonly selection: JsonValue;
}

/**
 * Approves or refuses a proposed decision. Approval publishes in the same transaction: editions,
 * tombstones, the rows for the log; or later, by `publishDecided`.
 *
 * @param recheck prepares the same documents again, so that what the record no longer says is not
 * published: a difference refuses with `decision-changed`.
 * @param action who may do this may decide; its author never may.
 */
export async function decide(
  tx: Tx,
  actor: Actor,
  uid: string,
  verdict: Verdict,
  recheck: Recheck,
  action: Action = 'publication.decide',
): Promise<void> {
  const decision = await lockDecision(tx, uid);
  refuseUnlessMay(actor, action, decision, verdict.singlePerson === true);
  if (verdict.comment.length > 5_000 || !isKeepable(verdict.comment)) {
    throw new EditionRefusal({ code: 'bad-characters', field: 'comment' });
  }
  if (!verdict.approve && verdict.comment.trim() === '') {
    throw new EditionRefusal({ code: 'decision-comment-missing', field: 'comment' });
  }
  await tx
    .updateTable('decision')
    .set({
      state: verdict.approve ? 'approved' : 'refused',
      decided_by: actor.accountId,
      decided_at: sql`now()`,
      comment: verdict.comment.trim(),
    })
    .where('id', '=', decision.id)
    .execute();
  await writeAudit(tx, {
    accountId: actor.accountId,
    action: 'publication.decided',
    subject: uid,
    detail: { approved: verdict.approve },
  });
  if (verdict.approve) await carryOut(tx, decision, recheck, verdict.later === true);
}

async function lockDecision(tx: Tx, uid: string): Promise<OpenDecision> {
  const { rows } = await sql<OpenDecision>`
    select id, uid, kind, author_id, state, public_reason, reason_class, selection from decision
    where uid = ${asUid(uid)} for no key update`.execute(tx);
  const [decision] = rows;
  if (decision === undefined) throw new EditionRefusal({ code: 'not-found' });
  if (decision.state !== 'proposed') throw new EditionRefusal({ code: 'decision-made' });
  return decision;
}

function refuseUnlessMay(
  actor: Actor,
  action: Action,
  decision: OpenDecision,
  singlePerson: boolean,
): void {
  const facts = { scopeId: teamScope, authorId: decision.author_id, singlePerson };
  if (may(actor, action, facts)) return;
  const own = decision.author_id === actor.accountId && may(actor, action, { scopeId: teamScope });
  throw new EditionRefusal({ code: own ? 'decision-own' : 'not-allowed' });
}

async function carryOut(
  tx: Tx,
  decision: OpenDecision,
  recheck: Recheck,
  later: boolean,
): Promise<void> {
  const { prepared, removed } = await holdPrepared(tx, decision);
  await refuseIfTakenBack(tx, decision, prepared);
  const again = await recheck(decision.selection);
  const fresh = new Map(again.map((document) => [document.subject, document]));
  for (const { document, hash } of prepared) {
    const now = fresh.get(document.subject);
    if (now === undefined || !editionHash(now).equals(hash)) {
      throw new EditionRefusal({ code: 'decision-changed', params: { subject: document.subject } });
    }
  }
  if (later) return;
  await publishEditions(tx, decision.id, prepared, decision.public_reason);
  await removeSubjects(tx, removed, decision.reason_class ?? '');
  await refuseIfStillNamed(tx, removed);
}

/**
 * Lets an approved decision to publish take effect that was kept for later: these very bytes. Once; a
 * second call does nothing.
 *
 * @returns whether it did.
 * @throws EditionRefusal `decision-changed` when its subject was taken back since it was proposed.
 */
export async function publishDecided(tx: Tx, uid: string): Promise<boolean> {
  const { rows } = await sql<OpenDecision>`
    select id, uid, kind, author_id, state, public_reason, reason_class, selection from decision
    where uid = ${asUid(uid)} and state = 'approved' and kind <> 'remove'
    for no key update`.execute(tx);
  const [decision] = rows;
  if (decision === undefined) return false;
  const { prepared } = await holdPrepared(tx, decision);
  const done = await sql`
    select from edition_decision where decision_id = ${decision.id} limit 1`.execute(tx);
  if (done.rows.length > 0) return false;
  await refuseIfTakenBack(tx, decision, prepared);
  await publishEditions(tx, decision.id, prepared, decision.public_reason);
  return true;
}

interface HeldSet {
  readonly prepared: readonly PreparedEdition[];
  readonly removed: readonly string[];
}

async function holdPrepared(tx: Tx, decision: OpenDecision): Promise<HeldSet> {
  // One publication at a time: edition numbers follow each other, and what one decision takes back
  // another must not name in the same moment.
  await sql`lock table edition_decision in share row exclusive mode`.execute(tx);
  const rows = await tx
    .selectFrom('decision_subject')
    .where('decision_id', '=', decision.id)
    .select(['subject', 'kind', 'document', 'hash'])
    .orderBy('subject')
    .execute();
  const prepared: PreparedEdition[] = [];
  for (const row of rows) {
    if (row.document === null || row.hash === null) continue;
    prepared.push({ document: row.document as unknown as EditionDocument, hash: row.hash });
  }
  return {
    prepared,
    removed: rows.filter((row) => row.document === null).map((row) => row.subject),
  };
}

// What was taken back after this was proposed, by consent or for safety, must not come back by a
// decision that knows nothing of it.
async function refuseIfTakenBack(
  tx: Tx,
  decision: OpenDecision,
  prepared: readonly PreparedEdition[],
): Promise<void> {
  const subjects = prepared.map(({ document }) => document.subject);
  const { rows } = await sql<{ subject: string }>`
    select s.subject from published.subject s
    where s.subject = any(${sql.val(subjects)}::uuid[]) and s.removed_at is not null
      and s.removed_at >= (select created_at from decision where id = ${decision.id}) limit 1`.execute(
    tx,
  );
  const [row] = rows;
  if (row === undefined) return;
  throw new EditionRefusal({ code: 'decision-changed', params: { subject: row.subject } });
}

// An edition that came to speak of it after this was proposed was not prepared anew without it.
async function refuseIfStillNamed(tx: Tx, removed: readonly string[]): Promise<void> {
  const [naming] = await subjectsMentioning(tx, removed);
  if (naming === undefined) return;
  throw new EditionRefusal({ code: 'decision-changed', params: { subject: naming.subject } });
}

/** Takes a proposal back; only its author may. */
export async function cancelDecision(tx: Tx, actor: Actor, uid: string): Promise<void> {
  const decision = await lockDecision(tx, uid);
  if (decision.author_id !== actor.accountId) throw new EditionRefusal({ code: 'not-allowed' });
  await tx
    .updateTable('decision')
    .set({ state: 'cancelled' })
    .where('id', '=', decision.id)
    .execute();
}

export interface DecisionDetail extends Omit<DecisionSummary, 'overdue' | 'doubted'> {
  readonly audience: string;
  readonly basis: string;
  readonly basisReason: string;
  readonly riskNote: string;
  readonly publicReason: string;
  readonly reasonClass: string | null;
  readonly comment: string;
  /** The minute at which it takes effect once it is approved; null for at once. */
  readonly publishAt: Date | null;
  readonly documents: readonly EditionDocument[];
  readonly removals: readonly { readonly subject: string; readonly kind: string }[];
  /** How many documents were destroyed since, with whom they told of. */
  readonly erased: number;
}

/** @returns undefined when there is none, or none for this reader. */
export async function loadDecision(
  db: Db,
  actor: Actor,
  uid: string,
): Promise<DecisionDetail | undefined> {
  const { rows } = await sql<
    Omit<DecisionDetail, 'documents' | 'removals' | 'erased'> & {
      set: { subject: string; kind: string; document: EditionDocument | null; erased: boolean }[];
    }
  >`
    select d.uid, d.kind, d.title, d.state, a.name as author, a.uid as "authorUid",
      d.created_at as "createdAt", b.name as "decidedBy", d.decided_at as "decidedAt",
      d.review_on as "reviewOn", (d.selection ->> 'publishAt')::timestamptz as "publishAt", d.audience, d.basis, d.basis_reason as "basisReason",
      d.risk_note as "riskNote", d.public_reason as "publicReason",
      d.reason_class as "reasonClass", d.comment,
      (select json_agg(json_build_object('subject', s.subject, 'kind', s.kind,
         'document', s.document, 'erased', s.erased_at is not null) order by s.kind, s.subject)
       from decision_subject s where s.decision_id = d.id) as set
    from decision d join account a on a.id = d.author_id left join account b on b.id = d.decided_by
    where d.uid = ${asUid(uid)} and ${isForTeam(actor)}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { set, ...rest } = row;
  return {
    ...rest,
    subjects: set.length,
    documents: set.flatMap((entry) => entry.document ?? []),
    removals: set
      .filter((entry) => entry.document === null && !entry.erased)
      .map(({ subject, kind }) => ({ subject, kind })),
    erased: set.filter((entry) => entry.erased).length,
  };
}
