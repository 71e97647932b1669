import { locales } from '#platform/languages';
import { useLocale } from '../page-environment.tsx';

/**
 * Title, description, address in every language, and what other sites show of a link. Text only, but of a
 * letter: no picture of anybody is sent along.
 *
 * @param shared of a letter: a picture of its title, where a frame of it is described, and its data.
 * @param path without the language, such as `/people/…`; '' is the front page.
 */
export function PageHead({
  title,
  siteName,
  description,
  publicUrl,
  path,
  type = 'article',
  shared,
}: {
  readonly title: string;
  readonly siteName: string;
  readonly description: string;
  readonly publicUrl: string;
  readonly path: string;
  readonly type?: 'article' | 'profile' | 'website';
  readonly shared?: Shared | undefined;
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
      {shared !== undefined && <SharedHead shared={shared} title={title} />}
    </>
  );
}

/** What other sites need to show more of a page than its words. */
export interface Shared {
  /** Address of a picture of 1200 × 630. */
  readonly image: string;
  /** Where its frame is described (oEmbed). */
  readonly oembed: string;
  /** JSON-LD. */
  readonly data: string;
}

function SharedHead({ shared, title }: { readonly shared: Shared; readonly title: string }) {
  return (
    <>
      <meta property="og:image" content={shared.image} />
      <meta property="og:image:type" content="image/png" />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta property="og:image:alt" content={title} />
      <meta name="twitter:card" content="summary_large_image" />
      <link rel="alternate" type="application/json+oembed" href={shared.oembed} title={title} />
      <script type="application/ld+json">{shared.data}</script>
    </>
  );
}
