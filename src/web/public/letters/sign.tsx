import { z } from 'zod';
import { isLocale } from '#platform/languages';
import { LetterRefusal, parseSignForm, shownLanguages, type PublicPanel } from '#letters';
import { firstText, type ChosenText } from '#publish';
import { consentPurposes } from '#letters/form';
import { houseContext, pageContext } from '#web/context';
import { Notice } from '../../components/index.ts';
import { Field, handleForm, PageForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import { useLocale } from '../../page-environment.tsx';
import { PageHead } from '../page-head.tsx';
import type { Route } from './+types/sign.ts';
import { confirmationMail } from './confirmation-mail.ts';
import { countryOptions, type CountryOption } from './country-options.ts';
import { wordingsIn } from './consent-words.ts';
import { AppearanceField, ConsentFields, PersonFields, signLabels } from './sign-fields.tsx';
import { WithheldFields } from './withheld-fields.tsx';
import { RetentionLine } from './retention-line.tsx';
import { SigningDates } from './signing-dates.tsx';
import { chosenToSign, signableLetter, textsToSign } from './sign-request.ts';
import { SignedTexts, TextChoice } from './signed-texts.tsx';
import './signing.css';

export async function loader({ params, context }: Route.LoaderArgs) {
  const { locale, uid } = params;
  if (!isLocale(locale)) notFound();
  const { readerDb } = context.get(houseContext);
  const { letter, signing } = await signableLetter(readerDb, uid, locale);
  const site = context.get(pageContext).instance;
  const chosen = chosenToSign(letter, locale, params.language);
  if (chosen === undefined) notFound();
  const [countries, today] = [countryOptions(locale), new Date().toISOString().slice(0, 10)];
  const texts = textsToSign(letter);
  return { site, uid, signing, form: letter.form, chosen, texts, countries, today };
}

const posted = z.object({
  text: z.string().max(64),
  translation: z.string().max(64).default(''),
  ...{ name: z.string(), credit: z.string(), country: z.string(), affiliation: z.string() },
  ...{ address: z.string(), appearance: z.string().optional() },
  ...{ least: z.string().optional(), verification: z.string().optional() },
  notBefore: z.string().optional(),
  ...{ sign: z.string().optional(), show: z.string().optional(), updates: z.string().optional() },
});

export async function action({ params, request, context }: Route.ActionArgs) {
  const { locale, uid } = params;
  if (!isLocale(locale)) notFound();
  const house = context.get(houseContext);
  const { name: publisher } = context.get(pageContext).instance;
  const { clientAddress } = context.get(pageContext);
  const limits = { fields: 20, characters: 2_000 };
  const act = async ({ text, translation, ...typed }: z.output<typeof posted>) => {
    if (clientAddress !== undefined && !house.signingPace.take(clientAddress)) {
      throw new LetterRefusal({ code: 'sign-too-many' });
    }
    const { letter } = await signableLetter(house.readerDb, uid, locale);
    const consents = consentPurposes.filter((purpose) => typed[purpose] !== undefined);
    // Of what stood before them, not of what this page would show now.
    const languages = await shownLanguages(house.db, { letter: uid, text, translation });
    const { version, translation: shown = version } =
      chosenToSign(letter, locale, params.language) ?? firstText(letter, locale);
    await house.signing.receive({
      ...{ letter: uid, text, form: parseSignForm({ ...typed, consents }, locale) },
      languages,
      wordings: wordingsIn(locale, publisher),
      from: clientAddress,
      writeMail: (link) =>
        confirmationMail({ house, locale, publisher, title: shown.text.title, link }),
    });
    return `/${locale}/letters/${uid}/signed`;
  };
  return handleForm(request, posted, act, limits);
}

/** The words, and below them the form: one page, and no script. */
export default function Sign({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('sign');
  const locale = useLocale();
  const { site, uid, signing, form, chosen, texts, countries, today } = loaderData;
  const { panel } = signing.withheld;
  const { version, translation } = chosen;
  const { text } = translation ?? version;
  return (
    <article className="file letter sign">
      <PageHead
        title={t('sign.title', { title: text.title })}
        siteName={site.name}
        description={t('sign.lead')}
        publicUrl={site.publicUrl}
        path={`/letters/${uid}/sign/${text.language}`}
      />
      <header className="file-head">
        <p className="eyebrow">
          <a href={`/${locale}/letters/${uid}`}>{t('sign.toLetter')}</a>
        </p>
        <h1>
          <bdi lang={text.language}>{text.title}</bdi>
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
          {...{ panel, today, keptUntil: signing.retention?.until ?? null }}
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
  keptUntil,
}: {
  readonly state: FormState | undefined;
  readonly publisher: string;
  readonly chosen: ChosenText;
  readonly uid: string;
  readonly countries: readonly CountryOption[];
  readonly panel: PublicPanel | null;
  readonly today: string;
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
        <WithheldFields panel={panel} today={today} />
        <Field name="address" type="email" required autoComplete="email" hint={t('address.hint')} />
        <ConsentFields publisher={publisher} />
        <RetentionLine until={keptUntil} />
        <SubmitButton>{t('sign.submit')}</SubmitButton>
        <p className="section-note">{t('sign.after')}</p>
      </PageForm>
    </section>
  );
}
