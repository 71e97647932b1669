import { parseHumanDate, type HumanDateProblemCode } from '#platform/calendar';
import { useT } from '../messages/catalogs.ts';
import { useLocale } from '../page-environment.tsx';

// Said at once. The others may only mean that it is not typed to the end.
const saidAtOnce: ReadonlySet<HumanDateProblemCode> = new Set<HumanDateProblemCode>([
  'ambiguous',
  'part',
  'no-such-month',
  'no-such-day',
  'wrong-weekday',
  'reversed',
  'calendars-differ',
]);

/** How a date is read while it is typed; where it can mean several things, those to choose from. */
export function DateReading({
  id,
  typed,
  onTake,
}: {
  /** Of the field. */
  readonly id: string;
  readonly typed: string;
  readonly onTake: (text: string) => void;
}) {
  const t = useT('common');
  const locale = useLocale();
  const problemOf = useDateProblem();
  const result = typed.trim() === '' ? undefined : parseHumanDate(typed, { locale });
  const problem = result?.ok === false ? result.problem : undefined;
  const choices = problem?.choices ?? [];
  return (
    <output className="date-reading" htmlFor={id}>
      {result?.ok === true && (
        <>
          {t('date.readAs')} <bdi>{result.reading.text}</bdi>
        </>
      )}
      {problem !== undefined &&
        (saidAtOnce.has(problem.code) ? problemOf(typed) : t('date.notYet'))}
      {choices.map((choice) => (
        <button
          key={choice.edtf}
          type="button"
          className="button button-quiet"
          onClick={() => onTake(takenAs(choice))}
        >
          <bdi>{choice.text}</bdi>
        </button>
      ))}
    </output>
  );
}

/** What is wrong with a date as it is typed, as a sentence; undefined where it can be read. */
export function useDateProblem(): (typed: string) => string | undefined {
  const t = useT('common');
  const locale = useLocale();
  return (typed) => {
    const result = parseHumanDate(typed, { locale });
    if (result.ok) return undefined;
    const { code, word, choices } = result.problem;
    const [first, second] = choices ?? [];
    return t(`refusal.date-${code}`, {
      word: word ?? typed,
      first: first?.text ?? '',
      second: second?.text ?? '',
    });
  };
}

// In words, where they are read back to the same.
function takenAs({ edtf, text }: { readonly edtf: string; readonly text: string }): string {
  const again = parseHumanDate(text, { locale: 'en' });
  return again.ok && again.edtf === edtf ? text : edtf;
}
