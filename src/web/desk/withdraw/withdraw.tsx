import { Link, useActionData } from 'react-router';
import { sourcePage } from '#evidence';
import { captionsByUid, loadAddedTerms, restorable, withdrawable } from '#record';
import { EmptyState } from '../../components/index.ts';
import { handleForm, PageForm, SubmitButton, TextArea } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { claimsInWords, entityWords } from '../claims/claim-words.ts';
import { deskRequest, uidParam, type DeskRequest } from '../desk-request.ts';
import { RestoreList } from './restore-list.tsx';
import { WithdrawTick } from './withdraw-tick.tsx';
import { carryOut, withdrawForm, withdrawLimits } from './withdraw-form.ts';
import type { Route } from './+types/withdraw.ts';
import '../claims/claims.css';
import '../publication/publication.css';

export const handle: PageHandle = { hydrate: true, messages: ['record', 'upkeep'] };

interface Asked {
  readonly entity?: string;
  readonly source?: string;
}

/** @throws Response 404 unless the address names one of the two. */
function askedFor(request: Request): Asked {
  const query = new URL(request.url).searchParams;
  const entity = query.get('entity') ?? undefined;
  if (entity !== undefined) return { entity: uidParam(entity) };
  return { source: uidParam(query.get('source') ?? undefined) };
}

async function nameOf({ actor, locale, house: { db } }: DeskRequest, asked: Asked) {
  const { entity = '', source } = asked;
  if (source !== undefined) {
    const page = await sourcePage(db, actor, source);
    if (page === undefined) notFound();
    return { to: `/desk/sources/${source}`, text: page.title };
  }
  const captions = await captionsByUid(db, actor, [entity], locale, await loadAddedTerms(db));
  const caption = captions.get(entity);
  if (caption === undefined) notFound();
  return { to: `/desk/entities/${entity}`, text: entityWords(caption, locale).text };
}

export async function loader({ request, context }: Route.LoaderArgs) {
  const desk = deskRequest(context);
  const { actor, locale, house } = desk;
  const asked = askedFor(request);
  const [of, claims, withdrawn] = await Promise.all([
    nameOf(desk, asked),
    withdrawable(house.db, actor, locale, asked),
    restorable(house.db, actor, locale),
  ]);
  const words = await claimsInWords(house.db, actor, locale, [...claims, ...withdrawn]);
  const inWords = (some: typeof claims) => some.flatMap(({ uid }) => words.get(uid) ?? []);
  return { of, claims: inWords(claims), withdrawn: inWords(withdrawn) };
}

export function action({ request, context }: Route.ActionArgs) {
  const { actor, house } = deskRequest(context);
  const { search } = new URL(request.url);
  askedFor(request);
  return handleForm(
    request,
    withdrawForm,
    async (values) => {
      await carryOut(house.db, actor, values);
      return `/desk/claims/withdraw${search}`;
    },
    withdrawLimits,
  );
}

/** Several claims are withdrawn with one reason, and brought back with one press. */
export default function Withdraw({ loaderData }: Route.ComponentProps) {
  const t = useT('upkeep');
  const state = useActionData<typeof action>();
  const { of, claims, withdrawn } = loaderData;
  const ticked = new Set(state?.typed['claim']);
  return (
    <>
      <title>{t('withdraw.title')}</title>
      <header className="page-head">
        <div>
          <p className="eyebrow">
            <Link to={of.to}>
              <bdi>{of.text}</bdi>
            </Link>
          </p>
          <h1>{t('withdraw.title')}</h1>
        </div>
      </header>
      <RestoreList claims={withdrawn} state={state} />
      {claims.length === 0 ? (
        <EmptyState title={t('withdraw.empty')}>{t('withdraw.emptyAdvice')}</EmptyState>
      ) : (
        <PageForm id="withdraw" state={state} area="record" className="publication">
          <p className="muted">{t('withdraw.what')}</p>
          <ul className="ruled-list">
            {claims.map((claim) => (
              <WithdrawTick key={claim.uid} claim={claim} ticked={ticked.has(claim.uid)} />
            ))}
          </ul>
          <div className="form">
            <TextArea
              name="comment"
              label={t('withdraw.why')}
              hint={t('withdraw.hint')}
              rows={3}
              required
            />
            <div className="row">
              <SubmitButton name="do" value="ticked" look="danger">
                {t('withdraw.ticked')}
              </SubmitButton>
              <SubmitButton name="do" value="all" look="plain">
                {t('withdraw.all', { n: claims.length })}
              </SubmitButton>
            </div>
          </div>
        </PageForm>
      )}
    </>
  );
}
