import { data } from 'react-router';
import { quoteLanguages, quoteLimit } from '#letters/form';
import { isLocale } from '#platform/languages';
import { houseContext, pageContext } from '#web/context';
import { languageName } from '../../desk/language-name.ts';
import { Notice, Tag } from '../../components/index.ts';
import {
  Checkbox,
  PageForm,
  Select,
  SubmitButton,
  TextArea,
  type FormState,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import { useLocale } from '../../page-environment.tsx';
import type { Route } from './+types/own-quote.ts';
import { Head } from './invited-parts.tsx';
import { answerOwnQuote, type OwnQuotePage } from './own-quote-request.ts';
import { signerRequest } from './signature-request.ts';
import { unkept, Unopened } from './signer-parts.tsx';
import './signing.css';

/** Says nothing of anybody: programs that look into mail open links, and so do people with the phone. */
export function loader({ params, context }: Route.LoaderArgs) {
  const { locale } = params;
  if (!isLocale(locale)) notFound();
  const languages = quoteLanguages
    .map((value) => ({ value, label: languageName(value, locale) }))
    .toSorted((one, other) => one.label.localeCompare(other.label, locale));
  const { name: publisher } = context.get(pageContext).instance;
  return data({ languages, publisher }, { headers: unkept });
}

export async function action({ params, request, context }: Route.ActionArgs) {
  const { instance } = context.get(pageContext);
  const answer = await answerOwnQuote(
    request,
    signerRequest(params, context.get(houseContext), instance),
  );
  return data(answer, { status: answer.state === undefined ? 200 : 422, headers: unkept });
}

/** Where a signer clears words by which they may be quoted, and takes them back. */
export default function OwnQuote({ actionData, loaderData, params }: Route.ComponentProps) {
  const t = useT('quote');
  return (
    <article className="file letter">
      <title>{t('title')}</title>
      <meta name="robots" content="noindex" />
      {actionData === undefined ? (
        <Unopened title={t('title')} lead={t('closed')}>
          {t('open')}
        </Unopened>
      ) : (
        <Opened
          {...{ ...actionData, ...loaderData }}
          back={`/${params.locale}/signature/${params.code}`}
        />
      )}
    </article>
  );
}

interface Around {
  readonly state?: FormState | undefined;
  readonly languages: readonly { readonly value: string; readonly label: string }[];
  readonly publisher: string;
}

function Opened({
  page,
  back,
  ...around
}: Around & { readonly page: OwnQuotePage; readonly back: string }) {
  const t = useT('quote');
  const sign = useT('sign');
  if (page.kind === 'unknown') {
    return <Head title={sign('own.unknown')} lead={sign('own.unknown.means')} />;
  }
  return (
    <>
      <Head title={t('title')} lead={t('lead')} />
      {page.done !== undefined && (
        <Notice tone="done">
          <p>{t(`done.${page.done}`)}</p>
        </Notice>
      )}
      {page.quote !== null && <Cleared quote={page.quote} />}
      {page.isNamed ? (
        <QuoteForm quote={page.quote} {...around} />
      ) : (
        <Notice tone="caution">
          <p>{t('refusal.quote-unnamed')}</p>
        </Notice>
      )}
      <p className="section">
        <a href={back}>{t('back')}</a>
      </p>
    </>
  );
}

type Opened = Extract<OwnQuotePage, { kind: 'opened' }>;

function Cleared({
  quote: { words, language, isChosen },
}: {
  readonly quote: NonNullable<Opened['quote']>;
}) {
  const t = useT('quote');
  return (
    <section className="section stack-tight" aria-labelledby="cleared">
      <h2 id="cleared">{t('cleared')}</h2>
      <blockquote className="words" lang={language} dir="auto">
        {words}
      </blockquote>
      <p>
        <Tag tone={isChosen ? 'accent' : 'plain'}>{t(isChosen ? 'shown' : 'waits')}</Tag>
      </p>
      <PageForm id="take-back" state={undefined} area="quote" reload className="step-form">
        <input type="hidden" name="step" value="take-back" />
        <SubmitButton look="plain">{t('takeBack')}</SubmitButton>
      </PageForm>
    </section>
  );
}

function QuoteForm({
  quote,
  state,
  languages,
  publisher,
}: Around & { readonly quote: Opened['quote'] }) {
  const t = useT('quote');
  const locale = useLocale();
  const labels = { words: t('words'), language: t('language'), clear: t('clear') };
  return (
    <section className="section" aria-labelledby="words">
      <h2 id="words">{t(quote === null ? 'write' : 'rewrite')}</h2>
      <p className="section-note">{t(quote === null ? 'write.means' : 'rewrite.means')}</p>
      <PageForm id="clear" state={state} area="quote" labels={labels} reload>
        <input type="hidden" name="step" value="clear" />
        <TextArea
          name="words"
          rows={4}
          maxLength={quoteLimit}
          hint={t('words.hint', { most: quoteLimit })}
          defaultValue={quote?.words}
          dir="auto"
          required
        />
        <Select
          name="language"
          options={languages}
          defaultValue={quote?.language ?? locale}
          required
        />
        <Checkbox name="clear" label={t('consent', { publisher })} />
        <SubmitButton>{t('submit')}</SubmitButton>
      </PageForm>
    </section>
  );
}

export { PageError as ErrorBoundary } from '../../components/index.ts';
export { unkeptHeaders as headers } from './signer-parts.tsx';
