import { useActionData } from 'react-router';
import * as z from 'zod';
import { currentHashes, subjectsMentioning } from '#editions';
import { formatList } from '#platform/languages';
import { captionsByUid, emptiedByRemoval, loadAddedTerms, proposeRemoval, tracesOf } from '#record';
import { Notice } from '../../components/index.ts';
import { handleForm, PageForm, SubmitButton } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { entityWords } from '../claims/claim-words.ts';
import { tracesInWords } from '../removed/trace-words.ts';
import { EmptiedPages } from './emptied-pages.tsx';
import { emptiedInWords } from './emptied-words.ts';
import { proposerRequest } from './proposer-request.ts';
import { RemovalFields } from './removal-fields.tsx';
import { removalForm, removalReasons } from './removal-form.ts';
import { startsTicked, TraceChoices } from './trace-choices.tsx';
import type { Route } from './+types/remove.ts';
import './publication.css';
import '../removed/removed.css';

export const handle: PageHandle = { hydrate: true, messages: ['record', 'upkeep'] };

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Who is taken back: named by the path, or several by the query. @throws Response 404 for nobody. */
function subjectsOf(request: Request, uid: string | undefined): readonly string[] {
  const asked = uid === undefined ? new URL(request.url).searchParams.getAll('subjects') : [uid];
  const uids = [...new Set(asked.filter((one) => uuid.test(one)))].slice(0, 100);
  if (uids.length === 0) notFound();
  return uids;
}

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor, locale, house } = proposerRequest(context);
  const uids = subjectsOf(request, params.uid);
  const mentioning = await subjectsMentioning(house.db, uids);
  const added = await loadAddedTerms(house.db);
  const wanted = [...uids, ...mentioning.map(({ subject }) => subject)];
  const captions = await captionsByUid(house.db, actor, wanted, locale, added);
  const named = (some: readonly string[]) =>
    some.flatMap((one) => {
      const caption = captions.get(one);
      return caption === undefined ? [] : [entityWords(caption, locale)];
    });
  const subjects = named(uids);
  if (subjects.length === 0) notFound();
  const traces = await tracesOf(house.db, actor, uids);
  const ticked = traces.filter(startsTicked).flatMap(({ claims }) => claims);
  const emptiedWithout = (claims: readonly string[]) =>
    emptiedByRemoval(house.db, actor, uids, claims, traces);
  const atAll = emptiedInWords(await emptiedWithout([]), locale);
  const byTicks = ticked.length === 0 ? [] : await emptiedWithout(ticked);
  return {
    emptied: [
      ...atAll,
      ...emptiedInWords(byTicks, locale, true).filter(({ uid, left }) =>
        atAll.every((one) => one.uid !== uid || one.left !== left),
      ),
    ],
    uids,
    name: formatList(
      subjects.map(({ text }) => text),
      locale,
    ),
    corrected: named(mentioning.map(({ subject }) => subject)),
    traces: await tracesInWords(house.db, locale, traces),
    reasons: removalReasons(locale),
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, locale, house } = proposerRequest(context);
  const uids = subjectsOf(request, params.uid);
  const schema = removalForm(locale).extend({
    // Each box names the claims that words rest on.
    without: z.array(z.string().max(20_000)).max(2_000),
  });
  return handleForm(
    request,
    schema,
    async ({ without, ...values }) => {
      // What is not published (any more) needs no taking back.
      const published = await currentHashes(house.db, uids);
      const subjects = uids
        .filter((uid) => published.has(uid) || uids.length === 1)
        .map((subject) => ({ subject, kind: '' }));
      const input = {
        ...values,
        kind: 'remove',
        audience: 'public',
        basis: 'public-interest',
      } as const;
      const claims = without.flatMap((list) => list.split(','));
      const decision = await house.db
        .transaction()
        .execute((tx) => proposeRemoval(tx, actor, input, subjects, claims));
      return `/desk/publications/${decision}`;
    },
    { lists: ['without'], fields: 2_010 },
  );
}

/** Proposes to take published subjects back. Their names go from everybody else's page as well. */
export default function Remove({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const state = useActionData<typeof action>();
  const { name, corrected, traces, reasons, emptied, uids } = loaderData;
  const all = [...uids, ...emptied.map(({ uid }) => uid)].map((uid) => ['subjects', uid]);
  const title = t('removal.title', { name });
  return (
    <>
      <title>{title}</title>
      <h1>{title}</h1>
      <Notice tone="caution">
        <p>{t('removal.what')}</p>
        {corrected.length > 0 && (
          <>
            <p>{t('removal.alsoCorrected', { n: corrected.length })}</p>
            <ul>
              {corrected.map((other) => (
                <li key={other.uid}>
                  <bdi>{other.text}</bdi>
                </li>
              ))}
            </ul>
          </>
        )}
      </Notice>
      <EmptiedPages
        pages={emptied}
        takeBackToo={`/desk/publications/remove?${new URLSearchParams(all)}`}
      />
      <PageForm id="removal" state={state} area="record">
        <TraceChoices
          traces={traces}
          typed={state === undefined ? undefined : (state.typed['without'] ?? [])}
        />
        <RemovalFields title={title} reasons={reasons} />
        <div>
          <SubmitButton look="danger">{t('removal.propose')}</SubmitButton>
        </div>
      </PageForm>
    </>
  );
}
