import { Link } from 'react-router';
import type { FraudGroup } from '#letters';
import { formatNumber } from '#platform/languages';
import { TableFrame } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { groupAddress, groupSign } from './fraud-words.ts';

/** A group with its moments in words, as the loader gives it. */
export type ShownGroup = Omit<FraudGroup, 'first' | 'last'> & {
  readonly first: string;
  readonly last: string;
};

/** The largest groups of forms that have something in common, with a bar for each. */
export function FraudGroups({
  uid,
  groups,
}: {
  readonly uid: string;
  readonly groups: readonly ShownGroup[];
}) {
  const t = useT('fraud');
  const ledger = useT('ledger');
  const locale = useLocale();
  const most = Math.max(1, ...groups.map(({ signed }) => signed));
  return (
    <section className="record-section stack-tight">
      <h2>{t('groups')}</h2>
      <p className="section-note">{t('groups.means')}</p>
      {groups.length === 0 ? (
        <p className="muted">{t('groups.none')}</p>
      ) : (
        <TableFrame label={t('groups')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('group')}</th>
                <th scope="col" className="table-number">
                  {t('forms')}
                </th>
                <th scope="col" className="table-number">
                  {t('aside')}
                </th>
                <th scope="col" className="table-number">
                  {t('waiting')}
                </th>
                <th scope="col">{t('when')}</th>
              </tr>
            </thead>
            <tbody>
              {groups.map((group) => (
                <tr key={`${group.by} ${group.of}`}>
                  <th scope="row">
                    <Link to={groupAddress(uid, group)}>
                      {t(`group.${group.by}`)}{' '}
                      <bdi className="code">
                        {group.name ?? groupSign(group.by, group.of, ledger)}
                      </bdi>
                    </Link>
                    <svg className="group-bar" width="100%" height="6" aria-hidden="true">
                      <rect
                        className="bar-counted"
                        x={locale === 'fa' ? `${100 - share(group.signed, most)}%` : 0}
                        width={`${share(group.signed, most)}%`}
                        height="6"
                      />
                    </svg>
                  </th>
                  <td className="table-number">{formatNumber(group.signed, locale)}</td>
                  <td className="table-number">{formatNumber(group.aside, locale)}</td>
                  <td className="table-number">{formatNumber(group.waiting, locale)}</td>
                  <td className="small">
                    {group.first}
                    <br />
                    {group.last}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </section>
  );
}

function share(signed: number, most: number): number {
  return Math.round((signed / most) * 1_000) / 10;
}
