import { PageForm, SubmitButton, TextArea, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** Internal notes: for colleagues, never published. */
export function NoteList({
  notes,
  state,
}: {
  readonly notes: readonly {
    readonly uid: string;
    readonly body: string;
    readonly author: string;
    readonly at: string;
  }[];
  readonly state: FormState | undefined;
}) {
  const t = useT('record');
  const common = useT('common');
  return (
    <section id="notes" className="record-section notes no-print">
      <h2>{t('notes.title')}</h2>
      <p className="small muted">{t('notes.hint')}</p>
      <ul className="ruled-list">
        {notes.map((note) => (
          <li key={note.uid}>
            <p className="note-body">
              <bdi>{note.body}</bdi>
            </p>
            <p className="small muted">
              <bdi>{note.author}</bdi>
              {common('list.comma')}
              {note.at}
            </p>
          </li>
        ))}
      </ul>
      {/* A new note gives an empty form again. */}
      <PageForm key={notes.length} id="note" state={state} area="record">
        <TextArea name="body" label={t('notes.new')} rows={3} required />
        <div>
          <SubmitButton look="plain">{t('notes.add')}</SubmitButton>
        </div>
      </PageForm>
    </section>
  );
}
