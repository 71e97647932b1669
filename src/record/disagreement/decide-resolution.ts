import { asUid, asUids, isKeepable, type Tx } from '#platform/database';
import { sql } from 'kysely';
import { may, scopesOf, type Actor } from '#accounts';
import { liveStates } from '../claims/claim.ts';
import { claimsByUid, claimsOf } from '../claims/claims.queries.ts';
import { entitiesByUid } from '../claims/look-up.ts';
import { reproject } from '../projection/write-projection.ts';
import { RecordRefusal } from '../record-refusal.ts';
import { property, resolutionRules, type ResolutionRule } from '../vocabulary/index.ts';

export interface ResolutionInput {
  readonly entity: string;
  readonly property: string;
  readonly rule: ResolutionRule;
  /** The claim preferred, for an editor's choice. */
  readonly chosenClaim?: string;
  /** Sources by uid, the most trusted first, for ranked sources. */
  readonly sourceRanking?: readonly string[];
  /** Read by whoever asks why this value comes first. */
  readonly reason: string;
}

/**
 * Decides how disagreement about one property of one entity is shown. Earlier decisions stay in the
 * history; the claims themselves are untouched.
 */
export async function decideResolution(
  tx: Tx,
  actor: Actor,
  input: ResolutionInput,
): Promise<void> {
  if (!may(actor, 'resolution.decide')) throw new RecordRefusal({ code: 'not-allowed' });
  const reason = input.reason.trim();
  if (!isKeepable(reason)) throw new RecordRefusal({ code: 'bad-characters', field: 'reason' });
  if (reason === '' || reason.length > 2_000) {
    throw new RecordRefusal({ code: 'resolution-needs-reason', field: 'reason' });
  }
  if (!resolutionRules.includes(input.rule)) {
    throw new RecordRefusal({ code: 'resolution-needs-choice', field: 'rule' });
  }
  if (property(input.property) === undefined) throw new RecordRefusal({ code: 'property-unknown' });
  const entity = (await entitiesByUid(tx, scopesOf(actor), [input.entity])).get(
    asUid(input.entity) ?? '',
  );
  if (entity === undefined) throw new RecordRefusal({ code: 'not-found' });
  const chosenClaimId = await chosenClaim(tx, actor, input, entity.id);
  const ranking = await rankingIds(tx, actor, input.sourceRanking ?? []);
  await tx
    .insertInto('resolution')
    .values({
      entity_id: entity.id,
      property: input.property,
      rule: input.rule,
      chosen_claim_id: chosenClaimId,
      source_ranking: ranking,
      reason,
      scopes: await scopesAtStake(tx, actor, entity.id, input.property),
      author_id: actor.accountId,
    })
    .execute();
  await reproject(tx, [entity.id]);
}

// Those of the live claims the decider sees, whichever prevail: the reason may speak of any of them.
async function scopesAtStake(
  tx: Tx,
  actor: Actor,
  entityId: string,
  code: string,
): Promise<number[]> {
  const claims = await claimsOf(tx, scopesOf(actor), [entityId]);
  const live = claims.filter(
    ({ state, property: of }) => of === code && liveStates.includes(state),
  );
  return [...new Set(live.map((claim) => claim.scopeId))].toSorted((a, b) => a - b);
}

async function chosenClaim(
  tx: Tx,
  actor: Actor,
  input: ResolutionInput,
  entityId: string,
): Promise<string | null> {
  if (input.rule !== 'editors-choice') return null;
  const uids = input.chosenClaim === undefined ? [] : [input.chosenClaim];
  const [claim] = await claimsByUid(tx, scopesOf(actor), uids);
  const fits = claim?.entityId === entityId && claim.property === input.property;
  if (claim === undefined || !fits) {
    throw new RecordRefusal({ code: 'resolution-needs-choice', field: 'chosenClaim' });
  }
  return claim.id;
}

const maxRanked = 500;

async function rankingIds(tx: Tx, actor: Actor, uids: readonly string[]): Promise<string[]> {
  if (uids.length === 0) return [];
  if (uids.length > maxRanked) {
    throw new RecordRefusal({ code: 'too-many', params: { most: maxRanked } });
  }
  const { rows } = await sql<{ id: string; uid: string }>`
    select id, uid from source where uid = any(${sql.val(asUids(uids))}::uuid[])
      and scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(tx);
  const idOf = new Map(rows.map((row) => [row.uid, row.id]));
  return uids.flatMap((uid) => idOf.get(uid) ?? []);
}
