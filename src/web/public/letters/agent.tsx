import { data } from 'react-router';
import { houseContext, pageContext } from '#web/context';
import { Notice } from '../../components/index.ts';
import { SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import type { Route } from './+types/agent.ts';
import { AgentForm } from './agent-form.tsx';
import { answerAgent, type AgentPage } from './agent-request.ts';
import { countryOptions, type CountryOption } from './country-options.ts';
import { invitationLocale } from './invitation-request.ts';
import { Head, LanguageChoice, StepForm } from './invited-parts.tsx';
import { SignedTexts } from './signed-texts.tsx';
import './signing.css';

const unkept = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' };

/** Says nothing of anybody: programs that look into mail open links, and so does who finds one. */
export function loader({ params, context }: Route.LoaderArgs) {
  const locale = invitationLocale(params.locale);
  const { name: publisher } = context.get(pageContext).instance;
  return data({ publisher, countries: countryOptions(locale) }, { headers: unkept });
}

export async function action({ params, request, context }: Route.ActionArgs) {
  const { instance, clientAddress } = context.get(pageContext);
  const answer = await answerAgent(request, {
    ...{ house: context.get(houseContext), instance, clientAddress, code: params.code },
    locale: invitationLocale(params.locale),
  });
  return data(answer, { status: answer.state === undefined ? 200 : 422, headers: unkept });
}

export function headers({ loaderHeaders, actionHeaders }: Route.HeadersArgs) {
  return actionHeaders.has('Cache-Control') ? actionHeaders : loaderHeaders;
}

/** What somebody sees behind their link who may sign for another person. */
export default function Agent({ actionData, loaderData }: Route.ComponentProps) {
  const t = useT('agent');
  return (
    <article className="file letter sign">
      <title>{t('title')}</title>
      <meta name="robots" content="noindex" />
      {actionData === undefined ? (
        <Unopened />
      ) : (
        <Answered page={actionData.page} state={actionData.state} {...loaderData} />
      )}
    </article>
  );
}

function Unopened() {
  const t = useT('agent');
  return (
    <>
      <Head title={t('title')} lead={t('lead')} />
      <div className="stack">
        <StepForm step="open">
          <SubmitButton>{t('open')}</SubmitButton>
        </StepForm>
        <Declining />
      </div>
    </>
  );
}

function Declining() {
  const t = useT('agent');
  return (
    <>
      <StepForm step="decline">
        <SubmitButton look="plain">{t('decline')}</SubmitButton>
      </StepForm>
      <p className="section-note">{t('means')}</p>
    </>
  );
}

interface Around {
  readonly publisher: string;
  readonly countries: readonly CountryOption[];
  readonly state: FormState | undefined;
}

function Answered({ page, ...around }: Around & { readonly page: AgentPage }) {
  const t = useT('agent');
  const invite = useT('invite');
  if (page.kind === 'opened') return <Opened page={page} {...around} />;
  if (page.kind === 'signed') return <Signed outcome={page.outcome} />;
  if (page.kind === 'unknown-link') {
    return <Head title={invite('gone')} lead={invite('gone.means')} />;
  }
  return <Head title={t('done.declined')} lead={t('done.declined.means')} />;
}

function Signed({ outcome }: Pick<Extract<AgentPage, { kind: 'signed' }>, 'outcome'>) {
  const t = useT('agent');
  const locale = useLocale();
  const { kind, link } = outcome;
  if (link === undefined) return <Head title={t(`done.${kind}`)} lead={t(`done.${kind}.means`)} />;
  return (
    <>
      <Head title={t(`done.${kind}`)} lead={t('done.link.means')} />
      {kind === 'held' && <p>{t('done.held.means')}</p>}
      <p>
        <a className="button" href={`/${locale}/signature/${link}`}>
          {t('done.link')}
        </a>
      </p>
    </>
  );
}

type OpenedAgentPage = Extract<AgentPage, { kind: 'opened' }>;

function Opened({ page, ...around }: Around & { readonly page: OpenedAgentPage }) {
  const t = useT('agent');
  const sign = useT('sign');
  const { version, translation } = page.chosen;
  const { text } = translation ?? version;
  return (
    <>
      <header className="file-head">
        <p className="eyebrow">{t('for', { name: page.person.name })}</p>
        <h1>
          <bdi lang={text.language}>{text.title}</bdi>
        </h1>
      </header>
      {!page.isPublic && (
        <Notice tone="caution">
          <p>{t('early')}</p>
        </Notice>
      )}
      <SignedTexts
        form="collective"
        chosen={page.chosen}
        choice={<LanguageChoice languages={page.languages} current={text.language} />}
      />
      {page.signing === 'open' ? (
        <AgentForm page={page} {...around} />
      ) : (
        <Notice tone="caution">
          <p>{sign(`state.${page.signing}`)}</p>
          {page.message !== '' && <p dir="auto">{page.message}</p>}
        </Notice>
      )}
      <section className="section stack">
        <Declining />
      </section>
    </>
  );
}

export { PageError as ErrorBoundary } from '../../components/index.ts';
