import { useT } from '../../messages/catalogs.ts';
import type { TraceWords } from '../removed/trace-words.ts';
import { TraceHead } from '../removed/trace-head.tsx';

/** Whether words go unless somebody says otherwise: those that hold a whole name. */
export function startsTicked({ whole, claims }: Pick<TraceWords, 'whole' | 'claims'>): boolean {
  return whole && claims.length > 0;
}

/** Before somebody is taken back: where their name stands in words of others, and what becomes of it. */
export function TraceChoices({
  traces,
  typed,
}: {
  readonly traces: readonly TraceWords[];
  /** What was ticked when the form came back; undefined at first. */
  readonly typed: readonly string[] | undefined;
}) {
  const t = useT('upkeep');
  if (traces.length === 0) return <p className="muted">{t('traces.none')}</p>;
  return (
    <fieldset className="traces">
      <legend>{t('traces.title', { n: traces.length })}</legend>
      <p className="small muted">{t('traces.choose')}</p>
      <ul className="plain-list">
        {traces.map((trace) => {
          const value = trace.claims.join(',');
          const id = `trace-${trace.key}`;
          return (
            <li key={trace.key} className="tick">
              {trace.claims.length > 0 ? (
                <input
                  type="checkbox"
                  name="without"
                  value={value}
                  aria-labelledby={id}
                  defaultChecked={typed === undefined ? startsTicked(trace) : typed.includes(value)}
                />
              ) : (
                <span aria-hidden="true">–</span>
              )}
              <div id={id}>
                <TraceHead trace={trace} />
              </div>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
