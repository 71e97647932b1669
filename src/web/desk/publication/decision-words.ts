import type { Actor } from '#accounts';
import { may } from '#accounts';
import {
  currentDocuments,
  documentsBefore,
  type DecisionDetail,
  type EditionDocument,
} from '#editions';
import { decidingAction, letterNames } from '#letters';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { readEdition } from '#publish';
import {
  alsoShown,
  captionsByUid,
  claimViews,
  emptiedBy,
  label,
  loadAddedTerms,
  takenBackAmong,
  term,
  tracesAfter,
} from '#record';
import { claimsInWords, entityWords, type ClaimWords } from '../claims/claim-words.ts';
import { dayWords, momentWords } from '../claims/moment-words.ts';
import { tracesInWords, type TraceWords } from '../removed/trace-words.ts';
import { emptiedInWords, type EmptiedWords } from './emptied-words.ts';
import { takenBackWords, type NamedEntity } from './draft.ts';

/** One document of a decision and what it changes for readers. */
export interface DocumentWords {
  readonly uid: string;
  readonly kind: string;
  readonly text: string;
  /** Number of the edition readers see now; undefined for a first one. */
  readonly current: number | undefined;
  readonly added: readonly ClaimWords[];
  readonly removed: readonly ClaimWords[];
}

export interface DecisionWarnings {
  /** Where the name of who is taken back would still stand. */
  readonly traces: readonly TraceWords[];
  /** What was taken back once and would be published again. */
  readonly returning: readonly NamedEntity[];
  /** Pages that taking something back leaves with nothing to read. */
  readonly emptied: readonly EmptiedWords[];
  /** Published pages that show what is corrected here and stay as they are. */
  readonly alsoShown: readonly { readonly uid: string; readonly text: string }[];
}

/** A decision in the reader's words. */
export interface DecisionWords {
  readonly uid: string;
  readonly kind: string;
  readonly title: string;
  readonly state: string;
  readonly author: string;
  readonly isMine: boolean;
  readonly createdAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | undefined;
  readonly comment: string;
  readonly audience: string;
  readonly basis: string;
  readonly basisReason: string;
  readonly riskNote: string;
  readonly reviewOn: string | undefined;
  /** Of one that waits for its minute. */
  readonly publishAt: string | undefined;
  readonly publicReason: string;
  readonly reasonClass: string | undefined;
  readonly documents: readonly DocumentWords[];
  readonly sources: readonly string[];
  readonly removals: readonly {
    readonly uid: string;
    readonly kind: string;
    readonly text: string;
  }[];
  readonly subjects: readonly string[];
  /** What must be known before it is decided; all empty once it was. */
  readonly warnings: DecisionWarnings;
  readonly mayDecide: boolean;
}

/** Puts a decision into words, with what each of its documents changes. */
export async function decisionInWords(
  db: Db,
  actor: Actor,
  locale: Locale,
  decision: DecisionDetail,
  singlePerson: boolean,
): Promise<DecisionWords> {
  const { documents, removals } = decision;
  const pages = documents.filter((document) => document.kind !== 'source');
  const isMine = decision.authorUid === actor.uid;
  const { uid, title, state, author, comment, basisReason, riskNote, publicReason } = decision;
  return {
    ...{ uid, title, state, author, comment, basisReason, riskNote, publicReason, isMine },
    kind: decision.kind,
    createdAt: momentWords(decision.createdAt, locale),
    decidedBy: decision.decidedBy,
    decidedAt: decision.decidedAt === null ? undefined : momentWords(decision.decidedAt, locale),
    audience: termLabel('audiences', decision.audience, locale),
    basis: termLabel('publication-bases', decision.basis, locale),
    reviewOn: decision.reviewOn === null ? undefined : dayWords(decision.reviewOn, locale),
    publishAt: decision.publishAt === null ? undefined : momentWords(decision.publishAt, locale),
    reasonClass:
      decision.reasonClass === null
        ? undefined
        : termLabel('withdrawal-reasons', decision.reasonClass, locale),
    warnings: await warningsOf(db, actor, locale, decision),
    documents: await changesOf(db, actor, locale, decision, pages),
    sources: documents
      .filter((document) => document.kind === 'source')
      .map((document) => readEdition(document, locale).name.text),
    removals: await namesOf(db, actor, locale, removals),
    subjects: pages.map((document) => document.subject),
    mayDecide:
      state === 'proposed' &&
      may(actor, decidingAction([...documents, ...removals].map((one) => one.kind))) &&
      (!isMine || singlePerson),
  };
}

