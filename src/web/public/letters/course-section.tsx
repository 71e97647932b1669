import type { ListedReading } from '#publish';
import { DateText } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { CourseStep } from './course-steps.ts';
import { DeliveryAnswer, DeliveryChange, DeliveryFacts } from './letter-deliveries.tsx';

/** What happened to a letter, the first first; and what others did for what it asks. */
export function CourseSection({
  steps,
  solidarity,
  answers,
  lang,
}: {
  readonly steps: readonly CourseStep[];
  readonly solidarity: readonly ListedReading[];
  /** Public pages of the sources that hold answers. */
  readonly answers: readonly ListedReading[];
  /** In which answers are written, as the letter is. */
  readonly lang: string;
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
            {steps.map((step) => (
              <li key={keyOf(step)}>
                <span className="muted">
                  <DateText edtf={step.day} />
                </span>{' '}
                <div>
                  <span dir="auto">{wordsOf(step)}</span>
                  <Details {...{ step, answers, lang }} />
                </div>
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
    if ('delivery' in step) {
      return t(`letter.course.${step.kind}`, { addressee: step.delivery.addressee });
    }
    return t(`letter.course.${step.kind}`);
  }
}

/** One of each kind, but for versions, counts and deliveries, and for changes on several days. */
function keyOf(step: CourseStep): string {
  if ('delivery' in step) return `${step.kind} ${step.delivery.uid}`;
  const which = 'number' in step ? step.number : 'count' in step ? step.count : step.day;
  return `${step.kind} ${which}`;
}

function Details({
  step,
  answers,
  lang,
}: {
  readonly step: CourseStep;
  readonly answers: readonly ListedReading[];
  readonly lang: string;
}) {
  if (!('delivery' in step)) return null;
  const { kind, delivery } = step;
  if (kind === 'answered') return <DeliveryAnswer {...{ delivery, lang, answers }} />;
  return (
    <>
      <DeliveryFacts delivery={delivery} />
      <DeliveryChange {...{ delivery, lang }} />
    </>
  );
}
