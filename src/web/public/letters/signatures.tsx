import { isLocale } from '#platform/languages';
import { listSignatures, type ListedSignature } from '#letters';
import { countryName, isCountryCode } from '#record';
import { houseContext, pageContext } from '#web/context';
import { EmptyState } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import { useLocale } from '../../page-environment.tsx';
import { PageHead } from '../page-head.tsx';
import { SearchForm } from '../search-form.tsx';
import type { Route } from './+types/signatures.ts';
import { signableLetter } from './sign-request.ts';
import { SigningSummary } from './signing-summary.tsx';
import './signing.css';

export async function loader({ params, request, context }: Route.LoaderArgs) {
  const { locale, uid } = params;
  if (!isLocale(locale)) notFound();
  const { readerDb } = context.get(houseContext);
  const { searchParams } = new URL(request.url);
  const q = (searchParams.get('q') ?? '').trim().slice(0, 200);
  const country = searchParams.get('country') ?? '';
  const filter = {
    q,
    country: isCountryCode(country) ? country : '',
    after: searchParams.get('after') ?? '',
  };
  const [{ letter, signing }, { signatures, next }] = await Promise.all([
    signableLetter(readerDb, uid, locale),
    listSignatures(readerDb, uid, filter),
  ]);
  const [{ text }] = letter.versions;
  return {
    ...{ site: context.get(pageContext).instance, uid, signing, filter },
    ...{ title: text.title, lang: text.language, versions: letter.versions.length },
    ...{
      next,
      signatures: signatures.map((one) => ({
        ...one,
        countryName: one.country === '' ? '' : countryName(one.country, locale),
      })),
    },
  };
}

/** Who signed by name; those who did not are in the figures above. */
export default function Signatures({ loaderData }: Route.ComponentProps) {
  const t = useT('sign');
  const locale = useLocale();
  const { site, uid, signing, filter, title, lang, signatures, next, versions } = loaderData;
  const address = `/${locale}/letters/${uid}/signatures`;
  const isFiltered = filter.q !== '' || filter.country !== '' || filter.after !== '';
  return (
    <div className="list-page">
      <PageHead
        title={t('list.title', { title })}
        siteName={site.name}
        description={t('list.lead')}
        publicUrl={site.publicUrl}
        path={`/letters/${uid}/signatures`}
        type="website"
      />
      <p className="eyebrow">
        <a href={`/${locale}/letters/${uid}`}>
          <bdi lang={lang}>{title}</bdi>
        </a>
      </p>
      <h1>{t('list.heading')}</h1>
      <SigningSummary signing={signing} uid={uid} publicUrl={site.publicUrl} />
      {signing.namesHidden ? (
        <p className="notice-line">{t('list.hidden')}</p>
      ) : (
        <>
          <SearchForm address={address} q={filter.q} label={t('list.search')} />
          {signatures.length === 0 ? (
            <EmptyState title={t(isFiltered ? 'list.nobodyFound' : 'list.nobody')} />
          ) : (
            <ol className="plain-list signers">
              {signatures.map((signer) => (
                <Signer key={signer.id} signer={signer} showVersion={versions > 1} />
              ))}
            </ol>
          )}
          <p className="row">
            {filter.after !== '' && <a href={address}>{t('list.first')}</a>}
            {next !== undefined && (
              <a href={`${address}?${query({ ...filter, after: next })}`}>{t('list.more')}</a>
            )}
          </p>
        </>
      )}
    </div>
  );
}

function query(filter: Readonly<Record<string, string>>): string {
  const set = Object.entries(filter).filter(([, value]) => value !== '');
  return new URLSearchParams(set).toString();
}

function Signer({
  signer,
  showVersion,
}: {
  readonly signer: ListedSignature & { readonly countryName: string };
  readonly showVersion: boolean;
}) {
  const t = useT('sign');
  const { name, credit, affiliation, verification, version } = signer;
  const more = [credit, affiliation, signer.countryName].filter((one) => one !== '');
  return (
    <li>
      <p>
        <strong>
          <bdi>{name}</bdi>
        </strong>
        {more.map((one) => (
          <span key={one} className="signer-more">
            <bdi>{one}</bdi>
          </span>
        ))}
      </p>
      <p className="small muted">
        {t(`verification.${verification}`)}
        {showVersion && <span className="signer-more">{t('list.version', { version })}</span>}
      </p>
    </li>
  );
}

export { PageError as ErrorBoundary } from '../../components/index.ts';
