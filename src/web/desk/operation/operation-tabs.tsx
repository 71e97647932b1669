import { Tabs } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';

const places = ['jobs', 'mail', 'audit', 'facts'] as const;

/** The parts of the operator's room. */
export function OperationTabs({ current }: { readonly current: (typeof places)[number] }) {
  const t = useT('record');
  return (
    <>
      <title>{`${t(`operation.${current}`)} – ${t('operation.title')}`}</title>
      <h1>{t('operation.title')}</h1>
      <Tabs
        label={t('operation.title')}
        tabs={places.map((place) => ({
          to: place === 'jobs' ? '/desk/operation' : `/desk/operation/${place}`,
          label: t(`operation.${place}`),
          current: place === current,
        }))}
      />
    </>
  );
}
