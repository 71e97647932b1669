import { Field, PageForm, Select, SubmitButton, TextArea } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { Answer } from './answer-form.ts';
import { useCoding } from './coding-context.tsx';

/** For browsers without scripts: the words are pasted, the server finds them in the text. */
export function PlainClaimForm({ answer }: { readonly answer: Answer | undefined }) {
  const t = useT('coding');
  const { catalog, known } = useCoding();
  const places = answer?.places ?? [];
  return (
    <PageForm id="plain-claim" area="coding" state={answer?.state}>
      <h2>{t('plain.title')}</h2>
      <TextArea
        name="quote"
        label={t('plain.quote')}
        hint={t('plain.quoteHint')}
        rows={3}
        required
      />
      {places.length > 1 && (
        <Select
          name="nth"
          label={t('plain.nth')}
          options={places.map(({ context }, index) => ({
            value: String(index),
            label: `…${context}…`,
          }))}
          required
        />
      )}
      <Select
        name="subject"
        label={t('claim.subject')}
        empty={t('plain.someoneNew')}
        options={known.flatMap(({ uid, text }) =>
          uid === undefined ? [] : [{ value: uid, label: text }],
        )}
      />
      <Field name="subjectName" label={t('plain.subjectName')} />
      <PropertySelect answer={answer} />
      <Field name="value" label={t('claim.value')} hint={t('plain.valueHint')} required />
      <Select
        name="certainty"
        label={t('claim.certainty')}
        options={catalog.certainties}
        defaultValue="unknown"
      />
      <TextArea name="chain" label={t('chain.title')} hint={t('plain.chainHint')} rows={2} />
      <p>
        <SubmitButton>{t('action.save')}</SubmitButton>
      </p>
    </PageForm>
  );
}

function PropertySelect({ answer }: { readonly answer: Answer | undefined }) {
  const t = useT('coding');
  const { catalog } = useCoding();
  return (
    <div className="field">
      <label htmlFor="plain-property">{t('claim.property')}</label>
      <select
        id="plain-property"
        name="property"
        className="input"
        defaultValue={answer?.state.typed['property']?.[0] ?? 'person:name'}
      >
        {catalog.kinds.map((kind) => (
          <optgroup key={kind.code} label={kind.label}>
            {catalog.properties
              .filter(({ kinds }) => kinds.includes(kind.code))
              .map(({ code, label }) => (
                <option key={code} value={`${kind.code}:${code}`}>
                  {label}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}
