import { useT } from '../../messages/catalogs.ts';
import { inboxPath, type InboxFilter } from './inbox-filter.ts';

/** How many there are, and the list as a file. */
export function InboxExport({
  filter,
  total,
}: {
  readonly filter: InboxFilter;
  readonly total: number;
}) {
  const t = useT('coding');
  const [, query = ''] = inboxPath(filter).split('?');
  return (
    <footer className="row row-apart small">
      <span className="muted">{t('inbox.total', { count: total })}</span>
      {/* Not the router's form: the answer is a file. */}
      <form method="post" action="/desk/sources/export">
        {[...new URLSearchParams(query)].map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" className="button button-quiet">
          {t('inbox.export')}
        </button>
      </form>
    </footer>
  );
}
