import type { ErasedSignatures } from '#letters';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { dayWords } from './rule-words.ts';

/** Until when what a signer gives is kept. */
export function RetentionLine({ until }: { readonly until: string | null }) {
  const t = useT('sign');
  const locale = useLocale();
  return (
    <p className="section-note">
      {until === null ? t('retention.none') : t('retention', { day: dayWords(until, locale) })}
    </p>
  );
}

/** What was done when that day was over. */
export function ErasedLine({ erased }: { readonly erased: ErasedSignatures }) {
  const t = useT('sign');
  const locale = useLocale();
  return (
    <p className="notice-line">{t('retention.erased', { day: dayWords(erased.day, locale) })}</p>
  );
}
