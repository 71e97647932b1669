import { Fragment, type ReactNode } from 'react';
import { data, useParams } from 'react-router';
import type { OwnSignature } from '#letters';
import { formatEdtf, parseEdtf, type Edtf } from '#platform/calendar';
import { formatNumber, isLocale } from '#platform/languages';
import { houseContext, pageContext } from '#web/context';
import { DateText, Notice } from '../../components/index.ts';
import { PageForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import { useLocale } from '../../page-environment.tsx';
import type { PageHandle } from '../../page-handle.ts';
import type { SealScript } from '../../seal/seal-script.ts';
import type { Route } from './+types/signature.ts';
import { AppearanceField, ConsentFields, PersonFields, signLabels } from './sign-fields.tsx';
import { RetentionLine } from './retention-line.tsx';
import { OwnLanguages } from './own-languages.tsx';
import { OtherVersions } from './other-versions.tsx';
import { OwnWithheldSection } from './own-withheld.tsx';
import { hasSealScript, SealScriptTag } from './seal-script-tag.tsx';
import { WithheldFields } from './withheld-fields.tsx';
import { countryOptions, type CountryOption } from './country-options.ts';
import { answerSigner, signerRequest, type SignatureView } from './signature-request.ts';
import { QuoteSection } from './quote-section.tsx';
import { VouchingSection } from './vouching-section.tsx';
import './signing.css';

/** Says nothing of anybody: programs that look into mail open links, and so do people with the phone. */
export function loader({ params, context }: Route.LoaderArgs) {
  if (!isLocale(params.locale)) notFound();
  const { name: publisher } = context.get(pageContext).instance;
  const today = dayText(new Date());
  return data({ publisher, countries: countryOptions(params.locale), today }, { headers: unkept });
}

const unkept = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' };

export async function action({ params, request, context }: Route.ActionArgs) {
  const { instance, sealScript } = context.get(pageContext);
  const answer = await answerSigner(
    request,
    signerRequest(params, context.get(houseContext), instance),
  );
  const status = answer.state === undefined ? 200 : 422;
  const { view } = answer;
  const script = view.kind === 'own' && view.own.panel?.isOver === false ? sealScript : undefined;
  return data({ ...answer, script }, { status, headers: unkept });
}

export const handle: PageHandle = { ownScript: hasSealScript };

export function headers({ loaderHeaders, actionHeaders }: Route.HeadersArgs) {
  return actionHeaders.has('Cache-Control') ? actionHeaders : loaderHeaders;
}

/** A signer's own page, behind the link that was mailed to them. */
export default function Signature({ actionData, loaderData }: Route.ComponentProps) {
  const t = useT('sign');
  return (
    <article className="file letter">
      <title>{t('own.title')}</title>
      <meta name="robots" content="noindex" />
      <SealScriptTag script={actionData?.script} />
      {actionData === undefined ? <Unopened /> : <Opened {...actionData} {...loaderData} />}
    </article>
  );
}

function Unopened() {
  const t = useT('sign');
  return (
    <>
      <header className="file-head">
        <h1>{t('own.confirm')}</h1>
        <p className="lead">{t('own.confirm.lead')}</p>
      </header>
      <div className="stack">
        <StepForm step="confirm">
          <SubmitButton>{t('own.confirm.button')}</SubmitButton>
        </StepForm>
        <StepForm step="open">
          <SubmitButton look="plain">{t('own.open')}</SubmitButton>
        </StepForm>
        <StepForm step="disowned">
          <SubmitButton look="plain">{t('own.disown')}</SubmitButton>
        </StepForm>
      </div>
      <p className="section-note">{t('own.disown.means')}</p>
    </>
  );
}

function StepForm({ step, children }: { readonly step: string; readonly children: ReactNode }) {
  return (
    <PageForm id={step} state={undefined} area="sign" reload className="step-form">
      <input type="hidden" name="step" value={step} />
      {children}
    </PageForm>
  );
}

interface Around {
  readonly state?: FormState | undefined;
  readonly script: SealScript | undefined;
  readonly publisher: string;
  readonly countries: readonly CountryOption[];
  readonly today: string;
}

function Opened({ view, ...around }: Around & { readonly view: SignatureView }) {
  const t = useT('sign');
  if (view.kind === 'unknown') {
    return (
      <header className="file-head">
        <h1>{t('own.unknown')}</h1>
        <p className="lead">{t('own.unknown.means')}</p>
      </header>
    );
  }
  if (view.kind === 'left') {
    return (
      <header className="file-head">
        <h1>{t(`left.${view.how}`)}</h1>
        <p className="lead">{t('left.means')}</p>
      </header>
    );
  }
  if (view.kind === 'leaving') return <Leaving />;
  return <Own {...view} {...around} />;
}

function Leaving() {
  const t = useT('sign');
  return (
    <>
      <header className="file-head">
        <h1>{t('leave.title')}</h1>
        <p className="lead">{t('leave.lead')}</p>
      </header>
      <div className="stack">
        <StepForm step="withdrawn">
          <SubmitButton>{t('leave.withdrawn')}</SubmitButton>
        </StepForm>
        <StepForm step="forced">
          <SubmitButton look="plain">{t('leave.forced')}</SubmitButton>
        </StepForm>
        <StepForm step="open">
          <SubmitButton look="plain">{t('leave.stay')}</SubmitButton>
        </StepForm>
      </div>
      <p className="section-note">{t('leave.forced.means')}</p>
    </>
  );
}

function Own({
  own,
  changed,
  fingerprint,
  versions,
  state,
  ...around
}: Around & Omit<Extract<SignatureView, { kind: 'own' }>, 'kind'>) {
  const t = useT('sign');
  const locale = useLocale();
  const change = <ChangeSection own={own} state={state} {...around} />;
  return (
    <>
      <header className="file-head">
        <p className="eyebrow">{t('own.title')}</p>
        <h1>{t(`own.${own.state}`)}</h1>
        <p className="lead">
          <StateMeans own={own} />
        </p>
      </header>
      {changed && (
        <Notice tone="done">
          <p>{t('own.changed')}</p>
        </Notice>
      )}
      {/* What was refused comes first: the form stands far below, and what is wrong would not be seen. */}
      {state !== undefined && change}
      {own.quiet && <p>{t('own.quiet')}</p>}
      {versions !== undefined && <OtherVersions letter={own.letter} versions={versions} />}
      <OwnFacts {...{ own, fingerprint, versions }} countries={around.countries} />
      {own.mandate !== null && <OwnMandate mandate={own.mandate} />}
      <RetentionLine until={own.keptUntil} />
      {own.withheld !== null && <OwnWithheldSection withheld={own.withheld} />}
      <ReceiptSection />
      {own.state !== 'waiting' && <VouchingSection />}
      {own.state !== 'waiting' && own.appearance === 'named' && <QuoteSection />}
      {state === undefined && change}
      <section className="section stack-tight" aria-labelledby="leave">
        <h2 id="leave">{t('leave.title')}</h2>
        <p>{t('leave.lead')}</p>
        <StepForm step="leaving">
          <SubmitButton look="plain">{t('leave.begin')}</SubmitButton>
        </StepForm>
      </section>
      <p className="section">
        <a href={`/${locale}/letters/${own.letter}`}>{t('sign.toLetter')}</a>
      </p>
    </>
  );
}

function ChangeSection({
  own,
  state,
  script,
  publisher,
  countries,
  today,
}: Around & { readonly own: OwnSignature }) {
  const t = useT('sign');
  const locale = useLocale();
  // As the operation carries them: in the language of the page, and once the mailbox was theirs.
  const given = (own.mandate === null ? own.consents : [])
    .filter(
      ({ purpose, language }) =>
        own.state !== 'waiting' && language === locale && !(purpose === 'updates' && own.quiet),
    )
    .map(({ purpose, words, givenAt }) => ({ purpose, words, day: dayOf(givenAt) }));
  return (
    <section className="section" aria-labelledby="change-title">
      <h2 id="change-title">{t('change')}</h2>
      <p className="section-note">{t('change.means')}</p>
      <PageForm id="change" state={state} area="sign" labels={signLabels(t)} reload>
        <input type="hidden" name="step" value="change" />
        <AppearanceField chosen={own.appearance} withholds={own.panel?.isOver === false} />
        <PersonFields person={own.person} countries={countries} />
        <WithheldFields
          {...{ panel: own.panel, rule: own.withheld?.rule, today }}
          hasScript={script !== undefined}
        />
        <ConsentFields publisher={publisher} given={given} />
        <SubmitButton>{t('change.submit')}</SubmitButton>
      </PageForm>
    </section>
  );
}

/** The receipt, and what whoever checks it needs besides. */
function ReceiptSection() {
  const t = useT('sign');
  return (
    <section className="section stack-tight" aria-labelledby="receipt">
      <h2 id="receipt">{t('receipt')}</h2>
      <p>{t('receipt.means')}</p>
      <div className="row">
        <FileForm which="receipt">{t('receipt.take')}</FileForm>
        <FileForm which="data">{t('own.data')}</FileForm>
      </div>
      <p>{t('receipt.policy.means')}</p>
      <p>
        <bdi className="code">countersign verify signature-receipt.json --policy policy.txt</bdi>
      </p>
      <div className="row">
        <a className="button button-plain" href="/log/policy" download="policy.txt">
          {t('receipt.policy')}
        </a>
        <a href="/verify.html">{t('receipt.page')}</a>
      </div>
    </section>
  );
}

function StateMeans({ own }: { readonly own: OwnSignature }) {
  const t = useT('sign');
  const ledger = useT('ledger');
  const locale = useLocale();
  if (own.state !== 'aside') return t(`own.${own.state}.means`);
  const key = `reason.${own.aside?.reason ?? 'other'}`;
  return t('own.aside.means', {
    reason: ledger.has(key) ? ledger(key) : ledger('reason.other'),
    until: own.aside === null ? '' : formatEdtf(dayOf(own.aside.until), locale),
  });
}

function OwnFacts({
  own,
  countries,
  fingerprint,
  versions,
}: Pick<Around, 'countries'> &
  Pick<Extract<SignatureView, { kind: 'own' }>, 'own' | 'fingerprint' | 'versions'>) {
  const t = useT('sign');
  const locale = useLocale();
  const { person, appearance, confirmedAt } = own;
  const facts = [
    [t('name'), person.name],
    [t('credit'), person.credit],
    [t('affiliation'), person.affiliation],
    [t('country'), countries.find(({ value }) => value === person.country)?.label ?? ''],
    [t('address'), person.address],
  ] as const;
  return (
    <dl className="facts">
      <dt>{t('appearance')}</dt>
      <dd>{t(`appearance.${appearance}`)}</dd>
      {facts.map(
        ([label, value]) =>
          value !== '' && (
            <Fragment key={label}>
              <dt>{label}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </Fragment>
          ),
      )}
      <dt>{t('own.when')}</dt>
      <dd>{confirmedAt === null ? t('own.notYet') : <DateText edtf={dayOf(confirmedAt)} />}</dd>
      <OwnLanguages languages={own.languages} />
      {versions !== undefined && (
        <>
          <dt>{t('own.version')}</dt>
          <dd>{formatNumber(versions.signed, locale)}</dd>
        </>
      )}
      <dt>{t('own.text')}</dt>
      <dd>
        <bdi className="code">{fingerprint}</bdi>
      </dd>
    </dl>
  );
}

/** What an agent wrote down of their mandate, for whom it is said to be from. */
function OwnMandate({ mandate }: { readonly mandate: NonNullable<OwnSignature['mandate']> }) {
  const t = useT('sign');
  return (
    <section className="section" aria-labelledby="mandate">
      <h2 id="mandate">
        {t('own.mandate')} <bdi>{mandate.agent}</bdi>
      </h2>
      <p className="section-note">{t('own.mandate.means')}</p>
      <dl className="facts">
        <dt>{t('own.mandate.words')}</dt>
        <dd dir="auto">{mandate.words}</dd>
        <dt>{t('own.mandate.when')}</dt>
        <dd>
          <DateText edtf={dayOf(new Date(mandate.givenOn))} />, {t(`mandate.how.${mandate.how}`)}
        </dd>
      </dl>
    </section>
  );
}

function dayText(at: Date): string {
  return at.toISOString().slice(0, 10);
}

function dayOf(at: Date): Edtf {
  const day = parseEdtf(dayText(at));
  if (!day.ok) throw new RangeError('expected a day');
  return day.edtf;
}

/** A file that comes as the answer to a button, because its address alone must give nothing. */
function FileForm({ which, children }: { readonly which: string; readonly children: ReactNode }) {
  const locale = useLocale();
  const { code = '' } = useParams();
  return (
    <form method="post" action={`/${locale}/signature/${code}/${which}`}>
      <button type="submit" className="button button-plain">
        {children}
      </button>
    </form>
  );
}
