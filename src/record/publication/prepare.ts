import { asUids, type Db } from '#platform/database';
import { may, teamScope, type Actor } from '#accounts';
import type { EditionDocument } from '#editions';
import type { Claim } from '../claims/claim.ts';
import { claimsOf } from '../claims/claims.queries.ts';
import { loadDecisions, loadStanding } from '../projection/write-projection.ts';
import { loadAddedTerms } from '../terms.ts';
import { property } from '../vocabulary/index.ts';
import { buildDocument, placeOf, type Ingredients } from './build-document.ts';
import { buildSourceDocument } from './build-source-document.ts';
import { RecordRefusal } from '../record-refusal.ts';
import { loadCast, publishable, type Cast } from './cast.ts';
import { loadPublicMaterial } from './material.ts';
import { namelessInvolvements } from './nameless-involvements.ts';

/** Why a claim of a subject is not in its edition. */
export type LeftOutReason =
  /** Not yet accepted by a reviewer. */
  | 'proposed'
  /** Its scope is a partner's, a letter's or a case's. */
  | 'scope'
  /** Health, belief, whereabouts …: only when ticked one by one. */
  | 'sensitive'
  /** Unticked by the author. */
  | 'excluded'
  /** It names somebody who is not published. */
  | 'names-unpublished'
  /** It rests on a source that is being taken back. */
  | 'source-withdrawn'
  /** Nothing that is published says whose involvement it tells of. */
  | 'perpetrator-missing';

export interface LeftOut {
  readonly claim: string;
  readonly subject: string;
  readonly reason: LeftOutReason;
  /** Whom it names, for `names-unpublished`: the author may add them to the set. */
  readonly names?: string;
}

/** What the author of a publication chooses. */
export interface Selection {
  /** Subjects to publish, by uid. */
  readonly subjects: readonly string[];
  /** Claims not to publish although nothing forbids it. */
  readonly excluded?: readonly string[];
  /** Sensitive claims to publish all the same. */
  readonly included?: readonly string[];
  /** Publish no claims but these, whatever has been accepted since; absent for no such limit. */
  readonly within?: readonly string[];
  /** Subjects that are being taken back and must not be named. */
  readonly withdrawn?: readonly string[];
}

export interface Prepared {
  readonly documents: readonly EditionDocument[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Prepares the public form of some subjects and of the sources they rest on: exactly what a reader
 * would see. Reads accepted claims of the scopes public and team only, decides disagreement over
 * those alone, and names nobody who is neither published nor in the set.
 */
export async function prepareEditions(db: Db, actor: Actor, chosen: Selection): Promise<Prepared> {
  // It tells the team's part of the record; a partner sees what is published like any reader.
  if (!may(actor, 'desk.enter', { scopeId: teamScope })) {
    throw new RecordRefusal({ code: 'not-allowed' });
  }
  return prepareUnasked(db, chosen);
}

/** The same without asking who wants it: for comparisons that tell nobody what they read. */
export async function prepareUnasked(db: Db, chosen: Selection): Promise<Prepared> {
  const selection = inLowerCase(chosen);
  const cast = await loadCast(db, selection);
  const ids = cast.members.map((member) => member.id);
  const everything = await claimsOf(db, publishable, ids);
  const { published, leftOut } = choose(everything, cast, selection);
  const [decisions, standing, material, added] = await Promise.all([
    loadDecisions(db, ids),
    loadStanding(db, published),
    loadPublicMaterial(db, published, selection),
    loadAddedTerms(db),
  ]);
  const ingredients: Ingredients = {
    cast,
    claims: published,
    decisions,
    standing,
    material,
    added,
  };
  const documents = cast.subjects.map((subject) => buildDocument(subject, ingredients));
  const sources = [...material.sources.values()].map((source) =>
    buildSourceDocument(source, material),
  );
  return { documents: [...documents, ...sources], leftOut };
}

function choose(
  claims: readonly Claim[],
  cast: Cast,
  selection: Selection,
): { readonly published: Claim[]; readonly leftOut: LeftOut[] } {
  const excluded = new Set(selection.excluded);
  const included = new Set(selection.included);
  const within = selection.within === undefined ? undefined : new Set(selection.within);
  const published: Claim[] = [];
  const leftOut: LeftOut[] = [];
  for (const claim of claims) {
    if (claim.state !== 'accepted' && claim.state !== 'proposed') continue;
    const isOutside = within !== undefined && !within.has(claim.uid);
    const refusal = refusalOf(claim, cast, excluded, included);
    const reason = refusal ?? (isOutside ? 'excluded' : undefined);
    if (reason === undefined) {
      published.push(claim);
      continue;
    }
    const subject = cast.uidOf(claim.entityId);
    const unnamed = namedBy(claim, cast).find((id) => !cast.mayName(id)) ?? '';
    const named = reason === 'names-unpublished' ? cast.uidOf(unnamed) : '';
    leftOut.push({ claim: claim.uid, subject, reason, ...(named !== '' && { names: named }) });
  }
  const nameless = namelessInvolvements(cast.members, published);
  const [held, told] = [
    published.filter((claim) => nameless.has(claim.entityId)),
    published.filter((claim) => !nameless.has(claim.entityId)),
  ];
  const withheld = held.map((claim): LeftOut => ({
    ...{ claim: claim.uid, subject: cast.uidOf(claim.entityId), reason: 'perpetrator-missing' },
  }));
  return { published: told, leftOut: [...leftOut, ...withheld] };
}

function refusalOf(
  claim: Claim,
  cast: Cast,
  excluded: ReadonlySet<string>,
  included: ReadonlySet<string>,
): LeftOutReason | undefined {
  if (!publishable.includes(claim.scopeId)) return 'scope';
  if (claim.state === 'proposed') return 'proposed';
  if (excluded.has(claim.uid)) return 'excluded';
  if (claim.sourceId !== null && cast.isWithdrawnSource(claim.sourceId)) return 'source-withdrawn';
  if (property(claim.property)?.sensitive === true && !included.has(claim.uid)) return 'sensitive';
  if (namedBy(claim, cast).some((id) => !cast.mayName(id))) return 'names-unpublished';
  return undefined;
}

// Whom it points to, and where what it counts happened.
function namedBy(claim: Claim, cast: Cast): string[] {
  return [claim.valueEntityId, placeOf(claim, cast)].filter((id) => typeof id === 'string');
}

// As the database writes uids, or a choice in capitals would not be found and let out what it holds back.
function inLowerCase(selection: Selection): Selection {
  const { subjects, excluded, included, within, withdrawn } = selection;
  return {
    subjects: asUids(subjects),
    excluded: asUids(excluded ?? []),
    included: asUids(included ?? []),
    withdrawn: asUids(withdrawn ?? []),
    ...(within !== undefined && { within: asUids(within) }),
  };
}
