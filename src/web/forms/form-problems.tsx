import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useT } from '../messages/catalogs.ts';
import { fieldIdOf, useFormFrame } from './form-context.tsx';

/** The list of what is wrong, above the form; each item leads to its field. */
export function FormProblems() {
  const t = useT('common');
  const { id, state, sentence, labels } = useFormFrame();
  const box = useRef<HTMLElement>(null);
  const problems = state?.problems;
  useEffect(() => {
    if (problems !== undefined && problems.length > 0) box.current?.focus();
    // Only a new answer moves the focus, not every drawing of the page.
  }, [problems]);
  if (problems === undefined || problems.length === 0) return null;
  return (
    <section
      ref={box}
      className="form-problems"
      aria-labelledby={`${id}-problems`}
      tabIndex={-1}
      // Without scripts the browser itself moves the focus here when the page comes back.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
    >
      <h2 id={`${id}-problems`}>{t('form.problems', { count: problems.length })}</h2>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.field ?? ''} ${problem.code}`}>
            {problem.field === undefined ? (
              sentence(problem)
            ) : (
              <>
                <Before label={labels[problem.field]} fieldId={fieldIdOf(id, problem.field)} />
                <a href={`#${fieldIdOf(id, problem.field)}`}>{sentence(problem)}</a>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/**
 * How the field of a problem is called. It stands below, and not every form knows its labels in one
 * place: then it is read off the page, in a browser with scripts.
 */
function Before({
  label,
  fieldId,
}: {
  readonly label: string | undefined;
  readonly fieldId: string;
}) {
  const t = useT('common');
  const shown = useSyncExternalStore(
    watchNothing,
    () => label ?? shownLabel(fieldId),
    () => label ?? '',
  );
  return shown === '' ? null : `${t('field.before', { label: shown })} `;
}

const watchNothing = () => () => {};

function shownLabel(fieldId: string): string {
  const label =
    document.querySelector(`label[for="${CSS.escape(fieldId)}"]`) ??
    document.querySelector(`#${CSS.escape(fieldId)} > legend`);
  // Without "optional" beside it.
  const words = label?.cloneNode(true);
  if (!(words instanceof Element)) return '';
  for (const aside of words.querySelectorAll('.field-optional')) aside.remove();
  return words.textContent.trim().replace(/[:：]$/u, '');
}
