import { isLocale } from '#platform/languages';
import { houseContext, pageContext } from '#web/context';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import { useLocale } from '../../page-environment.tsx';
import { PageHead } from '../page-head.tsx';
import type { Route } from './+types/signed.ts';
import { signableLetter } from './sign-request.ts';
import './signing.css';

export async function loader({ params, context }: Route.LoaderArgs) {
  const { locale, uid } = params;
  if (!isLocale(locale)) notFound();
  const { letter } = await signableLetter(context.get(houseContext).readerDb, uid, locale);
  const [{ text }] = letter.versions;
  return { site: context.get(pageContext).instance, uid, title: text.title, lang: text.language };
}

/** What everybody reads who has sent the form: it says nothing of whether they signed before. */
export default function Signed({ loaderData }: Route.ComponentProps) {
  const t = useT('sign');
  const locale = useLocale();
  const { site, uid, title, lang } = loaderData;
  return (
    <article className="file letter">
      <PageHead
        title={t('signed.title')}
        siteName={site.name}
        description={t('signed.lead')}
        publicUrl={site.publicUrl}
        path={`/letters/${uid}/signed`}
      />
      <header className="file-head">
        <p className="eyebrow">
          <bdi lang={lang}>{title}</bdi>
        </p>
        <h1>{t('signed.title')}</h1>
        <p className="lead">{t('signed.lead')}</p>
      </header>
      <ul className="plain-list spaced">
        <li>{t('signed.spam')}</li>
        <li>{t('signed.days')}</li>
        <li>{t('signed.again')}</li>
      </ul>
      <p>
        <a href={`/${locale}/letters/${uid}`}>{t('sign.toLetter')}</a>
      </p>
    </article>
  );
}
