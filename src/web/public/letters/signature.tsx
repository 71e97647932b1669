import { Fragment, type ReactNode } from 'react';
import { data, useParams } from 'react-router';
import type { OwnSignature } from '#letters';
import { formatEdtf, parseEdtf, type Edtf } from '#platform/calendar';
import { formatList, isLocale } from '#platform/languages';
import { houseContext, pageContext } from '#web/context';
import { DateText, Notice } from '../../components/index.ts';
import { PageForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { languageName } from '../../desk/language-name.ts';
import { notFound } from '../../not-found.ts';
import { useLocale } from '../../page-environment.tsx';
import type { Route } from './+types/signature.ts';
import { AppearanceField, ConsentFields, PersonFields, signLabels } from './sign-fields.tsx';
import { RetentionLine } from './retention-line.tsx';
import { OwnWithheldSection } from './own-withheld.tsx';
import { WithheldFields } from './withheld-fields.tsx';
import { countryOptions, type CountryOption } from './country-options.ts';
import { answerSigner, signerRequest, type SignatureView } from './signature-request.ts';
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
  const { instance } = context.get(pageContext);
  const answer = await answerSigner(
    request,
    signerRequest(params, context.get(houseContext), instance),
  );
  const status = answer.state === undefined ? 200 : 422;
  return data(answer, { status, headers: unkept });
}

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
      {actionData === undefined ? (
        <Unopened />
      ) : (
        <Opened view={actionData.view} state={actionData.state} {...loaderData} />
      )}
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

function Opened({
  view,
  state,
  publisher,
  countries,
  today,
}: {
  readonly view: SignatureView;
  readonly state: FormState | undefined;
  readonly publisher: string;
  readonly countries: readonly CountryOption[];
  readonly today: string;
}) {
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
  return (
    <Own own={view.own} changed={view.changed} state={state} {...{ publisher, countries, today }} />
  );
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
  state,
  publisher,
  countries,
  today,
}: {
  readonly own: OwnSignature;
  readonly changed: boolean;
  readonly state: FormState | undefined;
  readonly publisher: string;
  readonly countries: readonly CountryOption[];
  readonly today: string;
}) {
  const t = useT('sign');
  const locale = useLocale();
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
      {own.quiet && <p>{t('own.quiet')}</p>}
      <OwnFacts own={own} />
      <RetentionLine until={own.keptUntil} />
      {own.withheld !== null && <OwnWithheldSection withheld={own.withheld} />}
      <section className="section stack-tight" aria-labelledby="receipt">
        <h2 id="receipt">{t('receipt')}</h2>
        <p>{t('receipt.means')}</p>
        <div className="row">
          <FileForm which="receipt">{t('receipt.take')}</FileForm>
          <FileForm which="data">{t('own.data')}</FileForm>
        </div>
      </section>
      <section className="section" aria-labelledby="change">
        <h2 id="change">{t('change')}</h2>
        <p className="section-note">{t('change.means')}</p>
        <PageForm id="change" state={state} area="sign" labels={signLabels(t)} reload>
          <input type="hidden" name="step" value="change" />
          <AppearanceField chosen={own.appearance} withholds={own.panel?.isOver === false} />
          <PersonFields person={own.person} countries={countries} />
          <WithheldFields panel={own.panel} rule={own.withheld?.rule} today={today} />
          <ConsentFields publisher={publisher} />
          <SubmitButton>{t('change.submit')}</SubmitButton>
        </PageForm>
      </section>
      <section className="section stack-tight" aria-labelledby="leave">
        <h2 id="leave">{t('leave.title')}</h2>
        <p>{t('leave.lead')}</p>
        <StepForm step="leaving">
          <SubmitButton look="plain">{t('leave.begin')}</SubmitButton>
        </StepForm>
      </section>
      <p>
        <a href={`/${locale}/letters/${own.letter}`}>{t('sign.toLetter')}</a>
      </p>
    </>
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

/** Base64 as the hexadecimal that the letter's own page shows, so that a signer can compare the two. */
function hexOf(base64: string): string {
  return Array.from(atob(base64), (byte) =>
    (byte.codePointAt(0) ?? 0).toString(16).padStart(2, '0'),
  ).join('');
}

function OwnFacts({ own }: { readonly own: OwnSignature }) {
  const t = useT('sign');
  const locale = useLocale();
  const { person, appearance, confirmedAt } = own;
  const facts = [
    [t('name'), person.name],
    [t('credit'), person.credit],
    [t('affiliation'), person.affiliation],
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
      <dt>{t('own.languages')}</dt>
      <dd>
        {formatList(
          own.languages.map((tag) => languageName(tag, locale)),
          locale,
        )}
      </dd>
      <dt>{t('own.text')}</dt>
      <dd>
        <bdi className="code">{hexOf(own.text)}</bdi>
      </dd>
    </dl>
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
