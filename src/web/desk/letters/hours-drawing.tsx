import type { HourFigure } from '#letters';
import { formatNumber } from '#platform/languages';
import { TableFrame } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { Link } from 'react-router';
import { groupAddress } from './fraud-words.ts';

const height = 120;
const foot = 20;

/** Confirmations by the hour as bars, and the same as a table. Drawn on the server; no script. */
export function HoursDrawing({
  uid,
  hours,
}: {
  readonly uid: string;
  readonly hours: readonly HourFigure[];
}) {
  const t = useT('fraud');
  const locale = useLocale();
  const sums = hours.map(({ counted, aside }) => counted + aside);
  const most = Math.max(1, ...sums);
  const total = sums.reduce((sum, one) => sum + one, 0);
  const text = t('hours.text', { count: total, most: total === 0 ? 0 : most });
  const width = 100 / hours.length;
  const left = (at: number) =>
    `${(locale === 'fa' ? hours.length - 1 - at : at) * width + width / 8}%`;
  const tall = (signed: number) => (signed / most) * height;
  return (
    <figure className="hours">
      <svg
        width="100%"
        height={height + foot}
        role="img"
        aria-labelledby="hours-text"
        focusable="false"
      >
        <title id="hours-text">{text}</title>
        {hours.map(({ hour, counted, aside }, at) => (
          <g key={hour}>
            <rect
              className="bar-counted"
              x={left(at)}
              width={`${width * 0.75}%`}
              y={height - tall(counted)}
              height={tall(counted)}
            />
            <rect
              className="bar-aside"
              x={left(at)}
              width={`${width * 0.75}%`}
              y={height - tall(counted) - tall(aside)}
              height={tall(aside)}
            />
            {hour.endsWith('T00') && (
              <text className="bar-label" x={left(at)} y={height + foot - 4}>
                {hour.slice(5, 10)}
              </text>
            )}
          </g>
        ))}
        <line className="bar-axis" x1="0" x2="100%" y1={height} y2={height} />
      </svg>
      <figcaption className="row small">
        <span className="key-counted">{t('counted')}</span>
        <span className="key-aside">{t('aside')}</span>
        <span className="muted">{text}</span>
      </figcaption>
      <details>
        <summary>{t('hours.table')}</summary>
        <TableFrame label={t('hours')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('hour')}</th>
                <th scope="col" className="table-number">
                  {t('counted')}
                </th>
                <th scope="col" className="table-number">
                  {t('aside')}
                </th>
              </tr>
            </thead>
            <tbody>
              {hours
                .filter(({ counted, aside }) => counted + aside > 0)
                .map(({ hour, counted, aside }) => (
                  <tr key={hour}>
                    <th scope="row">
                      <Link to={groupAddress(uid, { by: 'hour', of: hour })}>
                        {`${hour.replace('T', ' ')}:00`}
                      </Link>
                    </th>
                    <td className="table-number">{formatNumber(counted, locale)}</td>
                    <td className="table-number">{formatNumber(aside, locale)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </TableFrame>
      </details>
    </figure>
  );
}
