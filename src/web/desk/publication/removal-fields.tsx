import { DateField, Field, Select, TextArea } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** What every taking back is made of, whatever is taken back. */
export function RemovalFields({
  title,
  reasons,
}: {
  readonly title: string;
  readonly reasons: readonly { readonly value: string; readonly label: string }[];
}) {
  const t = useT('record');
  return (
    <>
      <Field name="title" label={t('publication.title')} required defaultValue={title} />
      <Select
        name="reasonClass"
        label={t('removal.reasonClass')}
        hint={t('removal.reasonClassHint')}
        options={reasons}
        empty="–"
        required
      />
      <TextArea name="basisReason" label={t('removal.reason')} rows={3} required />
      <TextArea name="riskNote" label={t('publication.risk')} rows={2} required />
      <DateField name="reviewOn" label={t('publication.reviewOn')} required />
    </>
  );
}
