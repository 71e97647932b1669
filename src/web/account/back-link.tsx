import { Icon } from '../components/index.ts';
import { useT } from '../messages/catalogs.ts';

/** From a page about one thing back to the account. */
export function BackLink() {
  const t = useT('account');
  return (
    <p className="back">
      <a href="/account">
        <Icon name="previous" /> {t('back')}
      </a>
    </p>
  );
}
