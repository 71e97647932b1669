import { Link } from 'react-router';
import { useT } from '../messages/catalogs.ts';
import { Icon } from './icon.tsx';

/**
 * Leads through a list page by page.
 *
 * @param previous, next addresses of the pages beside this one, with its filters; undefined at the ends.
 * @param page, pages which page it is, from 1, where that is known.
 */
export function Pager({
  previous,
  next,
  page,
  pages,
}: {
  readonly previous: string | undefined;
  readonly next: string | undefined;
  readonly page?: number;
  readonly pages?: number;
}) {
  const t = useT('common');
  if (previous === undefined && next === undefined) return null;
  return (
    <nav className="pager" aria-label={t('list.pages')}>
      <span className="pager-side">
        {previous !== undefined && (
          <Link to={previous} rel="prev">
            <Icon name="previous" /> {t('action.previous')}
          </Link>
        )}
      </span>
      <span>{page !== undefined && pages !== undefined && t('list.page', { page, pages })}</span>
      <span className="pager-side">
        {next !== undefined && (
          <Link to={next} rel="next">
            {t('action.next')} <Icon name="next" />
          </Link>
        )}
      </span>
    </nav>
  );
}
