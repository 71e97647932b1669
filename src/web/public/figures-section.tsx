import type { FigureBar, FigureChart, FiguresReading } from '#publish';
import { formatNumber } from '#platform/languages';
import { useT } from '../messages/catalogs.ts';
import { useLocale } from '../page-environment.tsx';
import { Dispute } from './property-list.tsx';
import { Evidence } from './evidence.tsx';
import { MeasureText } from './shown-value.tsx';

/** Figures that sources give, like beside like, each with its words; differing ones drawn on one scale. */
export function FiguresSection({ figures }: { readonly figures: readonly FiguresReading[] }) {
  const t = useT('public');
  return (
    <section aria-labelledby="figures" className="section">
      <h2 id="figures">{t('subject.figures')}</h2>
      {figures.map((one) => (
        <FigureProperty key={one.property.code} figures={one} />
      ))}
    </section>
  );
}

function FigureProperty({ figures }: { readonly figures: FiguresReading }) {
  const t = useT('public');
  const { property, groups } = figures;
  const count = groups.reduce((sum, group) => sum + group.values.length, 0);
  const isDrawn = count > 1;
  return (
    <div className="figures">
      <h3>{property.label}</h3>
      {property.dispute === 'contradiction' && <Dispute property={property} />}
      {groups.length > 1 && <p className="dispute">{t('figures.different')}</p>}
      {groups.map((group, position) => (
        <div key={position} className="figure-group">
          <p className="figure-measure">
            {group.counted !== '' && (
              <strong>
                <bdi>{group.counted}</bdi>
              </strong>
            )}{' '}
            <span className="muted">
              <MeasureText measure={group} />
            </span>
          </p>
          <ul className="plain-list">
            {group.values.map((value) => {
              const bar = group.chart.bars.find(({ uid }) => uid === value.uid);
              return (
                <li key={value.uid} className="value figure-row">
                  <div className="value-said">
                    <span className="figure-number">
                      {value.shown.type === 'figure' && value.shown.figure.number}
                    </span>
                    {isDrawn && bar !== undefined && <Bar bar={bar} />}
                  </div>
                  <Evidence value={value} />
                </li>
              );
            })}
          </ul>
          {isDrawn && <Scale chart={group.chart} />}
        </div>
      ))}
      {isDrawn && <p className="small muted figure-key">{t('figures.key')}</p>}
    </div>
  );
}

const barHeight = 22;
const middle = barHeight / 2;

/** One figure on the scale. The number beside it says the same, so that the drawing is left out for a screen reader. */
function Bar({ bar }: { readonly bar: FigureBar }) {
  const isRtl = useLocale() === 'fa';
  const at = (share: number) => `${round(isRtl ? 1 - share : share)}%`;
  const line = bar.approximate ? 'bar-line bar-about' : 'bar-line';
  const isPoint = bar.from === bar.to;
  return (
    <svg className="bar" width="100%" height={barHeight} aria-hidden="true" focusable="false">
      <line className="bar-ground" x1="0" x2="100%" y1={middle} y2={middle} />
      {!isPoint && (
        <line className={line} x1={at(bar.from)} x2={at(bar.to)} y1={middle} y2={middle} />
      )}
      {!bar.openStart && <End at={at(bar.from)} strict={bar.strictFrom} about={bar.approximate} />}
      {!bar.openEnd && !isPoint && (
        <End at={at(bar.to)} strict={bar.strictTo} about={bar.approximate} />
      )}
      {bar.openEnd && (
        <svg x={at(1)} y={middle} overflow="visible">
          <path className="bar-arrow" d={isRtl ? 'M9 -5 L1 0 L9 5' : 'M-9 -5 L-1 0 L-9 5'} />
        </svg>
      )}
    </svg>
  );
}

function End({
  at,
  strict,
  about,
}: {
  readonly at: string;
  readonly strict: boolean;
  readonly about: boolean;
}) {
  const classes = ['bar-end', strict && 'bar-strict', about && 'bar-end-about'];
  return <circle className={classes.filter(Boolean).join(' ')} cx={at} cy={middle} r="5" />;
}

function Scale({ chart }: { readonly chart: FigureChart }) {
  const locale = useLocale();
  const isRtl = locale === 'fa';
  const { ticks } = chart;
  return (
    <div className="value figure-scale" aria-hidden="true">
      <svg className="bar" width="100%" height="20" focusable="false">
        {ticks.map(({ at, value }) => {
          const x = `${round(isRtl ? 1 - at : at)}%`;
          const anchor = at === 0 ? 'start' : at > 0.97 ? 'end' : 'middle';
          return (
            <g key={value}>
              <line className="tick" x1={x} x2={x} y1="0" y2="5" />
              <text className="tick-label" x={x} y="17" textAnchor={anchor}>
                {formatNumber(value, locale)}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

function round(share: number): number {
  return Math.round(share * 10_000) / 100;
}
