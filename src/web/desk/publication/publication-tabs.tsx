import { Tabs } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { decisionViews, type DecisionView } from './decision-views.ts';

/** The parts of publication: decisions, what no longer agrees with the record, what was taken back. */
export function PublicationTabs({
  current,
  overdue,
  changed,
}: {
  readonly current: DecisionView | 'changed' | 'removed';
  /** How many decisions are due; unsaid where the page does not know. */
  readonly overdue?: number;
  readonly changed?: number;
}) {
  const t = useT('record');
  const upkeep = useT('upkeep');
  const path = '/desk/publications';
  return (
    <Tabs
      label={t('publication.list')}
      tabs={[
        ...decisionViews.map((one) => ({
          to: one === 'all' ? path : `${path}?show=${one}`,
          label:
            one === 'overdue' && overdue === undefined
              ? upkeep('tab.overdue')
              : t(`publication.show.${one}`, { n: overdue ?? 0 }),
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
