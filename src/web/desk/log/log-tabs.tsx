import { Tabs } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** The head of the pages about the log. */
export function LogTabs({ current }: { readonly current: 'log' | 'alarms' }) {
  const t = useT('log');
  const places = [
    { to: '/desk/log', label: t('desk.state'), current: current === 'log' },
    { to: '/desk/log/alarms', label: t('alarms.title'), current: current === 'alarms' },
  ];
  return (
    <>
      <title>{`${current === 'log' ? t('desk.state') : t('alarms.title')} – ${t('desk.title')}`}</title>
      <h1>{t('desk.title')}</h1>
      <Tabs label={t('desk.title')} tabs={places} />
    </>
  );
}
