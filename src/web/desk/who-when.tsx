import { useT } from '../messages/catalogs.ts';

/**
 * Who did something, and when. The name alone is isolated: the line keeps the direction of the page,
 * and a Latin name does not tear a Persian day apart.
 */
export function WhoWhen({ who, when }: { readonly who: string; readonly when: string }) {
  const t = useT('common');
  return (
    <>
      <bdi>{who}</bdi>
      {t('list.comma')}
      {when}
    </>
  );
}
