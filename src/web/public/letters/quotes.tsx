import { readQuotes, type Quote } from '#letters';
import { isLocale } from '#platform/languages';
import { firstText } from '#publish';
import { countryName } from '#record';
import { houseContext, pageContext } from '#web/context';
import { EmptyState } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import { useLocale } from '../../page-environment.tsx';
import type { Route } from './+types/quotes.ts';
import { ListHead } from './list-head.tsx';
import { signableLetter } from './sign-request.ts';
import './signing.css';

export async function loader({ params, context }: Route.LoaderArgs) {
  const { locale, uid } = params;
  if (!isLocale(locale)) notFound();
  const { readerDb } = context.get(houseContext);
  const [{ letter }, quotes] = await Promise.all([
    signableLetter(readerDb, uid, locale),
    readQuotes(readerDb, uid),
  ]);
  const { version, translation } = firstText(letter, locale);
  const { text } = translation ?? version;
  return {
    ...{ site: context.get(pageContext).instance, uid },
    ...{ title: text.title, lang: text.language },
    quotes: quotes.map(({ country, ...one }) => ({
      ...one,
      country: country === '' ? '' : countryName(country, locale),
    })),
  };
}

/** What signers said of a letter, in words that they have cleared. */
export default function Quotes({ loaderData }: Route.ComponentProps) {
  const t = useT('quote');
  const locale = useLocale();
  const { site, uid, title, lang, quotes } = loaderData;
  return (
    <div className="list-page">
      <ListHead
        {...{ site, uid, letter: { title, lang } }}
        page="quotes"
        heading={t('public')}
        title={t('public.title', { title })}
        description={t('public.means')}
      />
      <p className="section-note">{t('public.means')}</p>
      {quotes.length === 0 ? (
        <EmptyState title={t('public.none')} />
      ) : (
        <ul className="plain-list quotes">
          {quotes.map((quote) => (
            <QuoteLine key={`${quote.name} ${quote.words}`} quote={quote} />
          ))}
        </ul>
      )}
      <p className="section">
        <a href={`/${locale}/letters/${uid}/signatures`}>{t('public.all')}</a>
      </p>
    </div>
  );
}

/** Words, and below them whose. */
function QuoteLine({ quote }: { readonly quote: Quote }) {
  const sign = useT('sign');
  const { words, language, name, credit, affiliation, country, verification } = quote;
  const more = [credit, affiliation, country].filter((one) => one !== '');
  return (
    <li>
      <figure className="quote">
        <blockquote className="words" lang={language} dir="auto">
          {words}
        </blockquote>
        <figcaption>
          <strong>
            <bdi>{name}</bdi>
          </strong>
          {more.map((one) => (
            <span key={one} className="signer-more">
              <bdi>{one}</bdi>
            </span>
          ))}
          <span className="small muted signer-more">{sign(`verification.${verification}`)}</span>
        </figcaption>
      </figure>
    </li>
  );
}

export { PageError as ErrorBoundary } from '../../components/index.ts';
