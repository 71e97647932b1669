import type { Timeline, TimelineMark } from '#publish';
import { useT } from '../messages/catalogs.ts';
import { useLocale } from '../page-environment.tsx';

const laneHeight = 38;
const axisHeight = 30;

/** Acts, proceedings and interventions on one line of time. The lists below tell the same in words. */
export function TimelineDrawing({
  timeline,
  name,
}: {
  readonly timeline: Timeline;
  readonly name: string;
}) {
  const t = useT('public');
  const isRtl = useLocale() === 'fa';
  const at = (share: number) => `${round(isRtl ? 1 - share : share)}%`;
  const height = timeline.lanes.length * laneHeight + axisHeight;
  const bottom = height - axisHeight + 4;
  const { first, last, marks, lanes } = timeline;
  return (
    <figure className="timeline">
      <svg
        width="100%"
        height={height}
        role="img"
        aria-labelledby="timeline-title timeline-text"
        focusable="false"
      >
        <title id="timeline-title">{t('timeline.title', { name })}</title>
        <desc id="timeline-text">
          {t('timeline.description', { count: marks.length, first, last })}
        </desc>
        <line className="axis" x1="0" x2="100%" y1={bottom} y2={bottom} />
        {timeline.ticks.map((tick) => (
          <g key={tick.label}>
            <line className="axis-grid" x1={at(tick.at)} x2={at(tick.at)} y1="0" y2={bottom + 5} />
            <text
              className="tick-label"
              x={at(tick.at)}
              y={bottom + 19}
              textAnchor={anchorAt(tick.at)}
            >
              {tick.label}
            </text>
          </g>
        ))}
        {lanes.map((lane, position) => (
          <g key={lane} className={`lane lane-${lane}`}>
            <text
              className="lane-label"
              x={isRtl ? '100%' : '0'}
              y={position * laneHeight + 12}
              textAnchor="start"
            >
              {t(`timeline.lane.${lane}`)}
            </text>
            {marks
              .filter((mark) => mark.lane === lane)
              .toSorted((a, b) => b.to - b.from - (a.to - a.from))
              .map((mark) => (
                <Mark key={mark.uid} mark={mark} y={position * laneHeight + 26} at={at} />
              ))}
          </g>
        ))}
      </svg>
    </figure>
  );
}

function Mark({
  mark,
  y,
  at,
}: {
  readonly mark: TimelineMark;
  readonly y: number;
  readonly at: (share: number) => string;
}) {
  const isWide = mark.to - mark.from > 0.012;
  const t = useT('common');
  const title = `${t('field.before', { label: mark.date })} ${mark.heading}`;
  return (
    <g>
      <title>{title}</title>
      {isWide ? (
        <line className="mark-span" x1={at(mark.from)} x2={at(mark.to)} y1={y} y2={y} />
      ) : (
        <circle
          className={mark.vague ? 'mark mark-vague' : 'mark'}
          cx={at((mark.from + mark.to) / 2)}
          cy={y}
          r="5"
        />
      )}
    </g>
  );
}

function anchorAt(share: number): 'start' | 'middle' | 'end' {
  if (share < 0.06) return 'start';
  return share > 0.94 ? 'end' : 'middle';
}

function round(share: number): number {
  return Math.round(share * 10_000) / 100;
}
