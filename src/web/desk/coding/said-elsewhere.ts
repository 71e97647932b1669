import { foldForSearch } from '#platform/languages';
import type { KindCode } from '#record';
import { useT } from '../../messages/catalogs.ts';
import type { Catalog } from './catalog.ts';
import { useCoding } from './coding-context.tsx';

const shortest = 3;
const mostTold = 2;

/** A property that is not said of the kind in question, and of which it is. */
export interface Elsewhere {
  readonly property: string;
  readonly kind: string;
}

/**
 * Properties of other kinds by a word of their name: an age is said of an act, not of a person. Nothing
 * where the kind has a property called so itself.
 */
export function propertiesElsewhere(
  { properties, kinds }: Pick<Catalog, 'properties' | 'kinds'>,
  typed: string,
  of: KindCode,
): readonly Elsewhere[] {
  const query = foldForSearch(typed);
  if (query.length < shortest) return [];
  const called = properties.filter(({ label }) =>
    foldForSearch(label)
      .split(/[\s’'()/-]+/u)
      .some((word) => word.startsWith(query)),
  );
  if (called.some((entry) => entry.kinds.includes(of))) return [];
  return called.slice(0, mostTold).flatMap((entry) => {
    const kind = kinds.find(({ code }) => code === entry.kinds[0]);
    return kind === undefined ? [] : [{ property: entry.label, kind: kind.label }];
  });
}

/** Says where else something can be said that is looked for at the wrong kind. */
export function useSaidElsewhere(): (
  typed: string,
  of: KindCode | undefined,
) => string | undefined {
  const t = useT('coding');
  const { catalog } = useCoding();
  return (typed, of) => {
    const found = of === undefined ? [] : propertiesElsewhere(catalog, typed, of);
    return found.length === 0
      ? undefined
      : found.map((one) => t('claim.elsewhere', { ...one })).join(' ');
  };
}
