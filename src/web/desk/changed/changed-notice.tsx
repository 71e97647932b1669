import { Link } from 'react-router';
import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** Tells that readers are told what the record no longer says, and leads there; nothing for none. */
export function ChangedNotice({ n }: { readonly n: number }) {
  const t = useT('upkeep');
  if (n === 0) return null;
  return (
    <Notice tone="caution">
      <p>
        {t('changed.notice', { n })}{' '}
        <Link to="/desk/publications/changed">{t('changed.look')}</Link>
      </p>
    </Notice>
  );
}
