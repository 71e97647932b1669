import { formatList } from '#platform/languages';
import { languageName } from '../../desk/language-name.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';

/** Which texts were before a signer. Sealed with a name that was withheld, they go when it is opened. */
export function OwnLanguages({ languages }: { readonly languages: readonly string[] }) {
  const t = useT('sign');
  const locale = useLocale();
  if (languages.length === 0) return null;
  const names = languages.map((tag) => languageName(tag, locale));
  return (
    <>
      <dt>{t('own.languages')}</dt>
      <dd>{formatList(names, locale)}</dd>
    </>
  );
}
