import { locales } from '#platform/languages';
import { useLocale } from '../page-environment.tsx';

/**
 * Title, description, address in every language, and what other sites show of a link. Text only: no
 * picture of anybody is sent along.
 *
 * @param path without the language, such as `/people/…`; '' is the front page.
 */
export function PageHead({
  title,
  siteName,
  description,
  publicUrl,
  path,
  type = 'article',
}: {
  readonly title: string;
  readonly siteName: string;
  readonly description: string;
  readonly publicUrl: string;
  readonly path: string;
  readonly type?: 'article' | 'profile' | 'website';
}) {
  const locale = useLocale();
  const address = (tag: string) => new URL(`/${tag}${path}`, publicUrl).href;
  return (
    <>
      <title>{title === siteName ? title : `${title} – ${siteName}`}</title>
      <meta name="description" content={description} />
      <link rel="canonical" href={address(locale)} />
      {locales.map((tag) => (
        <link key={tag} rel="alternate" hrefLang={tag} href={address(tag)} />
      ))}
      <meta property="og:type" content={type} />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={address(locale)} />
      <meta property="og:site_name" content={siteName} />
      <meta property="og:locale" content={locale} />
    </>
  );
}
