import { useState } from 'react';
import type { Note } from '#record';
import { useT } from '../../messages/catalogs.ts';
import { useSentence } from './coding-context.tsx';
import { useSave } from './use-save.ts';

/** Notes for colleagues on a source or a claim; never published. */
export function Notes({
  subject,
  uid,
  notes,
}: {
  readonly subject: 'source' | 'claim';
  readonly uid: string;
  readonly notes: readonly Note[];
}) {
  const t = useT('coding');
  const sentence = useSentence();
  const [body, setBody] = useState('');
  const { save, isSaving, isLost, answer } = useSave((done) => {
    if (done.ok) setBody('');
  });
  const refused = answer?.ok === false ? answer.state.problems : [];
  return (
    <details className="claim-tool" open={subject === 'source' && notes.length > 0}>
      <summary>{t('notes.title', { count: notes.length })}</summary>
      <ul className="plain-list stack-tight">
        {notes.map((note) => (
          <li key={note.uid} className="small">
            <p className="note-body" dir="auto">
              {note.body}
            </p>
            <p className="muted">
              <bdi>{note.author}</bdi>
            </p>
          </li>
        ))}
      </ul>
      <form
        method="post"
        className="stack-tight"
        onSubmit={(event) => {
          event.preventDefault();
          save({ form: 'note', subject, uid, body });
        }}
      >
        <input type="hidden" name="form" value="note" />
        <input type="hidden" name="subject" value={subject} />
        <input type="hidden" name="uid" value={uid} />
        <label className="field">
          <span className="small">{t('notes.write')}</span>
          <textarea
            className="input"
            name="body"
            rows={2}
            dir="auto"
            value={body}
            onChange={(event) => setBody(event.currentTarget.value)}
          />
        </label>
        {isLost && <p className="field-problem">{t('save.lost')}</p>}
        {refused.map((problem) => (
          <p key={problem.code} className="field-problem">
            {sentence(problem)}
          </p>
        ))}
        <button type="submit" className="button" aria-disabled={isSaving || undefined}>
          {isSaving ? t('state.saving') : t('notes.save')}
        </button>
      </form>
    </details>
  );
}
