import type { FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { CopyLine } from './copy-line.tsx';
import { AddLine, ListedHead, LogPartHead } from './log-part.tsx';
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
      <LogPartHead half="theirs" count={logs.length}>
        {logs.map(({ uid, name, origin, seen, since, entries, keys }) => (
          <li key={uid} className="stack-tight">
            <ListedHead uid={uid} name={name} />
            <p className="small muted">
              {seen === null
                ? t('theirs.neverSeen', { since })
                : t('theirs.seen', { since, seen, entries })}
              {'\u{A0}· '}
              <bdi dir="ltr">{origin}</bdi>
            </p>
            {keys.length > 1 && <p className="small">{t('theirs.keys', { n: keys.length })}</p>}
            {keys.map((spoken) => (
              <SpokenKey key={spoken} spoken={spoken} />
            ))}
          </li>
        ))}
      </LogPartHead>
      <CopyLine label={t('theirs.ownLine')} text={countersigner.line} />
      <SpokenKey spoken={countersigner.spoken} />
      <AddLine key={logs.length} half="theirs" id="witnessed" form={form} />
    </section>
  );
}
