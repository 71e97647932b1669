import type { Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import type { Locale } from '#platform/languages';
import { claimsByUid } from './claims.queries.ts';
import { viewClaims, type ClaimView } from './claim-view.ts';

/** Claims by uid, whatever their state, in the order asked for; those not visible are absent. */
export async function claimViews(
  db: Db,
  actor: Actor,
  uids: readonly string[],
  locale: Locale,
): Promise<ClaimView[]> {
  if (uids.length === 0) return [];
  const claims = await claimsByUid(db, scopesOf(actor), uids);
  const views = await viewClaims(db, actor, claims, locale);
  const byUid = new Map(views.map((view) => [view.uid, view]));
  return uids.flatMap((uid) => byUid.get(uid) ?? []);
}
