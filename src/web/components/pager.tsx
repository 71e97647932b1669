import { Link } from 'react-router';
import { useT } from '../messages/catalogs.ts';
import { Icon } from './icon.tsx';

/**
 * Leads through a list page by page.
 *
 * @param page from 1.
 * @param addressOf the address of a page, with the filters of this one.
 */
export function Pager({
  page,
  pages,
  addressOf,
}: {
  readonly page: number;
  readonly pages: number;
  readonly addressOf: (page: number) => string;
}) {
  const t = useT('common');
  if (pages <= 1) return null;
  return (
    <nav className="pager" aria-label={t('list.pages')}>
      <span className="pager-side">
        {page > 1 && (
          <Link to={addressOf(page - 1)} rel="prev">
            <Icon name="previous" /> {t('action.previous')}
          </Link>
        )}
      </span>
      <span>{t('list.page', { page, pages })}</span>
      <span className="pager-side">
        {page < pages && (
          <Link to={addressOf(page + 1)} rel="next">
            {t('action.next')} <Icon name="next" />
          </Link>
        )}
      </span>
    </nav>
  );
}
