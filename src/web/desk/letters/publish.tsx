import { Link, redirect, useActionData } from 'react-router';
import { bareFigures, listAnchors, listVersions, prepareLetter, proposeLetter } from '#letters';
import { readEdition, readLetterNotes, removalReason } from '#publish';
import { label, takenBackAmong, vocabulary } from '#record';
import { pageContext } from '#web/context';
import {
  handleForm,
  optionalDate,
  optionalText,
  PageForm,
  SubmitButton,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { SubjectPage } from '../../public/subject-page.tsx';
import { momentWords } from '../claims/moment-words.ts';
import { DecisionFields } from '../publication/decision-fields.tsx';
import { decisionForm, toDecision } from '../publication/propose-form.ts';
import { AnchorsSection } from './anchors-section.tsx';
import { letterRequest } from './letter-request.ts';
import { MomentFields } from './moment-fields.tsx';
import { readMoment } from './read-moment.ts';
import type { Route } from './+types/publish.ts';
import '../../public/public.css';
import '../publication/publication.css';
import './letters.css';

export const handle: PageHandle = {
  hydrate: true,
  messages: ['letters', 'record', 'public', 'course'],
};

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const { uid, name, version, publicVersion } = letter;
  // There is nothing to publish, and the letter's page says what to do first.
  if (version === 0) throw redirect(`/desk/letters/${uid}`, 303);
  const document = await prepareLetter(house.db, actor, uid);
  const gone = (await takenBackAmong(house.db, actor, [uid])).get(uid);
  const versions = await listVersions(house.db, actor, uid);
  const newest = versions.find(({ state, number }) => state === 'approved' && number === version);
  const anchors = (await listAnchors(house.db, actor, uid)).filter(
    (anchor) => anchor.version === newest?.uid,
  );
  const reading = readEdition(document, locale);
  const terms = (code: 'audiences' | 'publication-bases') =>
    vocabulary(code).terms.map((term) => ({ value: term.code, label: label(term, locale) }));
  return {
    ...{ uid, name, version },
    isCorrection: publicVersion > 0,
    note: newest?.note ?? '',
    returning:
      gone === undefined
        ? []
        : [
            {
              ...{ uid, kind: 'letter', text: name },
              takenBack: {
                reason: removalReason(gone.reasonClass, locale),
                at: momentWords(gone.removedAt, locale),
              },
            },
          ],
    audiences: terms('audiences').filter(({ value }) => value === 'public'),
    bases: terms('publication-bases'),
    publisher: context.get(pageContext).instance.name,
    ...{ reading, newest: newest?.uid ?? '', anchorCount: anchors.length },
    notes: await readLetterNotes(house.readerDb, reading.letter?.versions[0].anchors ?? [], locale),
    bare: newest === undefined ? [] : bareFigures(newest.text, anchors),
    language: letter.language,
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const form = decisionForm(locale).extend({
    publishAtDay: optionalDate(locale),
    publishAtTime: optionalText(20),
  });
  return handleForm(request, form, async ({ publishAtDay, publishAtTime, ...values }) => {
    const publishAt = readMoment('publishAt', publishAtDay, publishAtTime);
    const uid = await house.db.transaction().execute((tx) =>
      proposeLetter(tx, actor, toDecision(values), letter.uid, {
        again: values.again,
        ...(publishAt !== undefined && { publishAt }),
      }),
    );
    return `/desk/publications/${uid}`;
  });
}

/** Proposes to publish a letter: what readers will see, on what footing, at what risk. */
export default function Publish({ loaderData }: Route.ComponentProps) {
  const t = useT('letters');
  const record = useT('record');
  const course = useT('course');
  const state = useActionData<typeof action>();
  const { uid, name, version, reading, publisher, isCorrection } = loaderData;
  const title = t('publish.title', { number: version });
  return (
    <>
      <title>{`${title} – ${name}`}</title>
      <header>
        <p className="eyebrow">
          <Link to={`/desk/letters/${uid}`}>
            <bdi>{name}</bdi>
          </Link>
        </p>
        <h1>{title}</h1>
      </header>
      <p>{t('publish.what')}</p>
      <AnchorsSection
        path={`/desk/letters/${uid}/versions/${loaderData.newest}/anchors`}
        count={loaderData.anchorCount}
        bare={loaderData.bare}
        lang={loaderData.language}
      />
      <details className="preview" open>
        <summary>{record('publication.preview')}</summary>
        <section
          className="public preview-page"
          aria-label={record('publication.preview')}
          // What scrolls must take the focus, or the keyboard cannot scroll it (WCAG 2.1.1).
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
        >
          <SubjectPage reading={reading} publisher={publisher} notes={loaderData.notes} />
        </section>
      </details>
      <PageForm id="publication" state={state} area="record" className="publication">
        <DecisionFields
          audiences={loaderData.audiences}
          bases={loaderData.bases}
          isCorrection={isCorrection}
          returning={loaderData.returning}
          title={t('publish.decisionTitle', { name, number: version })}
          publicReason={isCorrection ? loaderData.note : ''}
        />
        <MomentFields
          name="publishAt"
          label={course('embargo.day')}
          hint={course('embargo.dayHint')}
        />
        <div>
          <SubmitButton>{record('publication.propose')}</SubmitButton>
        </div>
      </PageForm>
    </>
  );
}
