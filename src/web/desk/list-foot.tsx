import { useT } from '../messages/catalogs.ts';

/** How long a list is, and the list as a file. */
export function ListFoot({
  total,
  isMore = false,
  exportTo,
  fields,
}: {
  readonly total: number;
  /** There are more than were counted. */
  readonly isMore?: boolean;
  /** Where a post answers with the list; undefined for whom it is not. */
  readonly exportTo: string | undefined;
  /** The filters of the list. */
  readonly fields: Readonly<Record<string, string>>;
}) {
  const t = useT('record');
  const count = isMore ? 'list.resultsMore' : 'list.results';
  return (
    <div className="row row-apart">
      <p className="muted small">{t(count, { count: total })}</p>
      {exportTo !== undefined && total > 0 && (
        <form method="post" action={exportTo}>
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button type="submit" className="button button-quiet">
            {t('export.csv')}
          </button>
        </form>
      )}
    </div>
  );
}
