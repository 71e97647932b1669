import { Tabs } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { decisionViews, type DecisionView } from './decision-views.ts';

/** The parts of publication: decisions, what no longer agrees with the record, what was taken back. */
export function PublicationTabs({
  current,
  overdue,
  open,
  changed,
}: {
  readonly current: DecisionView | 'changed' | 'removed';
  /** How many decisions are due; unsaid where the page does not know. */
  readonly overdue?: number;
  /** How many wait for a second person; the same. */
  readonly open?: number;
  readonly changed?: number;
}) {
  const t = useT('record');
  const upkeep = useT('upkeep');
  const path = '/desk/publications';
  const labelOf = (view: DecisionView): string => {
    if (view === 'overdue' && overdue === undefined) return upkeep('tab.overdue');
    if (view === 'open' && open === undefined) return upkeep('tab.open');
    return t(`publication.show.${view}`, { n: (view === 'open' ? open : overdue) ?? 0 });
  };
  return (
    <Tabs
      label={t('publication.list')}
      tabs={[
        ...decisionViews.map((one) => ({
          to: one === 'all' ? path : `${path}?show=${one}`,
          label: labelOf(one),
          current: one === current,
        })),
        {
          to: `${path}/changed`,
          label:
            changed === undefined ? upkeep('tab.changed') : upkeep('tab.changedN', { n: changed }),
          current: current === 'changed',
        },
        { to: `${path}/removed`, label: upkeep('tab.removed'), current: current === 'removed' },
      ]}
    />
  );
}
