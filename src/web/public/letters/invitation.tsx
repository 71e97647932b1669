import { data, useParams } from 'react-router';
import { invitingLimits } from '#letters/form';
import { houseContext, pageContext } from '#web/context';
import { Notice } from '../../components/index.ts';
import { Field, PageForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import type { PageHandle } from '../../page-handle.ts';
import type { SealScript } from '../../seal/seal-script.ts';
import type { Route } from './+types/invitation.ts';
import { countryOptions, type CountryOption } from './country-options.ts';
import { answerInvited, invitationLocale, type InvitationPage } from './invitation-request.ts';
import { Head, LanguageChoice, StepForm } from './invited-parts.tsx';
import { RetentionLine } from './retention-line.tsx';
import { AppearanceField, ConsentFields, PersonFields, signLabels } from './sign-fields.tsx';
import { hasSealScript, SealScriptTag } from './seal-script-tag.tsx';
import { SignedTexts } from './signed-texts.tsx';
import { WithheldFields } from './withheld-fields.tsx';
import './signing.css';

const unkept = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' };

/** Says nothing of anybody: programs that look into mail open links, and so does who finds one. */
export function loader({ params, context }: Route.LoaderArgs) {
  const locale = invitationLocale(params.locale);
  const { name: publisher } = context.get(pageContext).instance;
  const today = new Date().toISOString().slice(0, 10);
  return data({ publisher, countries: countryOptions(locale), today }, { headers: unkept });
}

export async function action({ params, request, context }: Route.ActionArgs) {
  const { instance, clientAddress, sealScript } = context.get(pageContext);
  const answer = await answerInvited(request, {
    ...{ house: context.get(houseContext), instance, clientAddress, code: params.code },
    locale: invitationLocale(params.locale),
  });
  const { page, state } = answer;
  const script = page.kind === 'opened' && page.panel?.isOver === false ? sealScript : undefined;
  return data({ ...answer, script }, { status: state === undefined ? 200 : 422, headers: unkept });
}

export const handle: PageHandle = { ownScript: hasSealScript };

export function headers({ loaderHeaders, actionHeaders }: Route.HeadersArgs) {
  return actionHeaders.has('Cache-Control') ? actionHeaders : loaderHeaders;
}

/** What somebody who was invited sees behind their link. */
export default function Invitation({ actionData, loaderData }: Route.ComponentProps) {
  const t = useT('invite');
  return (
    <article className="file letter sign">
      <title>{t('own.title')}</title>
      <meta name="robots" content="noindex" />
      <SealScriptTag script={actionData?.script} />
      {actionData === undefined ? <Unopened /> : <Answered {...actionData} {...loaderData} />}
    </article>
  );
}

function Unopened() {
  const t = useT('invite');
  return (
    <>
      <Head title={t('own.title')} lead={t('own.lead')} />
      <div className="stack">
        <StepForm step="open">
          <SubmitButton>{t('own.open')}</SubmitButton>
        </StepForm>
        <Refusing />
      </div>
      <p className="section-note">{t('own.means', { days: invitingLimits.keptDays })}</p>
    </>
  );
}

function Refusing() {
  const t = useT('invite');
  return (
    <>
      <StepForm step="stopped">
        <SubmitButton look="plain">{t('own.stop')}</SubmitButton>
      </StepForm>
      <StepForm step="declined">
        <SubmitButton look="plain">{t('own.declined')}</SubmitButton>
      </StepForm>
      <StepForm step="unknown">
        <SubmitButton look="plain">{t('own.unknown')}</SubmitButton>
      </StepForm>
    </>
  );
}

interface Around {
  readonly publisher: string;
  readonly countries: readonly CountryOption[];
  readonly today: string;
  readonly script: SealScript | undefined;
  readonly state?: FormState | undefined;
}

function Answered({ page, ...around }: Around & { readonly page: InvitationPage }) {
  const t = useT('invite');
  if (page.kind === 'opened') return <Opened page={page} {...around} />;
  if (page.kind === 'signed') return <Signed outcome={page.outcome} />;
  if (page.kind === 'unknown-link') return <Head title={t('gone')} lead={t('gone.means')} />;
  const lead = page.kind === 'stopped' ? t('done.stopped.means') : t('done.ended.means');
  return <Head title={t(`done.${page.kind}`)} lead={lead} />;
}

function Signed({ outcome }: Pick<Extract<InvitationPage, { kind: 'signed' }>, 'outcome'>) {
  const t = useT('invite');
  const locale = useLocale();
  return (
    <>
      <Head title={t(`done.${outcome.kind}`)} lead={t(`done.${outcome.kind}.means`)} />
      {outcome.kind !== 'mailed' && (
        <p>
          <a className="button" href={`/${locale}/signature/${outcome.link}`}>
            {t('done.link')}
          </a>
        </p>
      )}
    </>
  );
}

type OpenedPage = Extract<InvitationPage, { kind: 'opened' }>;

function Opened({ page, ...around }: Around & { readonly page: OpenedPage }) {
  const t = useT('invite');
  const sign = useT('sign');
  const { version, translation } = page.chosen;
  const { text, direction } = translation ?? version;
  return (
    <>
      <header className="file-head">
        <p className="eyebrow">{t('own.title')}</p>
        <h1 lang={text.language} dir={direction}>
          {text.title}
        </h1>
      </header>
      {!page.isPublic && (
        <Notice tone="caution">
          <p>{t('own.early')}</p>
        </Notice>
      )}
      <SignedTexts
        form="collective"
        chosen={page.chosen}
        choice={<LanguageChoice languages={page.languages} current={text.language} />}
      />
      <SignersSoFar signers={page.signers} />
      {page.signing === 'open' ? (
        <SignForm page={page} {...around} />
      ) : (
        <Notice tone="caution">
          <p>{sign(`state.${page.signing}`)}</p>
          {page.message !== '' && <p dir="auto">{page.message}</p>}
        </Notice>
      )}
      <section className="section stack">
        <Refusing />
        <p className="section-note">{t('own.means', { days: invitingLimits.keptDays })}</p>
      </section>
    </>
  );
}

function SignersSoFar({ signers }: Pick<OpenedPage, 'signers'>) {
  const t = useT('invite');
  if (signers === undefined) return null;
  return (
    <section className="section" aria-labelledby="so-far">
      <h2 id="so-far">{t('own.signers')}</h2>
      {signers.length === 0 && <p>{t('own.signers.nobody')}</p>}
      <ul className="plain-list signers">
        {signers.map(({ name, credit }) => (
          <li key={`${name} ${credit}`}>
            <strong>
              <bdi>{name}</bdi>
            </strong>
            {credit !== '' && (
              <span className="signer-more">
                <bdi>{credit}</bdi>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function SignForm({
  page,
  state,
  publisher,
  countries,
  today,
  script,
}: Around & { readonly page: OpenedPage }) {
  const t = useT('invite');
  const sign = useT('sign');
  const { code = '' } = useParams();
  const { person, byHand, chosen, panel } = page;
  const read = chosen.translation ?? chosen.version;
  return (
    <section className="section" aria-labelledby="sign-here">
      <h2 id="sign-here">{sign('sign.here')}</h2>
      <p className="section-note">{t(page.hasSigned ? 'own.hasSigned' : 'own.prefilled')}</p>
      <PageForm
        id="sign"
        state={state}
        area="sign"
        labels={signLabels(sign)}
        action={`/${useLocale()}/invitation/${code}#sign`}
        reload
      >
        <input type="hidden" name="step" value="sign" />
        <input type="hidden" name="text" value={page.hash} />
        <input type="hidden" name="translation" value={page.chosen.translation?.hash ?? ''} />
        <input type="hidden" name="language" value={read.text.language} />
        <AppearanceField withholds={panel?.isOver === false} />
        <PersonFields person={person} countries={countries} />
        <WithheldFields {...{ panel, today }} hasScript={script !== undefined} />
        <Field
          name="address"
          type="email"
          required={!byHand}
          autoComplete="email"
          hint={t(byHand ? 'own.address.byHand' : 'own.address.hint')}
          defaultValue={person.address}
        />
        <ConsentFields publisher={publisher} />
        <RetentionLine until={page.keptUntil} />
        <SubmitButton>{sign('sign.submit')}</SubmitButton>
      </PageForm>
    </section>
  );
}

export { PageError as ErrorBoundary } from '../../components/index.ts';
