import { useT } from '../../messages/catalogs.ts';
import { SignerDoor } from './signer-parts.tsx';

/** Leads to the words that a signer may be quoted by. */
export function QuoteSection() {
  const t = useT('quote');
  return (
    <SignerDoor to="quote" title={t('own')} means={t('own.means')}>
      {t('own.open')}
    </SignerDoor>
  );
}
