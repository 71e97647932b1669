import { consentPurposes, offeredAppearances, signLimits } from '#letters/form';
import { Checkbox, Field, RadioGroup, Select } from '../../forms/index.ts';
import { useT, type AreaTranslator } from '../../messages/catalogs.ts';
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
          hint={t('name.hint')}
          defaultValue={person?.name}
        />
      )}
      <Field
        name="credit"
        maxLength={signLimits.credit}
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
        empty={t('country.none')}
        defaultValue={person?.country}
      />
    </>
  );
}

export function ConsentFields({ publisher }: { readonly publisher: string }) {
  const t = useT('sign');
  return (
    <fieldset className="consents">
      <legend>{t('consents')}</legend>
      {consentPurposes.map((purpose) => (
        <Checkbox key={purpose} name={purpose} label={consentWords(t, purpose, publisher)} />
      ))}
    </fieldset>
  );
}