async function warningsOf(
  db: Db,
  actor: Actor,
  locale: Locale,
  decision: DecisionDetail,
): Promise<DecisionWarnings> {
  const { state, documents, removals } = decision;
  if (state !== 'proposed') return { traces: [], returning: [], alsoShown: [], emptied: [] };
  const isRemoval = removals.length > 0;
  const [returning, also, traces, emptied] = await Promise.all([
    takenBackAmong(
      db,
      actor,
      documents.map(({ subject }) => subject),
    ),
    isRemoval ? [] : alsoShown(db, documents),
    isRemoval ? tracesAfter(db, actor, decision) : [],
    emptiedBy(db, documents),
  ]);
  const captions = await captionsByUid(db, actor, also, locale, await loadAddedTerms(db));
  return {
    emptied: emptiedInWords(emptied, locale),
    traces: await tracesInWords(
      db,
      locale,
      traces.filter(({ kept }) => kept === null),
    ),
    returning: documents.flatMap((document): NamedEntity[] => {
      const { subject: uid, kind } = document;
      const gone = returning.get(uid);
      if (gone === undefined) return [];
      const { text } = readEdition(document, locale).name;
      return [{ uid, kind, text, takenBack: takenBackWords(gone, locale) }];
    }),
    alsoShown: also.flatMap((uid) => {
      const caption = captions.get(uid);
      return caption === undefined ? [] : [entityWords(caption, locale)];
    }),
  };
}

async function changesOf(
  db: Db,
  actor: Actor,
  locale: Locale,
  { uid: decision, state }: DecisionDetail,
  documents: readonly EditionDocument[],
): Promise<DocumentWords[]> {
  const subjects = documents.map(({ subject }) => subject);
  // What was carried out is told as it was decided, not as things stand since.
  const current =
    state === 'approved'
      ? await documentsBefore(db, decision)
      : await currentDocuments(db, subjects);
  const changes = documents.map((document) => {
    const now = current.get(document.subject);
    const before = new Set(now?.document.claims.map((claim) => claim.uid));
    const after = new Set(document.claims.map((claim) => claim.uid));
    return { document, now, added: minus(after, before), removed: minus(before, after) };
  });
  const uids = changes.flatMap(({ added, removed }) => [...added, ...removed]);
  const views = await claimViews(db, actor, [...new Set(uids)], locale);
  const words = await claimsInWords(db, actor, locale, views);
  const said = (some: readonly string[]) => some.flatMap((uid) => words.get(uid) ?? []);
  return changes.map(({ document, now, added, removed }) => ({
    uid: document.subject,
    kind: document.kind,
    text: readEdition(document, locale).name.text,
    current: now?.number,
    added: said(added),
    removed: said(removed),
  }));
}

function minus(all: ReadonlySet<string>, some: ReadonlySet<string>): string[] {
  return [...all].filter((uid) => !some.has(uid));
}

async function namesOf(
  db: Db,
  actor: Actor,
  locale: Locale,
  removals: DecisionDetail['removals'],
): Promise<DecisionWords['removals']> {
  const uids = removals.map(({ subject }) => subject);
  const captions = await captionsByUid(db, actor, uids, locale, await loadAddedTerms(db));
  const letters = await letterNames(db, actor, uids);
  return removals.map(({ subject, kind: code }) => {
    const text = letters.get(subject) ?? captions.get(subject)?.text ?? '';
    return entityWords({ uid: subject, kind: code, text }, locale);
  });
}

function termLabel(
  vocabulary: 'audiences' | 'publication-bases' | 'withdrawal-reasons',
  code: string,
  locale: Locale,
): string {
  const found = term(vocabulary, code);
  return found === undefined ? code : label(found, locale);
}
