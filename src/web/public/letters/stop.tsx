import { data } from 'react-router';
import { stopMails } from '#letters';
import { isLocale } from '#platform/languages';
import { houseContext } from '#web/context';
import { PageForm, SubmitButton } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { Route } from './+types/stop.ts';

const unkept = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' };

/** Opening it does nothing: programs that look into mail open links. */
export function loader({ params }: Route.LoaderArgs) {
  if (!isLocale(params.locale)) notFound();
  return data(null, { headers: unkept });
}

export async function action({ params, context }: Route.ActionArgs) {
  const { db, letterSealer } = context.get(houseContext);
  await db.transaction().execute((tx) => stopMails(tx, letterSealer, params.code));
  return data({ done: true }, { headers: unkept });
}

export function headers({ loaderHeaders, actionHeaders }: Route.HeadersArgs) {
  return actionHeaders.has('Cache-Control') ? actionHeaders : loaderHeaders;
}

/** Where mails about a letter end; the same for every code, whoever holds it. */
export default function Stop({ actionData }: Route.ComponentProps) {
  const t = useT('course');
  const isDone = actionData !== undefined;
  return (
    <article className="file">
      <title>{t('stop.title')}</title>
      <meta name="robots" content="noindex" />
      <header className="file-head">
        <h1>{t(isDone ? 'stop.done' : 'stop.title')}</h1>
        <p className="lead">{t(isDone ? 'stop.done.means' : 'stop.lead')}</p>
      </header>
      {!isDone && (
        <PageForm id="stop" state={undefined} area="course" reload>
          <SubmitButton>{t('stop.do')}</SubmitButton>
        </PageForm>
      )}
    </article>
  );
}
