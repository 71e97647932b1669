import { useLocation } from 'react-router';
import { locales, nativeName, type Locale } from '#platform/languages';
import { useT } from '../messages/catalogs.ts';
import { useLocale } from '../page-environment.tsx';

/**
 * The same page in the other languages: links where the address carries the language, and a form
 * where the language is kept for the person.
 */
export function LanguageSwitch({ by }: { readonly by: 'address' | 'person' }) {
  const t = useT('common');
  return (
    <nav aria-label={t('language.label')}>{by === 'address' ? <Links /> : <PersonForm />}</nav>
  );
}

function Links() {
  const current = useLocale();
  const { pathname, search } = useLocation();
  return (
    <ul className="languages">
      {locales.map((locale) => (
        <li key={locale}>
          <a
            href={pathname.replace(/^\/[a-z]{2}(?=\/|$)/, `/${locale}`) + search}
            hrefLang={locale}
            lang={locale}
            aria-current={locale === current ? 'true' : undefined}
          >
            {nativeName(locale)}
          </a>
        </li>
      ))}
    </ul>
  );
}

function PersonForm() {
  const current = useLocale();
  const { pathname, search } = useLocation();
  return (
    <form method="post" action="/language">
      <input type="hidden" name="to" value={pathname + search} />
      <ul className="languages">
        {locales.map((locale) => (
          <li key={locale}>
            <LanguageButton locale={locale} current={locale === current} />
          </li>
        ))}
      </ul>
    </form>
  );
}

function LanguageButton({
  locale,
  current,
}: {
  readonly locale: Locale;
  readonly current: boolean;
}) {
  if (current) {
    return (
      <span lang={locale} aria-current="true">
        {nativeName(locale)}
      </span>
    );
  }
  return (
    <button type="submit" name="locale" value={locale} lang={locale}>
      {nativeName(locale)}
    </button>
  );
}
