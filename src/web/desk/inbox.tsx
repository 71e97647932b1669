import { useT } from '../messages/catalogs.ts';

export default function Inbox() {
  const t = useT('desk');
  return <h1>{t('product')}</h1>;
}
