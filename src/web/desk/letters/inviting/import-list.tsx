import { Link } from 'react-router';
import type { LineProblem } from '#letters/form';
import { PageForm, SubmitButton, type FormState } from '../../../forms/index.ts';
import { useT } from '../../../messages/catalogs.ts';
import { useLocale } from '../../../page-environment.tsx';
import { linesByProblem, type LineRange } from './lines-by-problem.ts';

interface Import {
  readonly uid: string;
  readonly madeAt: string;
  readonly people: number;
  readonly drafts: number;
  readonly mailable: number;
  readonly problems: readonly { readonly line: number; readonly code: LineProblem }[];
}

const shownRanges = 100;

/** Lists that were brought in: what was wrong with them, and what can still be sent or undone. */
export function ImportList({
  uid,
  imports,
  state,
}: {
  readonly uid: string;
  readonly imports: readonly Import[];
  readonly state: FormState | undefined;
}) {
  const t = useT('invite');
  if (imports.length === 0) return null;
  return (
    <section className="record-section">
      <h2>{t('imports')}</h2>
      <ul className="plain-list spaced">
        {imports.map((one) => (
          <li key={one.uid} className="stack-tight inviting-import">
            <p>
              {one.madeAt} · {t('imports.people', { count: one.people })} ·{' '}
              <Link to={`/desk/letters/${uid}/invitations?import=${one.uid}`}>
                {t('imports.show')}
              </Link>
            </p>
            <Problems problems={one.problems} />
            {one.drafts > 0 && (
              <div className="row">
                {one.mailable > 0 && (
                  <PageForm id={`send-${one.uid}`} state={state} area="invite" className="row">
                    <input type="hidden" name="step" value="send" />
                    <input type="hidden" name="made" value={one.uid} />
                    <SubmitButton>{t('imports.send', { count: one.mailable })}</SubmitButton>
                  </PageForm>
                )}
                <PageForm id={`undo-${one.uid}`} state={state} area="invite" className="row">
                  <input type="hidden" name="step" value="undo" />
                  <input type="hidden" name="made" value={one.uid} />
                  <SubmitButton look="danger">{t('imports.undo')}</SubmitButton>
                </PageForm>
              </div>
            )}
          </li>
        ))}
      </ul>
      <p className="section-note">{t('imports.send.means')}</p>
    </section>
  );
}

function Problems({ problems }: Pick<Import, 'problems'>) {
  const t = useT('invite');
  if (problems.length === 0) return null;
  return (
    <details>
      <summary>{t('imports.problems', { count: problems.length })}</summary>
      <ul>
        {linesByProblem(problems).map(({ code, ranges }) => (
          <li key={code}>
            <Lines ranges={ranges} />: {t(`line.${code}`)}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Lines({ ranges }: { readonly ranges: readonly LineRange[] }) {
  const t = useT('invite');
  const locale = useLocale();
  const digits = new Intl.NumberFormat(locale, { useGrouping: false });
  const format = (line: number) => digits.format(line);
  const [first, ...others] = ranges;
  if (first !== undefined && first.from === first.to && others.length === 0) {
    return t('imports.line', { line: format(first.from) });
  }
  const shown = ranges
    .slice(0, shownRanges)
    .map(({ from, to }) => (from === to ? format(from) : `${format(from)}–${format(to)}`));
  const more = ranges.length - shown.length;
  if (more > 0) shown.push(t('imports.more', { count: more }));
  const lines = new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(shown);
  return t('imports.lines', { lines });
}
