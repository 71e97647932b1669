import { Link } from 'react-router';
import { useT } from '../../messages/catalogs.ts';

/** A moment that leads to the record as it stood then, that step included and nothing after it. */
export function AsOfLink({
  path,
  instant,
  words,
}: {
  /** The page of the entity. */
  readonly path: string;
  readonly instant: string;
  readonly words: string;
}) {
  const t = useT('upkeep');
  return (
    <Link to={`${path}?asOf=${instant}`} title={t('asOf.open')}>
      {words}
    </Link>
  );
}
