import type { ListedReading } from '#publish';
import { DateText } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { CourseStep } from './course-steps.ts';

/** What happened to a letter, the first first; and what others did for what it asks. */
export function CourseSection({
  steps,
  solidarity,
}: {
  readonly steps: readonly CourseStep[];
  readonly solidarity: readonly ListedReading[];
}) {
  const t = useT('public');
  return (
    <>
      {solidarity.length > 0 && (
        <section className="section" aria-labelledby="solidarity">
          <h2 id="solidarity">{t('letter.solidarity')}</h2>
          <p className="section-note">{t('letter.solidarity.note')}</p>
          <ul className="plain-list spaced">
            {solidarity.map(({ uid, address, name }) => (
              <li key={uid}>
                <a href={address}>
                  <bdi>{name.text}</bdi>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {steps.length > 0 && (
        <section className="section" aria-labelledby="course">
          <h2 id="course">{t('letter.course')}</h2>
          <ol className="plain-list letter-course">
            {steps.map((step, at) => (
              // oxlint-disable-next-line react/no-array-index-key
              <li key={at}>
                <span className="muted">
                  <DateText edtf={step.day} />
                </span>{' '}
                <span dir="auto">{wordsOf(step)}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );

  function wordsOf(step: CourseStep): string {
    if ('number' in step) return t(`letter.course.${step.kind}`, { number: step.number });
    if ('count' in step) return t('letter.course.reached', { count: step.count });
    if ('addressee' in step) {
      return t(`letter.course.${step.kind}`, { addressee: step.addressee });
    }
    return t(`letter.course.${step.kind}`);
  }
}
