import { sql } from 'kysely';
import { asUid, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import { isVisible } from '../claims/visible.ts';
import { asInstant, type Instant } from '../instant.ts';
import type { ClaimStep } from '../review-queue.ts';

/** A decision on how disagreement is shown, as it was made. */
export interface ResolutionView {
  readonly property: string;
  readonly rule: string;
  readonly reason: string;
  /** The claim that was chosen, by uid, where one was and the reader may see it. */
  readonly chosen: string | null;
  readonly by: string;
  readonly at: Date;
  /** The same to the microsecond, to show the record as of it. */
  readonly instant: Instant;
}

export interface EntityHistory {
  /** Steps of every claim about the entity, by the claim's uid, in order. */
  readonly steps: ReadonlyMap<string, readonly ClaimStep[]>;
  /** Decisions on disagreement, the latest first. */
  readonly resolutions: readonly ResolutionView[];
}

/** Who did what to the claims about an entity, when and why. Two statements. */
export async function entityHistory(
  db: Db,
  actor: Actor,
  entityUid: string,
): Promise<EntityHistory> {
  const scopes = sql.val(scopesOf(actor));
  const [steps, resolutions] = await Promise.all([
    sql<ClaimStep & { claim: string }>`
      select c.uid as claim, s.state, a.name as by, s.comment, s.at,
        ${asInstant('s.at')} as instant
      from entity e join claim c on c.entity_id = e.id join claim_step s on s.claim_id = c.id
      join account a on a.id = s.account_id
      where e.uid = ${asUid(entityUid)} and ${isVisible(scopesOf(actor))}
      order by s.id`.execute(db),
    sql<ResolutionView>`
      select r.property, r.rule, r.reason, a.name as by, r.at,
        (select c.uid from claim c where c.id = r.chosen_claim_id
           and ${isVisible(scopesOf(actor))}) as chosen,
        ${asInstant('r.at')} as instant
      from entity e join resolution r on r.entity_id = e.id join account a on a.id = r.author_id
      where e.uid = ${asUid(entityUid)} and e.scope_id = any(${scopes}::integer[])
        and r.scopes <@ ${scopes}::integer[]
      order by r.id desc`.execute(db),
  ]);
  return {
    steps: Map.groupBy(
      steps.rows.map(({ claim, ...step }) => ({ ...step, claim })),
      (step) => step.claim,
    ),
    resolutions: resolutions.rows,
  };
}
