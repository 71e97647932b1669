import { verifications } from '@countersign/letter';
import type { SignatureFilter } from '#letters';
import { isNarrowed } from '../../letters/list-filter.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import type { CountryOption } from './country-options.ts';

/** What of the list is shown, and in which order: a plain form that asks the list's own page. */
export function ListFilters({
  address,
  filter,
  countries,
  versions,
}: {
  readonly address: string;
  readonly filter: SignatureFilter;
  readonly countries: readonly CountryOption[];
  /** How many versions can have been signed. */
  readonly versions: number;
}) {
  const t = useT('press');
  const sign = useT('sign');
  const locale = useLocale();
  const byName = locale === 'fa' ? 'persian-name' : 'name';
  const { q, ...further } = filter;
  const isOpen = isNarrowed({ ...further, q: '' }) || filter.order !== 'time';
  return (
    <search>
      <form className="search list-search" action={address}>
        <label htmlFor="q">{sign('list.search')}</label>
        <div className="search-row">
          <input className="input" id="q" name="q" type="search" defaultValue={q} dir="auto" />
          <button className="button" type="submit">
            {t('action.search')}
          </button>
        </div>
        <details className="list-narrow" open={isOpen}>
          <summary>{t('list.narrow')}</summary>
          <div className="list-narrow-fields">
            <Words name="credit" label={sign('credit')} typed={filter.credit} />
            <Words name="affiliation" label={sign('affiliation')} typed={filter.affiliation} />
            <Choice name="country" label={sign('country')} chosen={filter.country}>
              {countries.map(({ value, label }) => ({ value, label }))}
            </Choice>
            <Choice name="verification" label={t('list.verification')} chosen={filter.verification}>
              {verifications.map((value) => ({ value, label: sign(`verification.${value}`) }))}
            </Choice>
            {versions > 1 && (
              <Choice
                name="version"
                label={t('list.version')}
                chosen={filter.version === 0 ? '' : String(filter.version)}
              >
                {Array.from({ length: versions }, (_, at) => ({
                  value: String(at + 1),
                  label: t('list.version.number', { version: at + 1 }),
                }))}
              </Choice>
            )}
            <Choice
              name="order"
              label={t('list.order')}
              chosen={filter.order === 'time' ? '' : byName}
              empty={t('list.order.time')}
            >
              {[{ value: byName, label: t('list.order.name') }]}
            </Choice>
          </div>
          <p className="row">
            <button className="button" type="submit">
              {t('list.apply')}
            </button>
            <a href={address}>{t('list.all')}</a>
          </p>
        </details>
      </form>
    </search>
  );
}

function Words({
  name,
  label,
  typed,
}: {
  readonly name: string;
  readonly label: string;
  readonly typed: string;
}) {
  return (
    <p>
      <label htmlFor={name}>{label}</label>
      <input className="input" id={name} name={name} defaultValue={typed} dir="auto" />
    </p>
  );
}

function Choice({
  name,
  label,
  chosen,
  empty,
  children,
}: {
  readonly name: string;
  readonly label: string;
  readonly chosen: string;
  /** The first line, for nothing chosen. */
  readonly empty?: string;
  readonly children: readonly CountryOption[];
}) {
  const t = useT('press');
  return (
    <p>
      <label htmlFor={name}>{label}</label>
      <select className="input" id={name} name={name} defaultValue={chosen}>
        <option value="">{empty ?? t('list.any')}</option>
        {children.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </p>
  );
}
