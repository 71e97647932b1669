import { invitingLimits, listColumns, listHeadings } from '#letters/form';
import { Field, PageForm, SubmitButton, TextArea, type FormState } from '../../../forms/index.ts';
import { useT } from '../../../messages/catalogs.ts';

/** Takes a table of people: a file, or rows as they are pasted from a spreadsheet. */
export function ImportForm({ state }: { readonly state: FormState | undefined }) {
  const t = useT('invite');
  const labels = { file: t('import.file'), paste: t('import.paste') };
  return (
    <section className="record-section stack-tight inviting-tools">
      <h2>{t('import')}</h2>
      <p className="section-note">{t('import.means', { lines: invitingLimits.lines })}</p>
      <details>
        <summary>{t('import.columns')}</summary>
        <p className="section-note">{t('import.columns.means')}</p>
        <ul className="plain-list">
          {listColumns.map((column) => (
            <li key={column}>
              <bdi>{listHeadings[column].join(' · ')}</bdi>
            </li>
          ))}
        </ul>
      </details>
      <PageForm id="import" state={state} area="invite" labels={labels} multipart>
        <input type="hidden" name="step" value="import" />
        <TextArea name="paste" rows={4} dir="auto" />
        <Field name="file" type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" />
        <p className="section-note">{t('import.lawful')}</p>
        <SubmitButton>{t('import.do')}</SubmitButton>
      </PageForm>
    </section>
  );
}
