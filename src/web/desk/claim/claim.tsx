import { Link, useActionData } from 'react-router';
import * as z from 'zod';
import { may } from '#accounts';
import { claimSteps, claimViews, decideClaims } from '#record';
import { handleForm, PageForm, SubmitButton, text, TextArea } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { ClaimFacts, ClaimHead } from '../claims/claim-facts.tsx';
import { claimsInWords } from '../claims/claim-words.ts';
import { momentWords } from '../claims/moment-words.ts';
import { PassageBlock } from '../claims/passage-block.tsx';
import { shownPassages } from '../claims/shown-passages.ts';
import { StateTag } from '../claims/state-tag.tsx';
import { StepList } from '../claims/step-list.tsx';
import { deskRequest, uidParam } from '../desk-request.ts';
import type { Route } from './+types/claim.ts';
import '../claims/claims.css';
import '../entity/entity.css';

export const handle: PageHandle = { hydrate: true, messages: ['record', 'upkeep'] };

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const uid = uidParam(params.uid);
  const [claim] = await claimViews(house.db, actor, [uid], locale);
  if (claim === undefined) notFound();
  const replaced = claim.supersedes === null ? [] : [claim.supersedes];
  const [before, steps, passages] = await Promise.all([
    claimViews(house.db, actor, replaced, locale),
    claimSteps(house.db, actor, uid),
    shownPassages(house.db, actor, locale, claim.passage === null ? [] : [claim.passage.uid]),
  ]);
  const words = await claimsInWords(house.db, actor, locale, [claim, ...before]);
  const isMine = claim.author.uid === actor.uid;
  const facts = { scopeId: claim.scopeId };
  return {
    claim: words.get(uid),
    replaces: words.get(claim.supersedes ?? ''),
    passage: passages.get(claim.passage?.uid ?? ''),
    steps: steps.map((step) => ({ ...step, at: momentWords(step.at, locale) })),
    mayWithdraw:
      claim.state === 'accepted'
        ? may(actor, 'claim.withdraw', facts)
        : claim.state === 'proposed' && isMine,
  };
}

const withdrawForm = z.object({ comment: text(5_000) });

export function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house } = deskRequest(context);
  const uid = uidParam(params.uid);
  return handleForm(request, withdrawForm, async ({ comment }) => {
    await house.db
      .transaction()
      .execute((tx) => decideClaims(tx, actor, [uid], 'withdrawn', comment));
    return `/desk/claims/${uid}`;
  });
}

/** One claim: the words, who says so, what became of it, and the way to withdraw it. */
export default function Claim({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const state = useActionData<typeof action>();
  const { claim, replaces, passage, steps, mayWithdraw } = loaderData;
  if (claim === undefined) return null;
  return (
    <article className="case-file">
      <title>{`${claim.entity.text} – ${claim.propertyLabel}`}</title>
      <header className="page-head">
        <div>
          <p className="eyebrow">
            <Link to={`/desk/entities/${claim.entity.uid}`}>
              <bdi>{claim.entity.text}</bdi>
            </Link>
          </p>
          <h1>{claim.propertyLabel}</h1>
        </div>
        <StateTag state={claim.state} />
      </header>
      <ClaimHead claim={claim} replaces={replaces} />
      {passage !== undefined && <PassageBlock passage={passage} />}
      <ClaimFacts claim={claim} replaces={replaces} />
      <section className="record-section">
        <h2>{t('claim.steps')}</h2>
        <StepList steps={steps} asOfPath={`/desk/entities/${claim.entity.uid}`} />
      </section>
      {mayWithdraw && (
        <section className="record-section">
          <h2>{t('claim.withdraw')}</h2>
          <PageForm id="withdraw" state={state} area="record">
            <TextArea
              name="comment"
              label={t('claim.withdrawWhy')}
              hint={t('claim.withdrawHint')}
              rows={3}
              required
            />
            <div>
              <SubmitButton look="danger">{t('claim.withdraw')}</SubmitButton>
            </div>
          </PageForm>
        </section>
      )}
    </article>
  );
}
