import { useT } from '../messages/catalogs.ts';

/** Finds in a list by words: a plain form that asks the list's own page. */
export function SearchForm({
  address,
  q,
  label,
}: {
  readonly address: string;
  /** What was asked for. */
  readonly q: string;
  readonly label: string;
}) {
  const t = useT('common');
  return (
    <search>
      <form className="search" action={address}>
        <label htmlFor="q">{label}</label>
        <div className="search-row">
          <input className="input" id="q" name="q" type="search" defaultValue={q} dir="auto" />
          <button className="button" type="submit">
            {t('action.search')}
          </button>
        </div>
      </form>
    </search>
  );
}
