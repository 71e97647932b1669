import { data } from 'react-router';
import { isLocale } from '#platform/languages';
import { houseContext, pageContext } from '#web/context';
import { Notice } from '../../components/index.ts';
import type { FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { Route } from './+types/vouching.ts';
import { Head } from './invited-parts.tsx';
import { signerRequest } from './signature-request.ts';
import { unkept, Unopened } from './signer-parts.tsx';
import { GivenVouches, VouchForSomebody } from './vouch-for-somebody.tsx';
import { WhoVouches } from './who-vouches.tsx';
import { answerVouching, type VouchingView } from './vouching-request.ts';
import './signing.css';

/** Says nothing of anybody: programs that look into mail open links, and so do people with the phone. */
export function loader({ params }: Route.LoaderArgs) {
  if (!isLocale(params.locale)) notFound();
  return data(null, { headers: unkept });
}

export async function action({ params, request, context }: Route.ActionArgs) {
  const { instance } = context.get(pageContext);
  const answer = await answerVouching(
    request,
    signerRequest(params, context.get(houseContext), instance),
  );
  return data(answer, { status: answer.state === undefined ? 200 : 422, headers: unkept });
}

/** Where a signer asks people who know them to vouch for them, and vouches for others. */
export default function Vouching({ actionData, params }: Route.ComponentProps) {
  const t = useT('vouch');
  return (
    <article className="file letter">
      <title>{t('title')}</title>
      <meta name="robots" content="noindex" />
      {actionData === undefined ? (
        <Unopened title={t('title')} lead={t('closed')}>
          {t('open')}
        </Unopened>
      ) : (
        <Opened {...actionData} back={`/${params.locale}/signature/${params.code}`} />
      )}
    </article>
  );
}

function Opened({
  view,
  state,
  back,
}: {
  readonly view: VouchingView;
  readonly state?: FormState | undefined;
  readonly back: string;
}) {
  const t = useT('vouch');
  const sign = useT('sign');
  if (view.kind === 'unknown') {
    return <Head title={sign('own.unknown')} lead={sign('own.unknown.means')} />;
  }
  const { own, address, asking, done } = view;
  return (
    <>
      <Head title={t('title')} lead={t('lead')} />
      {done !== undefined && (
        <Notice tone="done">
          <p>{t(`done.${done}`)}</p>
        </Notice>
      )}
      {/* What was asked or refused comes first: the form stands below, and it would not be seen. */}
      {asking === undefined && state?.form !== 'look' && state?.form !== 'vouch' && (
        <WhoVouches {...{ own, address, state }} />
      )}
      <VouchForSomebody {...{ own, asking, state }} />
      <GivenVouches vouches={own.vouches} />
      <p className="section">
        <a href={back}>{t('back')}</a>
      </p>
    </>
  );
}

export { PageError as ErrorBoundary } from '../../components/index.ts';
export { unkeptHeaders as headers } from './signer-parts.tsx';
