import { useT } from '../../messages/catalogs.ts';
import { SignerDoor } from './signer-parts.tsx';

/** Leads to vouching, both ways. */
export function VouchingSection() {
  const t = useT('vouch');
  return (
    <SignerDoor to="vouching" title={t('own')} means={t('own.means')}>
      {t('own.open')}
    </SignerDoor>
  );
}
