import { maxSuccessions, type JsonValue } from '@countersign/proof';
import type { PublishedKey } from '../published-log.ts';

/**
 * The proofs that lead to the newest key, the oldest first: as many as a reader follows. One that is
 * lost ends the chain there.
 */
export function successionChain(keys: readonly PublishedKey[]): JsonValue[] {
  const chain: JsonValue[] = [];
  let next = keys.findLast(({ succession }) => succession !== null);
  while (next?.succession != null && chain.length < maxSuccessions) {
    chain.unshift(next.succession);
    const { succeeds } = next;
    next = keys.find(({ verifierKey }) => verifierKey === succeeds);
  }
  return chain;
}
