import { useActionData } from 'react-router';
import { label, findEntities, proposePublication, standingSelection, vocabulary } from '#record';
import {
  type FormState,
  handleForm,
  PageForm,
  parseForm,
  refused,
  SubmitButton,
} from '../../forms/index.ts';
import { formatList, type Locale } from '#platform/languages';
import { translatorOf, useT } from '../../messages/catalogs.ts';
import { pageContext } from '#web/context';
import type { PageHandle } from '../../page-handle.ts';
import { proposerRequest } from './proposer-request.ts';
import { ClaimTicks } from './claim-ticks.tsx';
import { DecisionFields } from './decision-fields.tsx';
import { DraftPreview } from './draft-preview.tsx';
import { draftOf, pagesAlong, type Draft } from './draft.ts';
import {
  declinedIn,
  decisionForm,
  selectionForm,
  selectionOf,
  toDecision,
} from './propose-form.ts';
import { SubjectChooser } from './subject-chooser.tsx';
import type { Route } from './+types/new.ts';
import '../claims/claims.css';
import '../finder/finder.css';
import './publication.css';

export const handle: PageHandle = { hydrate: true, messages: ['record', 'public'] };

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, locale, house } = proposerRequest(context);
  const query = new URL(request.url).searchParams;
  const subjects = query.getAll('subjects').flatMap((list) => list.split(','));
  const chosen = [...new Set(subjects.filter((uid) => uuid.test(uid)))].slice(0, 100);
  const without = new Set((query.get('without') ?? '').split(','));
  const standing = query.has('standing') ? await standingSelection(house.db, chosen) : undefined;
  const keep = (uids: readonly string[] = []) => uids.filter((uid) => !without.has(uid));
  const draft = await draftOf(house.db, actor, locale, {
    ...(standing !== undefined && {
      within: keep(standing.within),
      included: keep(standing.included),
    }),
    // What is not published yet has no edition to start from, and stays in the set all the same.
    subjects: chosen,
  });
  const terms = (code: 'audiences' | 'publication-bases') =>
    vocabulary(code).terms.map((term) => ({ value: term.code, label: label(term, locale) }));
  return {
    draft,
    title: standing === undefined ? '' : correctionTitle(locale, draft),
    // The narrower ones need editions that not everyone may read; there are none yet.
    audiences: terms('audiences').filter(({ value }) => value === 'public'),
    bases: terms('publication-bases'),
    publisher: context.get(pageContext).instance.name,
  };
}

// For the list of decisions only, so a few names are enough.
function correctionTitle(locale: Locale, { subjects }: Draft): string {
  const names = subjects.slice(0, 3).map(({ text }) => text);
  const more = Math.max(0, subjects.length - names.length);
  const t = translatorOf(locale, 'upkeep');
  const listed = more > 0 ? names.join(t('list.comma')) : formatList(names, locale);
  return t('changed.correctionTitle', { names: listed, more });
}

const lists = { lists: ['subjects', 'listed', 'sensitive', 'claim', 'declined'], fields: 5_000 };

export async function action({ request, context }: Route.ActionArgs) {
  const { actor, locale, house } = proposerRequest(context);
  const copy = request.clone();
  const form = await parseForm(request, selectionForm, lists);
  if (!form.ok) return refused(form.state);
  const selection = selectionOf(form.values);
  const declined = declinedIn(form.values);
  const isProposal = form.values.do === 'propose';
  // A page that came along only now was not looked at yet.
  const along = isProposal ? await pagesAlong(house.db, actor, selection, declined) : [];
  if (isProposal && along.length === 0) {
    const answer = await handleForm(
      copy,
      decisionForm(locale),
      async (values) => {
        const uid = await house.db
          .transaction()
          .execute((tx) =>
            proposePublication(tx, actor, toDecision(values), selection, { again: values.again }),
          );
        return `/desk/publications/${uid}`;
      },
      lists,
    );
    if (answer instanceof Response) return answer;
    const draft = await draftOf(house.db, actor, locale, selection, declined);
    return { ...answer.data, draft, found: [] };
  }
  const { find = '' } = form.values;
  const found = form.values.do === 'find' ? await findEntities(house.db, actor, find) : [];
  return {
    ...form.state,
    draft: await draftOf(house.db, actor, locale, selection, declined),
    found: found.map(({ uid, kind, name }) => ({ uid, kind, text: name })),
  };
}

/** Puts a publication together: who, what of it, on what footing – and what readers will see. */
export default function NewPublication({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const answer = useActionData<typeof action>();
  const draft = answer !== undefined && 'draft' in answer ? answer.draft : loaderData.draft;
  const found = answer !== undefined && 'found' in answer ? answer.found : [];
  const state: FormState | undefined = answer;
  return (
    <>
      <title>{t('publication.new')}</title>
      <h1>{t('publication.new')}</h1>
      <PageForm id="publication" state={state} area="record" className="publication">
        {/* Enter in any field prepares again; it must never propose. */}
        <button
          type="submit"
          name="do"
          value="prepare"
          className="visually-hidden"
          tabIndex={-1}
          aria-hidden="true"
        />
        <SubjectChooser draft={draft} found={found} />
        {draft.subjects.length > 0 && (
          <>
            <ClaimTicks draft={draft} />
            <DraftPreview draft={draft} publisher={loaderData.publisher} />
            <DecisionFields
              audiences={loaderData.audiences}
              bases={loaderData.bases}
              isCorrection={draft.isCorrection}
              returning={draft.returning}
              title={loaderData.title}
            />
            <div className="row">
              <SubmitButton name="do" value="propose">
                {t('publication.propose')}
              </SubmitButton>
              <SubmitButton name="do" value="prepare" look="plain">
                {t('publication.prepare')}
              </SubmitButton>
            </div>
          </>
        )}
      </PageForm>
    </>
  );
}
