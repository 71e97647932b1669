import { useParams } from 'react-router';
import { mandateLimit, mandateWays } from '#letters/form';
import {
  Checkbox,
  DateField,
  Field,
  PageForm,
  RadioGroup,
  Select,
  SubmitButton,
  TextArea,
  type FormState,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import type { AgentPage } from './agent-request.ts';
import type { CountryOption } from './country-options.ts';
import { RetentionLine } from './retention-line.tsx';
import { PersonFields, signLabels } from './sign-fields.tsx';

/** By which an agent signs for somebody, and writes down by which word of theirs. */
export function AgentForm({
  page,
  state,
  publisher,
  countries,
}: {
  readonly page: Extract<AgentPage, { kind: 'opened' }>;
  readonly state: FormState | undefined;
  readonly publisher: string;
  readonly countries: readonly CountryOption[];
}) {
  const t = useT('agent');
  const sign = useT('sign');
  const { code = '' } = useParams();
  const { person, chosen } = page;
  const read = chosen.translation ?? chosen.version;
  const own = { mandate: sign('mandate'), givenOn: sign('givenOn'), how: sign('how') };
  const theirs = { address: t('address'), appearance: t('appearance') };
  return (
    <section className="section" aria-labelledby="sign-here">
      <h2 id="sign-here">{t('form', { name: person.name })}</h2>
      <p className="section-note">{t('form.means')}</p>
      <PageForm
        id="sign"
        state={state}
        area="sign"
        labels={{ ...signLabels(sign), ...own, ...theirs }}
        action={`/${useLocale()}/agent/${code}#sign`}
        reload
      >
        <input type="hidden" name="step" value="sign" />
        <input type="hidden" name="text" value={page.hash} />
        <input type="hidden" name="translation" value={chosen.translation?.hash ?? ''} />
        <input type="hidden" name="language" value={read.text.language} />
        <TextArea
          name="mandate"
          rows={3}
          maxLength={mandateLimit}
          hint={t('mandate.hint')}
          dir="auto"
          required
        />
        <DateField name="givenOn" required />
        <Select
          name="how"
          empty=""
          required
          options={mandateWays.map((value) => ({ value, label: sign(`mandate.how.${value}`) }))}
        />
        <RadioGroup
          name="appearance"
          required
          options={(['named', 'organisers', 'described', 'counted'] as const).map((value) => ({
            value,
            label: t(`appearance.${value}`),
          }))}
        />
        <PersonFields person={person} countries={countries} isNameFixed />
        {page.isTold ? (
          <p>{t('told')}</p>
        ) : (
          <Field name="address" type="email" hint={t('address.hint')} />
        )}
        <fieldset className="consents">
          <legend>{t('consents')}</legend>
          {(['sign', 'show'] as const).map((purpose) => (
            <Checkbox key={purpose} name={purpose} label={t(`consent.${purpose}`, { publisher })} />
          ))}
        </fieldset>
        <RetentionLine until={page.keptUntil} />
        <SubmitButton>{t('submit')}</SubmitButton>
      </PageForm>
    </section>
  );
}
