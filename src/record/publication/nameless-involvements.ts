import type { Claim } from '../claims/claim.ts';
import type { Member } from './cast.ts';

// Either tells readers whose part in the act it was.
const whose: ReadonlySet<string> = new Set(['perpetrator', 'perpetratorType']);

/**
 * Involvements of which no claim says whose they are, by internal id: the rest of them ("carried it
 * out") would be read as a charge against nobody, or against whoever stands beside it. Pure.
 *
 * @param claims those that would be published.
 */
export function namelessInvolvements(
  members: readonly Pick<Member, 'id' | 'kind'>[],
  claims: readonly Pick<Claim, 'entityId' | 'property'>[],
): ReadonlySet<string> {
  const named = new Set(
    claims.filter(({ property }) => whose.has(property)).map(({ entityId }) => entityId),
  );
  return new Set(
    members.filter(({ kind, id }) => kind === 'involvement' && !named.has(id)).map(({ id }) => id),
  );
}
