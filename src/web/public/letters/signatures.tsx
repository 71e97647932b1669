import { isLocale, type Locale } from '#platform/languages';
import { listChosen, listSignatures, readQuotes, type ListedSignature } from '#letters';
import { addressOf, firstText } from '#publish';
import { countryName } from '#record';
import { houseContext, pageContext } from '#web/context';
import { EmptyState, Pager } from '../../components/index.ts';
import { isNarrowed, listQuery } from '../../letters/list-filter.ts';
import { parseListFilter } from '../../letters/parse-list-filter.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import { useLocale } from '../../page-environment.tsx';
import type { Route } from './+types/signatures.ts';
import { ListHead } from './list-head.tsx';
import { countryOptions } from './country-options.ts';
import { ListFilters } from './list-filters.tsx';
import { signableLetter } from './sign-request.ts';
import { Signer, type SignerLine } from './signer-line.tsx';
import { SigningSummary } from './signing-summary.tsx';
import './signing.css';

export async function loader({ params, request, context }: Route.LoaderArgs) {
  const { locale, uid } = params;
  if (!isLocale(locale)) notFound();
  const { readerDb } = context.get(houseContext);
  const { searchParams } = new URL(request.url);
  const filter = parseListFilter(searchParams);
  const at = searchParams.get('at') ?? undefined;
  const isFirst = at === undefined && !isNarrowed(filter);
  const [{ letter, signing }, { rows, previous, next }, chosen, quotes] = await Promise.all([
    signableLetter(readerDb, uid, locale),
    listSignatures(readerDb, uid, filter, at),
    isFirst ? listChosen(readerDb, uid) : [],
    isFirst ? readQuotes(readerDb, uid) : [],
  ]);
  const { version, translation } = firstText(letter, locale);
  const { text } = translation ?? version;
  return {
    ...{ site: context.get(pageContext).instance, uid, signing, filter, previous, next },
    ...{ title: text.title, lang: text.language, versions: letter.versions.length },
    countries: countryOptions(locale),
    signatures: rows.map((one) => inWords(one, locale)),
    chosen: chosen.map((one) => inWords(one, locale)),
    hasQuotes: quotes.length > 0,
  };
}

function inWords({ person, ...one }: ListedSignature, locale: Locale): SignerLine {
  return {
    ...one,
    countryName: one.country === '' ? '' : countryName(one.country, locale),
    page: person === null ? undefined : addressOf(locale, 'person', person),
  };
}

/** Who signed by name; those who did not are in the figures above. */
export default function Signatures({ loaderData }: Route.ComponentProps) {
  const t = useT('sign');
  const locale = useLocale();
  const quote = useT('quote');
  const { site, uid, signing, title, lang, hasQuotes } = loaderData;
  const isErased = (signing.retention?.erased ?? null) !== null;
  return (
    <div className="list-page">
      <ListHead
        {...{ site, uid, letter: { title, lang } }}
        page="signatures"
        heading={t('list.heading')}
        title={t('list.title', { title })}
        description={t('list.lead')}
      />
      <SigningSummary signing={signing} uid={uid} publicUrl={site.publicUrl} />
      {hasQuotes && (
        <p>
          <a href={`/${locale}/letters/${uid}/quotes`}>{quote('public.link')}</a>
        </p>
      )}
      {signing.namesHidden && <p className="notice-line">{t('list.hidden')}</p>}
      {!signing.namesHidden && !isErased && <Names list={loaderData} />}
    </div>
  );
}

function Names({ list }: { readonly list: Route.ComponentProps['loaderData'] }) {
  const t = useT('sign');
  const press = useT('press');
  const locale = useLocale();
  const { uid, filter, countries, versions, signatures, chosen } = list;
  const address = `/${locale}/letters/${uid}/signatures`;
  const beside = (at: string | undefined) => at && `${address}?${listQuery(filter, at)}`;
  const query = listQuery(filter);
  const file = (end: string) => `/letters/${uid}/signatures.${end}${query && `?${query}`}`;
  const all = (
    <>
      <ListFilters {...{ address, filter, countries, versions }} />
      {signatures.length === 0 ? (
        <EmptyState title={t(isNarrowed(filter) ? 'list.nobodyFound' : 'list.nobody')} />
      ) : (
        <ol className="plain-list signers">
          {signatures.map((signer) => (
            <Signer key={signer.id} signer={signer} showVersion={versions > 1} />
          ))}
        </ol>
      )}
      <Pager previous={beside(list.previous)} next={beside(list.next)} />
      {signatures.length > 0 && (
        <p className="section-note list-files">
          {press('list.take')} <a href={file('csv')}>CSV</a> · <a href={file('json')}>JSON</a>
        </p>
      )}
    </>
  );
  if (chosen.length === 0) return all;
  return (
    <>
      <FirstLines chosen={chosen} showVersion={versions > 1} />
      <section className="section" aria-labelledby="everybody">
        <h2 id="everybody">{press('list.everybody')}</h2>
        {all}
      </section>
    </>
  );
}

function FirstLines({
  chosen,
  showVersion,
}: {
  readonly chosen: readonly SignerLine[];
  readonly showVersion: boolean;
}) {
  const t = useT('press');
  return (
    <section className="section" aria-labelledby="first-lines">
      <h2 id="first-lines">{t('list.chosen')}</h2>
      <p className="section-note">{t('list.chosen.means')}</p>
      <ol className="plain-list signers">
        {chosen.map((signer) => (
          <Signer key={signer.id} signer={signer} showVersion={showVersion} />
        ))}
      </ol>
    </section>
  );
}

export { PageError as ErrorBoundary } from '../../components/index.ts';
