import { vocabulary } from '../vocabulary/index.ts';

// HURIDOCS’ code for what nobody knows: such a source was not assessed.
const notAssessed = '990000000000';

// The vocabulary lists reliability from the best to the worst.
const ranks: ReadonlyMap<string, number> = new Map(
  vocabulary('reliabilities')
    .terms.filter(({ code }) => code !== notAssessed)
    .map(({ code }, rank) => [code, rank]),
);

/**
 * Rank of a source's reliability, 0 the best. What nobody assessed, a source or none at all, ranks
 * behind all that was assessed, and never before another of its kind.
 */
export function rankOfReliability(code: string | undefined): number {
  return ranks.get(code ?? notAssessed) ?? ranks.size;
}
