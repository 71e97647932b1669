import { houseContext, pageContext } from '#web/context';
import { useT } from '../messages/catalogs.ts';
import { PageHead } from './page-head.tsx';
import type { Route } from './+types/method.ts';

export function loader({ context }: Route.LoaderArgs) {
  const { singlePerson } = context.get(houseContext);
  return { site: context.get(pageContext).instance, singlePerson };
}

const chapters = [
  'claims',
  'sources',
  'review',
  'disagreement',
  'accounts',
  'state',
  'numbers',
  'correction',
  'scripts',
] as const;

/** What a reader may rely on, and what not. */
export default function Method({ loaderData }: Route.ComponentProps) {
  const t = useT('public');
  const { site, singlePerson } = loaderData;
  return (
    <article className="file method">
      <PageHead
        title={t('method.title')}
        siteName={site.name}
        description={t('method.lead')}
        publicUrl={site.publicUrl}
        path="/method"
        type="website"
      />
      <header className="file-head">
        <h1>{t('method.title')}</h1>
        <p className="lead">{t('method.lead')}</p>
      </header>
      <div className="prose">
        {site.demonstration && (
          <>
            <h2>{t('method.demonstration.title')}</h2>
            <p>{t('method.demonstration')}</p>
          </>
        )}
        {chapters.map((chapter) => (
          <section key={chapter}>
            <h2>{t(`method.${chapter}.title`)}</h2>
            <p>{t(`method.${chapter}`)}</p>
            {chapter === 'review' && singlePerson && (
              <p className="method-single">{t('method.review.single')}</p>
            )}
          </section>
        ))}
      </div>
    </article>
  );
}

export { PageError as ErrorBoundary } from '../components/index.ts';
