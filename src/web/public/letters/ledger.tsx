import { Fragment, type ReactNode } from 'react';
import { formatNumber, isLocale } from '#platform/languages';
import { readLedger, type Ledger } from '#letters';
import { parseEdtf, type Edtf } from '#platform/calendar';
import { countryName, isCountryCode } from '#record';
import { houseContext, pageContext } from '#web/context';
import { DateText, TableFrame } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import { useLocale } from '../../page-environment.tsx';
import type { Route } from './+types/ledger.ts';
import { ListHead } from './list-head.tsx';
import { signableLetter } from './sign-request.ts';
import './signing.css';

export async function loader({ params, context }: Route.LoaderArgs) {
  const { locale, uid } = params;
  if (!isLocale(locale)) notFound();
  const { readerDb } = context.get(houseContext);
  const [{ letter }, ledger] = await Promise.all([
    signableLetter(readerDb, uid, locale),
    readLedger(readerDb, uid),
  ]);
  const [{ text }] = letter.versions;
  return {
    ...{ site: context.get(pageContext).instance, uid, title: text.title, lang: text.language },
    lines: ledger.lines,
    days: ledger.days,
    countries: newest(ledger.countries).map(({ country, signed }) => ({
      ...{ country, signed },
      name: isCountryCode(country) ? countryName(country, locale) : country,
    })),
  };
}

/** Of each country the last figure: they never fall. */
function newest(countries: Ledger['countries']): Ledger['countries'] {
  const seen = new Set<string>();
  return countries.filter(({ country }) => !seen.has(country) && seen.add(country));
}

/** How many signatures of a letter were set aside, when and why, and never whose. */
export default function LedgerPage({ loaderData }: Route.ComponentProps) {
  const t = useT('ledger');
  const { site, uid, title, lang, lines, days, countries } = loaderData;
  return (
    <div className="list-page">
      <ListHead
        {...{ site, uid, letter: { title, lang } }}
        page="ledger"
        heading={t('title')}
        title={t('title')}
        description={t('lead')}
      />
      <p className="lead">{t('lead')}</p>
      <Lines lines={lines} />
      <Days days={days} />
      <Countries countries={countries} />
      <p>
        <a href={`/letters/${uid}/ledger.json`}>{t('json')}</a>
      </p>
    </div>
  );
}

function Lines({ lines }: Pick<Ledger, 'lines'>) {
  const t = useT('ledger');
  return (
    <Figures
      {...{ id: 'lines', what: t('act') }}
      rows={lines.map(({ day, act, reason, byRule, signed }) => ({
        ...{ key: `${day} ${act} ${reason} ${byRule}`, day, signed },
        what: (
          <>
            {t(`act.${act}`)}
            {byRule && <span className="muted"> · {t('byRule')}</span>}
            <p className="small">{t(`reason.${reason}`)}</p>
          </>
        ),
      }))}
    />
  );
}

function Days({ days }: Pick<Ledger, 'days'>) {
  const t = useT('ledger');
  const sign = useT('sign');
  return (
    <Figures
      {...{ id: 'days', what: t('class') }}
      rows={days.map(({ day, appearance, verification, signed }) => ({
        ...{ key: `${day} ${appearance} ${verification}`, day, signed },
        what: (
          <>
            {sign(`appearance.${appearance}`)}
            <span className="muted"> · {sign(`verification.${verification}`)}</span>
          </>
        ),
      }))}
    />
  );
}

interface FiguresRow {
  readonly key: string;
  readonly day: string;
  readonly what: ReactNode;
  readonly signed: number;
}

/** How many, a line a day. @param what the head of what they are counted by. */
function Figures({
  id,
  what,
  rows,
}: {
  readonly id: 'lines' | 'days';
  readonly what: string;
  readonly rows: readonly FiguresRow[];
}) {
  const t = useT('ledger');
  const locale = useLocale();
  return (
    <section className="section" aria-labelledby={id}>
      <h2 id={id}>{t(id)}</h2>
      {rows.length === 0 ? (
        <p>{t(`${id}.none`)}</p>
      ) : (
        <TableFrame label={t(id)}>
          <table className="table ledger-table">
            <thead>
              <tr>
                <th scope="col">{t('day')}</th>
                <th scope="col">{what}</th>
                <th scope="col" className="table-number">
                  {t('signed')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key}>
                  <th scope="row">
                    <DateText edtf={asDay(row.day)} />
                  </th>
                  <td>{row.what}</td>
                  <td className="table-number">{formatNumber(row.signed, locale)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      <p className="section-note">{t(`${id}.means`)}</p>
    </section>
  );
}

function Countries({
  countries,
}: {
  readonly countries: readonly {
    readonly country: string;
    readonly name: string;
    readonly signed: number;
  }[];
}) {
  const t = useT('ledger');
  return (
    <section className="section" aria-labelledby="countries">
      <h2 id="countries">{t('countries')}</h2>
      {countries.length === 0 ? (
        <p>{t('countries.none')}</p>
      ) : (
        <dl className="facts">
          {countries.map(({ country, name, signed }) => (
            <Fragment key={country}>
              <dt>
                <bdi>{name}</bdi>
              </dt>
              <dd>{t('atLeast', { count: signed })}</dd>
            </Fragment>
          ))}
        </dl>
      )}
      <p className="section-note">{t('countries.means')}</p>
    </section>
  );
}

function asDay(day: string): Edtf {
  const parsed = parseEdtf(day);
  if (!parsed.ok) throw new RangeError('expected a day');
  return parsed.edtf;
}

export { PageError as ErrorBoundary } from '../../components/index.ts';
