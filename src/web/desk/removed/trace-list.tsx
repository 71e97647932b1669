import { Link } from 'react-router';
import { Field, PageForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { TraceHead } from './trace-head.tsx';
import type { TraceWords } from './trace-words.ts';

/** Where the name still stands on pages of others, each to be corrected or kept with a reason. */
export function TraceList({
  traces,
  state,
}: {
  readonly traces: readonly TraceWords[];
  readonly state: FormState | undefined;
}) {
  const t = useT('upkeep');
  const open = traces.filter(({ kept }) => kept === null);
  const kept = traces.filter((trace) => trace.kept !== null);
  return (
    <section className="record-section">
      <h2>{t('traces.left')}</h2>
      {open.length === 0 && <p className="muted">{t('traces.none')}</p>}
      <ul className="plain-list">
        {open.map((trace) => (
          <li key={trace.key} className="trace">
            <TraceHead trace={trace} />
            <Correct trace={trace} />
            <Keep trace={trace} state={state} />
          </li>
        ))}
      </ul>
      {kept.length > 0 && (
        <details>
          <summary>{t('traces.kept', { n: kept.length })}</summary>
          <ul className="plain-list">
            {kept.map((trace) => (
              <li key={trace.key} className="trace">
                <TraceHead trace={trace} />
                <p className="small muted">
                  <bdi>{trace.kept?.reason}</bdi> – <bdi>{trace.kept?.by}</bdi>, {trace.kept?.at}
                </p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Correct({ trace }: { readonly trace: TraceWords }) {
  const t = useT('upkeep');
  const { claims, pages } = trace;
  if (claims.length === 0) return null;
  const subjects = pages.map(({ uid }) => uid).join(',');
  const query = new URLSearchParams({ subjects, standing: 'yes' });
  query.set('without', claims.join(','));
  return (
    <p>
      <Link className="button" to={`/desk/publications/new?${query}`}>
        {t('traces.correct', { n: pages.length })}
      </Link>
    </p>
  );
}

function Keep({
  trace,
  state,
}: {
  readonly trace: TraceWords;
  readonly state: FormState | undefined;
}) {
  const t = useT('upkeep');
  const id = `keep-${trace.key}`;
  return (
    <details open={state?.form === id}>
      <summary>{t('traces.keep')}</summary>
      <PageForm id={id} state={state} area="record">
        {trace.pages.map(({ uid }) => (
          <input key={uid} type="hidden" name="subject" value={uid} />
        ))}
        <input type="hidden" name="thing" value={trace.thing} />
        <input type="hidden" name="print" value={trace.print} />
        <Field name="reason" label={t('traces.keepWhy')} hint={t('traces.keepHint')} required />
        <div>
          <SubmitButton name="do" value="keep" look="plain">
            {t('traces.keepDo')}
          </SubmitButton>
        </div>
      </PageForm>
    </details>
  );
}
