import type { Db } from '#platform/database';
import { publicScope, scopesOf, teamScope, type Actor } from '#accounts';
import type { EditionDocument } from '#editions';
import type { Claim } from '../claims/claim.ts';
import { claimsOf } from '../claims/claims.queries.ts';
import { currentDecisions, loadStanding } from '../projection/write-projection.ts';
import { loadAddedTerms } from '../terms.ts';
import { property } from '../vocabulary/index.ts';
import { buildDocument, type Ingredients } from './build-document.ts';
import { buildSourceDocument } from './build-source-document.ts';
import { loadCast, type Cast } from './cast.ts';
import { loadPublicMaterial } from './material.ts';

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
  | 'source-withdrawn';

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
export async function prepareEditions(
  db: Db,
  actor: Actor,
  selection: Selection,
): Promise<Prepared> {
  const cast = await loadCast(db, scopesOf(actor), selection);
  const ids = cast.members.map((member) => member.id);
  const everything = await claimsOf(db, scopesOf(actor), ids);
  const { chosen, leftOut } = choose(everything, cast, selection);
  const [decisions, standing, material, added] = await Promise.all([
    currentDecisions(db, ids),
    loadStanding(db, chosen),
    loadPublicMaterial(db, chosen),
    loadAddedTerms(db),
  ]);
  const ingredients: Ingredients = { cast, claims: chosen, decisions, standing, material, added };
  const documents = cast.subjects.map((subject) => buildDocument(subject, ingredients));
  const sources = [...material.sources.values()]
    .filter((source) => !(selection.withdrawn ?? []).includes(source.uid))
    .map((source) => buildSourceDocument(source, material));
  return { documents: [...documents, ...sources], leftOut };
}

function choose(
  claims: readonly Claim[],
  cast: Cast,
  selection: Selection,
): { readonly chosen: Claim[]; readonly leftOut: LeftOut[] } {
  const excluded = new Set(selection.excluded);
  const included = new Set(selection.included);
  const chosen: Claim[] = [];
  const leftOut: LeftOut[] = [];
  for (const claim of claims) {
    if (claim.state !== 'accepted' && claim.state !== 'proposed') continue;
    const reason = refusalOf(claim, cast, excluded, included);
    if (reason === undefined) {
      chosen.push(claim);
      continue;
    }
    const subject = cast.uidOf(claim.entityId);
    const named = reason === 'names-unpublished' ? cast.uidOf(claim.valueEntityId ?? '') : '';
    leftOut.push({ claim: claim.uid, subject, reason, ...(named !== '' && { names: named }) });
  }
  return { chosen, leftOut };
}

function refusalOf(
  claim: Claim,
  cast: Cast,
  excluded: ReadonlySet<string>,
  included: ReadonlySet<string>,
): LeftOutReason | undefined {
  if (claim.scopeId !== publicScope && claim.scopeId !== teamScope) return 'scope';
  if (claim.state === 'proposed') return 'proposed';
  if (excluded.has(claim.uid)) return 'excluded';
  if (claim.sourceId !== null && cast.isWithdrawnSource(claim.sourceId)) return 'source-withdrawn';
  if (property(claim.property)?.sensitive === true && !included.has(claim.uid)) return 'sensitive';
  if (claim.valueEntityId !== null && !cast.mayName(claim.valueEntityId))
    return 'names-unpublished';
  return undefined;
}
