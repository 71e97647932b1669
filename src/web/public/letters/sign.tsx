import { data } from 'react-router';
import { z } from 'zod';
import { isLocale } from '#platform/languages';
import { LetterRefusal, parseSignForm, type PublicPanel } from '#letters';
import type { ChosenText } from '#publish';
import { consentPurposes } from '#letters/form';
import { houseContext, pageContext } from '#web/context';
import { Notice } from '../../components/index.ts';
import { Field, handleForm, PageForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import { useLocale } from '../../page-environment.tsx';
import type { PageHandle } from '../../page-handle.ts';
import { PageHead } from '../page-head.tsx';
import type { Route } from './+types/sign.ts';
import { countryOptions, type CountryOption } from './country-options.ts';
import { wordingsIn } from './consent-words.ts';
import { AppearanceField, ConsentFields, PersonFields, signLabels } from './sign-fields.tsx';
import { hasSealScript, SealScriptTag } from './seal-script-tag.tsx';
import { WithheldFields } from './withheld-fields.tsx';
import { RetentionLine } from './retention-line.tsx';
import { SigningDates } from './signing-dates.tsx';
import { signFormLimits } from './sign-form-limits.ts';
import { readSignPage } from './read-sign-page.ts';
import { signOrSpool } from './sign-or-spool.ts';
import { SignedTexts, TextChoice } from './signed-texts.tsx';
import './signing.css';

export async function loader({ params, context }: Route.LoaderArgs) {
  const { locale, uid, language } = params;
  if (!isLocale(locale)) notFound();
  const page = await readSignPage(context.get(houseContext), { locale, uid, language });
  const { instance: site, sealScript } = context.get(pageContext);
  const { panel } = page.signing.withheld;
  const script = panel?.isOver === false ? sealScript : undefined;
  const [countries, today] = [countryOptions(locale), new Date().toISOString().slice(0, 10)];
  return { site, uid, ...page, countries, today, script };
}

export const handle: PageHandle = { ownScript: hasSealScript };

const posted = z.object({
  text: z.string().max(64),
  translation: z.string().max(64).default(''),
  // Not in a form whose name a browser has encrypted.
  ...{ name: z.string().optional(), credit: z.string().optional() },
  ...{ country: z.string().optional(), affiliation: z.string().optional() },
  ...{ address: z.string(), appearance: z.string().optional() },
  ...{ least: z.string().optional(), verification: z.string().optional() },
  guild: z.string().optional(),
  ...{ notBefore: z.string().optional(), sealed: z.string().optional() },
  ...{ sign: z.string().optional(), show: z.string().optional(), updates: z.string().optional() },
});

export async function action({ params, request, context }: Route.ActionArgs) {
  const { locale, uid, language } = params;
  if (!isLocale(locale)) notFound();
  const house = context.get(houseContext);
  const { instance, clientAddress } = context.get(pageContext);
  const act = async ({ text, translation, ...typed }: z.output<typeof posted>) => {
    if (clientAddress !== undefined && !house.signingPace.take(clientAddress)) {
      throw new LetterRefusal({ code: 'sign-too-many' });
    }
    const consents = consentPurposes.filter((purpose) => typed[purpose] !== undefined);
    const done = await signOrSpool(house, instance.name, {
      ...{ letter: uid, text, translation, locale, language, from: clientAddress },
      form: parseSignForm({ ...typed, consents }, locale),
      wordings: wordingsIn(locale, instance.name),
    });
    return `/${locale}/letters/${uid}/${done === 'taken' ? 'signed' : 'received'}`;
  };
  const answer = await handleForm(request, posted, act, signFormLimits);
  return answer instanceof Response || !isUnkept(answer.data)
    ? answer
    : data(answer.data, { status: 503, headers: { 'Retry-After': '60' } });
}

/** Nothing was kept, and it is not the form's fault. */
function isUnkept({ problems }: FormState): boolean {
  return problems.some(({ code }) => code === 'sign-unkept' || code === 'sign-unsealed');
}

export function headers({ actionHeaders }: Route.HeadersArgs) {
  return actionHeaders;
}

/** The words, and below them the form: one page; with a script only where names can be withheld. */
export default function Sign({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('sign');
  const locale = useLocale();
  const { site, uid, signing, form, chosen, texts, countries, today, script } = loaderData;
  const { panel } = signing.withheld;
  const { version, translation } = chosen;
  const { text, direction } = translation ?? version;
  return (
    <article className="file letter sign">
      <PageHead
        title={t('sign.title', { title: text.title })}
        siteName={site.name}
        description={t('sign.lead')}
        publicUrl={site.publicUrl}
        path={`/letters/${uid}/sign/${text.language}`}
      />
      <SealScriptTag script={script} />
      <header className="file-head">
        <p className="eyebrow">
          <a href={`/${locale}/letters/${uid}`}>{t('sign.toLetter')}</a>
        </p>
        <h1 lang={text.language} dir={direction}>
          {text.title}
        </h1>
      </header>
      <SignedTexts
        form={form}
        chosen={chosen}
        choice={<TextChoice uid={uid} texts={texts} current={text.language} />}
      />
      {signing.state === 'open' ? (
        <SignForm
          {...{ state: actionData, publisher: site.name, chosen, uid, countries }}
          {...{
            panel,
            today,
            hasScript: script !== undefined,
            keptUntil: signing.retention?.until ?? null,
          }}
        />
      ) : (
        <Notice tone="caution">
          <p>{t(`state.${signing.state}`)}</p>
          <SigningDates signing={signing} />
          {signing.message !== '' && <p dir="auto">{signing.message}</p>}
        </Notice>
      )}
    </article>
  );
}

function SignForm({
  state,
  publisher,
  chosen: { version, translation },
  uid,
  countries,
  panel,
  today,
  hasScript,
  keptUntil,
}: {
  readonly state: FormState | undefined;
  readonly publisher: string;
  readonly chosen: ChosenText;
  readonly uid: string;
  readonly countries: readonly CountryOption[];
  readonly panel: PublicPanel | null;
  readonly today: string;
  readonly hasScript: boolean;
  readonly keptUntil: string | null;
}) {
  const t = useT('sign');
  const locale = useLocale();
  return (
    <section className="section" aria-labelledby="sign-here">
      <h2 id="sign-here">{t('sign.here')}</h2>
      <p className="section-note">{t('sign.lead')}</p>
      <PageForm
        id="sign"
        state={state}
        area="sign"
        labels={signLabels(t)}
        action={`/${locale}/letters/${uid}/sign/${(translation ?? version).text.language}#sign`}
        reload
      >
        <input type="hidden" name="text" value={version.hash} />
        {translation !== undefined && (
          <input type="hidden" name="translation" value={translation.hash} />
        )}
        <AppearanceField withholds={panel?.isOver === false} />
        <PersonFields countries={countries} />
        <WithheldFields panel={panel} today={today} hasScript={hasScript} />
        <Field name="address" type="email" required autoComplete="email" hint={t('address.hint')} />
        <ConsentFields publisher={publisher} />
        <RetentionLine until={keptUntil} />
        <SubmitButton>{t('sign.submit')}</SubmitButton>
        <p className="section-note">{t('sign.after')}</p>
      </PageForm>
    </section>
  );
}
