import { Link } from 'react-router';
import { EmptyState } from '../../components/index.ts';
import { PageForm, SubmitButton, TextArea, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { CopyLine } from './copy-line.tsx';
import type { LogView } from './log-view.ts';
import { SpokenKey } from './spoken-key.tsx';

/** Whose logs we countersign, and what their people need from us. */
export function WitnessedLogs({
  logs,
  countersigner,
  form,
}: Pick<LogView, 'logs' | 'countersigner'> & { readonly form: FormState | undefined }) {
  const t = useT('log');
  return (
    <section className="part log-part">
      <h2>{t('theirs.title')}</h2>
      <p className="measure">{t('theirs.lead')}</p>
      {logs.length === 0 ? (
        <EmptyState title={t('theirs.empty')}>{t('theirs.emptyAdvice')}</EmptyState>
      ) : (
        <ul className="ruled-list">
          {logs.map(({ uid, name, origin, seen, since, entries, keys }) => (
            <li key={uid} className="stack-tight">
              <div className="row row-apart">
                <strong>
                  <bdi>{name}</bdi>
                </strong>
                <Link to={`/desk/log/remove/${uid}`}>
                  {t('remove')}
                  <span className="visually-hidden"> {name}</span>
                </Link>
              </div>
              <p className="small muted">
                {seen === null
                  ? t('theirs.neverSeen', { since })
                  : t('theirs.seen', { since, seen, entries })}{' '}
                · <bdi dir="ltr">{origin}</bdi>
              </p>
              {keys.length > 1 && <p className="small">{t('theirs.keys', { n: keys.length })}</p>}
              {keys.map((spoken) => (
                <SpokenKey key={spoken} spoken={spoken} />
              ))}
            </li>
          ))}
        </ul>
      )}
      <CopyLine label={t('theirs.ownLine')} text={countersigner.line} />
      <SpokenKey spoken={countersigner.spoken} />
      <PageForm
        key={logs.length}
        id="witnessed"
        state={form}
        area="record"
        labels={{ line: t('theirs.line') }}
      >
        <h3>{t('theirs.add')}</h3>
        <TextArea
          name="line"
          required
          rows={3}
          dir="ltr"
          spellCheck={false}
          hint={t('theirs.lineHint')}
        />
        <div className="row">
          <SubmitButton>{t('theirs.add')}</SubmitButton>
        </div>
      </PageForm>
    </section>
  );
}
