import { EmptyState } from '../components/index.ts';
import { useT } from '../messages/catalogs.ts';

export default function Inbox() {
  const t = useT('desk');
  return (
    <>
      <title>{t('place.inbox')}</title>
      <h1>{t('place.inbox')}</h1>
      <EmptyState title={t('inbox.empty')}>{t('inbox.emptyAdvice')}</EmptyState>
    </>
  );
}
