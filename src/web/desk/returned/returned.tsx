import { Link, useActionData } from 'react-router';
import * as z from 'zod';
import { listSources } from '#evidence';
import { layAside, returnedClaims } from '#record';
import { EmptyState, ExactWords, Words } from '../../components/index.ts';
import { handleForm, PageForm, SubmitButton } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { ClaimHead } from '../claims/claim-facts.tsx';
import { claimsInWords } from '../claims/claim-words.ts';
import { momentWords } from '../claims/moment-words.ts';
import { deskRequest } from '../desk-request.ts';
import { InboxTabs } from '../inbox/inbox-tabs.tsx';
import type { Route } from './+types/returned.ts';
import '../claims/claims.css';
import '../inbox/inbox.css';

export const handle: PageHandle = { hydrate: true, messages: ['coding', 'record'] };

export async function loader({ context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const [returned, { counts }] = await Promise.all([
    returnedClaims(house.db, actor, locale),
    listSources(house.db, actor, { limit: 0 }),
  ]);
  const words = await claimsInWords(
    house.db,
    actor,
    locale,
    returned.map(({ claim }) => claim),
  );
  return {
    counts,
    items: returned.flatMap(({ claim: { uid }, refusal }) => {
      const claim = words.get(uid);
      if (claim === undefined) return [];
      return [{ claim, ...refusal, at: momentWords(refusal.at, locale) }];
    }),
  };
}

type Item = Awaited<ReturnType<typeof loader>>['items'][number];

const asideForm = z.object({ claim: z.uuid() });

export function action({ request, context }: Route.ActionArgs) {
  const { actor, house } = deskRequest(context);
  return handleForm(request, asideForm, async ({ claim }) => {
    await house.db.transaction().execute((tx) => layAside(tx, actor, claim));
    return '/desk/returned';
  });
}

/** What a reviewer refused, for its author: why, and the way to code it anew. */
export default function Returned({ loaderData }: Route.ComponentProps) {
  const t = useT('coding');
  const { items, counts } = loaderData;
  return (
    <>
      <title>{t('returned.title')}</title>
      <header className="page-head">
        <h1>{t('returned.title')}</h1>
      </header>
      <InboxTabs counts={counts} returned={items.length} current="returned" pathOf={stateAddress} />
      {items.length === 0 ? (
        <EmptyState title={t('returned.empty')} action={<Link to="/desk">{t('inbox.title')}</Link>}>
          {t('returned.emptyAdvice')}
        </EmptyState>
      ) : (
        <ul className="ruled-list">
          {items.map((item) => (
            <ReturnedItem key={item.claim.uid} item={item} />
          ))}
        </ul>
      )}
    </>
  );
}

function stateAddress(state: string): string {
  return state === 'all' ? '/desk' : `/desk?state=${state}`;
}

function ReturnedItem({ item }: { readonly item: Item }) {
  const t = useT('coding');
  const state = useActionData<typeof action>();
  const { claim, comment, by, at } = item;
  const { passage, source } = claim;
  const form = `aside-${claim.uid}`;
  return (
    <li className="returned stack-tight">
      <p>
        <Link to={`/desk/entities/${claim.entity.uid}`}>
          <bdi>{claim.entity.text}</bdi>
        </Link>
      </p>
      <ClaimHead claim={claim} />
      {passage?.quote != null && (
        <Words lang="" source={<bdi>{source?.title}</bdi>}>
          <p>
            <ExactWords>{passage.quote}</ExactWords>
          </p>
        </Words>
      )}
      <blockquote className="returned-comment" dir="auto">
        {comment}
      </blockquote>
      <p className="small muted">
        <bdi>{by}</bdi> · {at}
      </p>
      <div className="row">
        {source === null ? (
          <Link className="button button-primary" to={`/desk/entities/${claim.entity.uid}/add`}>
            {t('returned.again')}
          </Link>
        ) : (
          <Link
            className="button button-primary"
            to={`/desk/sources/${source.uid}?passage=${passage?.uid ?? ''}&again=${claim.uid}`}
          >
            {t('returned.again')}
          </Link>
        )}
        <PageForm id={form} state={state} area="record" className="row">
          <input type="hidden" name="claim" value={claim.uid} />
          <SubmitButton look="plain">{t('returned.aside')}</SubmitButton>
        </PageForm>
      </div>
    </li>
  );
}
