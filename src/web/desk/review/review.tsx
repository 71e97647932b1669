import { useActionData } from 'react-router';
import { may } from '#accounts';
import { queueProgress, reopenable, reviewQueue } from '#record';
import { EmptyState, Pager, Progress } from '../../components/index.ts';
import { handleForm } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle, Shortcut } from '../../page-handle.ts';
import { claimsInWords } from '../claims/claim-words.ts';
import { deskRequest } from '../desk-request.ts';
import { ShortcutsHint } from '../shortcuts-dialog.tsx';
import { decide, decideForm } from './decide.ts';
import { readReviewFilter, reviewPath, toQueueFilter } from './review-filter.ts';
import { ReviewFilters } from './review-filters.tsx';
import { ReviewForm } from './review-form.tsx';
import { reviewUnits } from './review-units.ts';
import type { Route } from './+types/review.ts';
import '../claims/claims.css';
import './review.css';

const shortcuts = (
  [
    ['j', 'down'],
    ['k', 'up'],
    ['x', 'select'],
    ['a', 'accept'],
    ['Shift A', 'acceptPassage'],
    ['r', 'reject'],
    ['u', 'undo'],
    ['Enter', 'source'],
  ] as const
).map(([keys, name]): Shortcut => ({ keys, label: `review.key.${name}`, area: 'record' }));

export const handle: PageHandle = { hydrate: true, messages: ['record'], shortcuts };

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const { db, singlePerson } = house;
  const filter = readReviewFilter(new URL(request.url).searchParams);
  const queueFilter = toQueueFilter(filter);
  const [queue, progress, undoable] = await Promise.all([
    reviewQueue(db, actor, locale, queueFilter),
    queueProgress(db, actor, queueFilter),
    reopenable(db, actor, locale),
  ]);
  const decided = await claimsInWords(db, actor, locale, undoable.flat());
  return {
    filter,
    progress,
    mayReview: may(actor, 'claim.review'),
    previous: queue.previous,
    next: queue.next,
    units: await reviewUnits(db, actor, locale, queue.rows, singlePerson),
    undoable: undoable.map((together) => together.flatMap(({ uid }) => decided.get(uid) ?? [])),
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { actor, house } = deskRequest(context);
  const filter = readReviewFilter(new URL(request.url).searchParams);
  return handleForm(
    request,
    decideForm,
    async (values) => {
      await decide(house.db, actor, house.singlePerson, values);
      return reviewPath(filter);
    },
    { lists: ['claim'], fields: 1_000 },
  );
}

/** Proposals by passage: read the words, decide on what was made of them. */
export default function Review({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const state = useActionData<typeof action>();
  const { filter, progress, units } = loaderData;
  const { waiting, decidedToday } = progress;
  const all = waiting + decidedToday;
  const addressOf = (at?: string) => at && reviewPath({ ...filter, at });
  return (
    <>
      <title>{t('review.title')}</title>
      <div className="page-head">
        <h1>{t('review.title')}</h1>
        <div className="review-progress">
          <Progress
            label={t('review.progress', { done: decidedToday, all })}
            done={decidedToday}
            total={Math.max(all, 1)}
          />
        </div>
      </div>
      {units.length > 0 && <ShortcutsHint />}
      <ReviewFilters filter={filter} progress={progress} />
      {units.length === 0 ? (
        <EmptyState title={t('review.empty')}>{t('review.emptyAdvice')}</EmptyState>
      ) : null}
      <ReviewForm {...loaderData} state={state} />
      <Pager previous={addressOf(loaderData.previous)} next={addressOf(loaderData.next)} />
    </>
  );
}
