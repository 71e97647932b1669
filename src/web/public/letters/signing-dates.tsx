import type { SigningFacts } from '#letters';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { momentWords } from '../../desk/claims/moment-words.ts';

/** Until when a letter can be signed, or from when; nothing where nobody has said. */
export function SigningDates({
  signing: { state, opensAt, closesAt },
}: {
  readonly signing: SigningFacts;
}) {
  const t = useT('sign');
  const locale = useLocale();
  if (state === 'planned' && opensAt !== null) {
    return <p>{t('dates.opens', { at: momentWords(opensAt, locale) })}</p>;
  }
  if (state === 'closed' || closesAt === null) return null;
  return <p>{t('dates.closes', { at: momentWords(closesAt, locale) })}</p>;
}
