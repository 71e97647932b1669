import { Link, useActionData } from 'react-router';
import * as z from 'zod';
import {
  listNoteChanges,
  listUpdates,
  moveEmbargo,
  readCourseDesk,
  readTestimony,
  setCampaignDates,
  stopEmbargo,
} from '#letters';
import { Notice, Tag } from '../../components/index.ts';
import {
  handleForm,
  optionalDate,
  optionalText,
  PageForm,
  SubmitButton,
  TextArea,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { notFound } from '../../not-found.ts';
import { momentWords } from '../claims/moment-words.ts';
import { courseOf, type CourseLine } from './course-lines.ts';
import { LetterHead } from './letter-head.tsx';
import { letterRequest } from './letter-request.ts';
import { MomentFields } from './moment-fields.tsx';
import { readMoment } from './read-moment.ts';
import type { Route } from './+types/course.ts';
import '../entity/entity.css';
import './letters.css';

export const handle: PageHandle = { hydrate: true, messages: ['course', 'letters'] };

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const { db } = house;
  const [desk, testimony, updates, changes] = await Promise.all([
    readCourseDesk(db, actor, letter.uid),
    readTestimony(db, actor, letter.uid),
    listUpdates(db, actor, letter.uid),
    listNoteChanges(db, actor, letter.uid),
  ]);
  if (desk === undefined) notFound();
  const { uid, name, kind, version, publicVersion } = letter;
  const tells = publicVersion > 1 && ['factual', 'demand'].includes(desk.newest?.change ?? '');
  return {
    ...{ uid, name, isSigned: kind === 'collective' && version > 0 },
    lines: courseOf({ letter, desk, testimony, updates, locale }),
    embargo: desk.embargo?.publishAt,
    dates: desk.dates,
    isClosed: desk.signing === 'closed',
    tells: tells && !updates.some((one) => one.kind === 'version') ? publicVersion : undefined,
    changes: changes.map(({ at, ...one }) => ({ ...one, at: momentWords(at, locale) })),
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const { uid } = letter;
  const day = optionalDate(locale);
  const time = optionalText(20);
  const form = z.object({
    step: z.enum(['dates', 'move', 'stop']),
    ...{ opensDay: day, opensTime: time, closesDay: day, closesTime: time },
    ...{ closing: optionalText(500), publishAtDay: day, publishAtTime: time },
  });
  return handleForm(request, form, async ({ step, closing = '', ...typed }) => {
    const now = new Date();
    const opensAt = readMoment('opens', typed.opensDay, typed.opensTime) ?? null;
    const closesAt = readMoment('closes', typed.closesDay, typed.closesTime) ?? null;
    const publishAt = readMoment('publishAt', typed.publishAtDay, typed.publishAtTime);
    await house.db.transaction().execute(async (tx) => {
      if (step === 'stop') await stopEmbargo(tx, actor, uid, now);
      else if (step === 'move') await moveEmbargo(tx, actor, uid, publishAt ?? now, now);
      else {
        const dates = { opensAt, closesAt, closing };
        await setCampaignDates(tx, actor, house.letterSealer, uid, { dates, now });
      }
    });
    return `/desk/letters/${uid}/course`;
  });
}

/** How far a letter has come, what comes next, and who it waits for. */
export default function Course({ loaderData: course }: Route.ComponentProps) {
  const t = useT('course');
  const state = useActionData<typeof action>();
  const { uid, name, lines, embargo, dates, changes, tells } = course;
  return (
    <article className="case-file">
      <LetterHead {...{ uid, name, title: t('title') }} />
      <p>{t('lead')}</p>
      {tells !== undefined && (
        <Notice tone="info">
          <p>{t('version.tell', { number: tells })}</p>
          <p>
            <Link className="button" to={`/desk/letters/${uid}/updates`}>
              {t('notes.go')}
            </Link>
          </p>
        </Notice>
      )}
      <ol className="plain-list spaced course-lines">
        {lines.map((line) => (
          <Line key={line.key} line={line} />
        ))}
      </ol>
      {embargo !== undefined && (
        <section className="record-section stack-tight">
          <h2>{t('embargo')}</h2>
          <p className="section-note">{t('embargo.means')}</p>
          <PageForm id="move" state={state} area="course">
            <input type="hidden" name="step" value="move" />
            <MomentFields name="publishAt" label={t('embargo.day')} value={embargo} />
            <SubmitButton look="plain">{t('embargo.move')}</SubmitButton>
          </PageForm>
          <PageForm id="stop" state={state} area="course">
            <input type="hidden" name="step" value="stop" />
            <SubmitButton look="danger">{t('embargo.stop')}</SubmitButton>
          </PageForm>
        </section>
      )}
      {course.isSigned && !course.isClosed && (
        <section className="record-section stack-tight">
          <h2>{t('dates')}</h2>
          <p className="section-note">{t('dates.means')}</p>
          <PageForm id="dates" state={state} area="course">
            <input type="hidden" name="step" value="dates" />
            <MomentFields name="opens" label={t('dates.opens')} value={dates?.opensAt} />
            <MomentFields name="closes" label={t('dates.closes')} value={dates?.closesAt} />
            <TextArea
              name="closing"
              label={t('dates.closing')}
              rows={2}
              maxLength={500}
              dir="auto"
              defaultValue={dates?.closing}
            />
            <SubmitButton>{t('dates.do')}</SubmitButton>
          </PageForm>
        </section>
      )}
      {changes.length > 0 && (
        <section className="record-section stack-tight">
          <h2>{t('notes')}</h2>
          <p className="section-note">{t('notes.means')}</p>
          <ul className="plain-list spaced">
            {changes.map(({ words, state: now, at, told }) => (
              <li key={`${words}${now}${at}`}>
                <q dir="auto">{words}</q> – {t(`notes.${now}`)}{' '}
                <span className="muted">
                  {at} {told && <>· {t('notes.told')}</>}
                </span>
              </li>
            ))}
          </ul>
          <p>
            <Link className="button" to={`/desk/letters/${uid}/updates`}>
              {t('notes.go')}
            </Link>
          </p>
        </section>
      )}
    </article>
  );
}

function Line({ line }: { readonly line: CourseLine }) {
  const t = useT('course');
  const { key, step, words, to, label } = line;
  return (
    <li>
      <h2>
        {t(key)}{' '}
        <Tag tone={step === 'now' || step === 'waits' ? 'accent' : 'plain'}>
          {t(`step.${step}`)}
        </Tag>
      </h2>
      {words.map((one) => (
        <p key={one}>{one}</p>
      ))}
      {to !== undefined && (
        <p>
          <Link to={to}>{t(label)}</Link>
        </p>
      )}
    </li>
  );
}
