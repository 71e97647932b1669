import {
  label,
  propertiesOf,
  property,
  type KindCode,
  type PropertyView,
  type ValueView,
} from '#record';
import type { Locale } from '#platform/languages';
import type { ClaimWords } from '../claims/claim-words.ts';
import type { ValueWords } from '../claims/value-words.ts';

/** One value of a property, with the claims that say it. */
export interface ValueGroup {
  readonly key: string;
  readonly value: ValueWords;
  /** How many independent voices say it. */
  readonly origins: number;
  /** No reviewer has accepted any claim that says so. */
  readonly proposed: boolean;
  readonly claims: readonly ClaimWords[];
}

/** What the record says of one property, in the reader's words. */
export interface PropertyWords {
  readonly code: string;
  readonly label: string;
  readonly sensitive: boolean;
  readonly shown: readonly ValueGroup[];
  readonly others: readonly ValueGroup[];
  readonly rule: string;
  readonly reason: string;
  readonly dispute: PropertyView['dispute'];
  readonly settled: boolean;
}

/** Properties in the order in which the vocabulary shows them; unknown ones at the end. */
export function propertyWords(
  views: readonly PropertyView[],
  kind: KindCode,
  words: ReadonlyMap<string, ClaimWords>,
  locale: Locale,
): PropertyWords[] {
  const order = propertiesOf(kind).map((entry) => entry.code);
  const rank = (code: string) => {
    const at = order.indexOf(code);
    return at === -1 ? order.length : at;
  };
  return views
    .toSorted((a, b) => rank(a.property) - rank(b.property))
    .map((view) => {
      const definition = property(view.property);
      const { rule, reason, dispute, settled } = view;
      return {
        code: view.property,
        label: definition === undefined ? view.property : label(definition, locale),
        sensitive: definition?.sensitive === true,
        shown: view.shown.flatMap((value) => groupOf(value, words)),
        others: view.others.flatMap((value) => groupOf(value, words)),
        ...{ rule, reason, dispute, settled },
      };
    });
}

function groupOf(value: ValueView, words: ReadonlyMap<string, ClaimWords>): ValueGroup[] {
  const claims = value.claims.flatMap((claim) => words.get(claim.uid) ?? []);
  const [first] = claims;
  if (first === undefined) return [];
  return [
    {
      key: first.uid,
      value: first.value,
      origins: value.origins,
      proposed: !claims.some((claim) => claim.state === 'accepted'),
      claims,
    },
  ];
}
