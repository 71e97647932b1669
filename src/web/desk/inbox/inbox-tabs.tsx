import type { WorkState } from '#evidence';
import { formatNumber } from '#platform/languages';
import { Tabs } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';

/** The sources by their state, and what reviewers gave back: what waits for whoever looks. */
export function InboxTabs({
  counts,
  returned,
  current,
  pathOf,
}: {
  readonly counts: Readonly<Record<WorkState, number>>;
  /** Claims of one's own that were refused. */
  readonly returned: number;
  readonly current: WorkState | 'all' | 'returned';
  readonly pathOf: (state: WorkState | 'all') => string;
}) {
  const t = useT('coding');
  const locale = useLocale();
  const all = counts.new + counts['in-work'] + counts.done;
  const states = [
    { state: 'all', count: all },
    { state: 'new', count: counts.new },
    { state: 'in-work', count: counts['in-work'] },
    { state: 'done', count: counts.done },
  ] as const;
  const withCount = (label: string, count: number) => (
    <>
      {label} <span className="muted number">{formatNumber(count, locale)}</span>
    </>
  );
  return (
    <Tabs
      label={t('inbox.states')}
      tabs={[
        ...states.map(({ state, count }) => ({
          to: pathOf(state),
          current: current === state,
          label: withCount(t(`inbox.state.${state}`), count),
        })),
        {
          to: '/desk/returned',
          current: current === 'returned',
          label: withCount(t('returned.title'), returned),
        },
      ]}
    />
  );
}
