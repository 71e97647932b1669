import { loadDecision } from '#editions';
import { readEdition, readLetterNotes } from '#publish';
import { pageContext } from '#web/context';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import { SubjectPage } from '../../public/subject-page.tsx';
import { deskRequest, uidParam } from '../desk-request.ts';
import type { Route } from './+types/preview.ts';
import '../../public/public.css';

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const uid = uidParam(params.uid);
  const decision = await loadDecision(house.db, actor, uid);
  const subject = uidParam(params.subject);
  const document = decision?.documents.find((one) => one.subject === subject);
  if (document === undefined) notFound();
  const { name } = context.get(pageContext).instance;
  const reading = readEdition(document, locale);
  const anchors = reading.letter?.versions[0].anchors ?? [];
  return { uid, name, reading, notes: await readLetterNotes(house.readerDb, anchors, locale) };
}

/** The page as readers will see it, outside the desk and without its scripts. */
export default function Preview({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const { uid, name, reading, notes } = loaderData;
  return (
    <div className="public">
      <title>{reading.name.text}</title>
      <p className="banner">
        {t('preview.banner')} <a href={`/desk/publications/${uid}`}>{t('preview.back')}</a>
      </p>
      <header className="masthead row row-apart">
        <span className="masthead-name">
          <bdi>{name}</bdi>
        </span>
      </header>
      <main className="public-main">
        <SubjectPage reading={reading} publisher={name} notes={notes} />
      </main>
    </div>
  );
}

export { PageError as ErrorBoundary } from '../../components/index.ts';
