import type { ReactNode } from 'react';
import {
  consentPurposes,
  offeredAppearances,
  signLimits,
  type ConsentPurpose,
} from '#letters/form';
import { formatEdtf, type Edtf } from '#platform/calendar';
import { Checkbox, Field, RadioGroup, Select } from '../../forms/index.ts';
import { useT, type AreaTranslator } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { consentWords } from './consent-words.ts';
import type { CountryOption } from './country-options.ts';

// The fields of the form for signing; a signer's own page changes with the same.

export function signLabels(t: AreaTranslator<'sign'>): Readonly<Record<string, string>> {
  return {
    ...{ name: t('name'), credit: t('credit'), country: t('country') },
    ...{ affiliation: t('affiliation'), address: t('address'), appearance: t('appearance') },
    ...{ sign: t('consent.sign.short'), show: t('consent.show.short') },
  };
}

/** @param withholds names of this letter can be withheld. */
export function AppearanceField({
  chosen,
  withholds = false,
}: {
  readonly chosen?: string;
  readonly withholds?: boolean;
}) {
  const t = useT('sign');
  return (
    <RadioGroup
      name="appearance"
      required
      {...(chosen !== undefined && { defaultValue: chosen })}
      options={offeredAppearances
        .filter((one) => withholds || one !== 'withheld')
        .map((value) => ({
          value,
          label: t(`appearance.${value}`),
          hint: t(`appearance.${value}.hint`),
        }))}
    />
  );
}

interface Person {
  readonly name: string;
  readonly credit: string;
  readonly country: string;
  readonly affiliation: string;
}

/** @param isNameFixed it is somebody else's, and not asked for. */
export function PersonFields({
  person,
  countries,
  isNameFixed = false,
}: {
  readonly person?: Person;
  readonly countries: readonly CountryOption[];
  readonly isNameFixed?: boolean;
}) {
  const t = useT('sign');
  return (
    <>
      {!isNameFixed && (
        <Field
          name="name"
          autoComplete="name"
          maxLength={signLimits.name}
          needed={t('name.needed')}
          hint={t('name.hint')}
          defaultValue={person?.name}
        />
      )}
      <Field
        name="credit"
        maxLength={signLimits.credit}
        needed={t('credit.needed')}
        hint={t('credit.hint')}
        defaultValue={person?.credit}
      />
      <Field
        name="affiliation"
        maxLength={signLimits.affiliation}
        defaultValue={person?.affiliation}
      />
      <Select
        name="country"
        options={countries}
        needed={t('credit.needed')}
        empty={t('country.none')}
        defaultValue={person?.country}
      />
    </>
  );
}

/** @param given what was agreed to before, with the day; it is not asked again in the same words. */
export function ConsentFields({
  publisher,
  given = [],
}: {
  readonly publisher: string;
  readonly given?: readonly GivenConsent[];
}) {
  const t = useT('sign');
  return (
    <fieldset className="consents">
      <legend>{t('consents')}</legend>
      {given.length > 0 && <p className="field-hint">{t('consents.given')}</p>}
      {consentPurposes.map((purpose) => {
        const words = consentWords(t, purpose, publisher);
        const before = given.find((one) => one.purpose === purpose && one.words === words);
        // Mails end by taking the tick away; the others hold as long as there is a signature to hold for.
        if (before === undefined || purpose === 'updates') {
          const isGiven = before !== undefined;
          return <Checkbox key={purpose} name={purpose} label={words} defaultChecked={isGiven} />;
        }
        return (
          <Given key={purpose} consent={before}>
            {purpose === 'show' && (
              <Checkbox name={purpose} label={t('consent.show.anew', { words })} />
            )}
          </Given>
        );
      })}
    </fieldset>
  );
}

interface GivenConsent {
  readonly purpose: ConsentPurpose;
  readonly words: string;
  readonly day: Edtf;
}

function Given({
  consent: { words, day },
  children,
}: {
  readonly consent: GivenConsent;
  readonly children: ReactNode;
}) {
  const t = useT('sign');
  const locale = useLocale();
  return (
    <div className="field consent-given">
      <p className="field-hint">{t('consent.given', { day: formatEdtf(day, locale) })}</p>
      <p>{words}</p>
      {children}
    </div>
  );
}
