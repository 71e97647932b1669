import { Link, redirect, useActionData } from 'react-router';
import * as z from 'zod';
import { cancelDecision, loadDecision } from '#editions';
import { decideAnything } from '#letters';
import { Notice, Tag } from '../../components/index.ts';
import { handleForm, optionalText, PageForm, SubmitButton, TextArea } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { deskRequest, uidParam } from '../desk-request.ts';
import { DecisionFacts } from './decision-facts.tsx';
import { DecisionWarnings } from './decision-warnings.tsx';
import { decisionInWords, type DecisionWords } from './decision-words.ts';
import { DocumentChanges } from './document-changes.tsx';
import type { Route } from './+types/decision.ts';
import '../claims/claims.css';
import '../entity/entity.css';
import './publication.css';
import '../removed/removed.css';

export const handle: PageHandle = { hydrate: true, messages: ['record', 'upkeep'] };

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const decision = await loadDecision(house.db, actor, uidParam(params.uid));
  if (decision === undefined) notFound();
  return decisionInWords(house.db, actor, locale, decision, house.singlePerson);
}

const verdictForm = z.object({
  do: z.enum(['approve', 'refuse', 'cancel']),
  comment: optionalText(5_000),
});

export function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house } = deskRequest(context);
  const uid = uidParam(params.uid);
  return handleForm(request, verdictForm, async ({ do: button, comment = '' }) => {
    await house.db.transaction().execute(async (tx) => {
      if (button === 'cancel') return cancelDecision(tx, actor, uid);
      const { singlePerson } = house;
      const verdict = { approve: button === 'approve', comment, singlePerson };
      return decideAnything(tx, actor, uid, verdict);
    });
    return redirect(`/desk/publications/${uid}`, 303);
  });
}

/** Where the same is put together anew. */
function preparedAt({ documents, subjects }: DecisionWords): string {
  const [letter] = documents.filter(({ kind }) => kind === 'letter');
  return letter === undefined
    ? `/desk/publications/new?subjects=${subjects.join(',')}`
    : `/desk/letters/${letter.uid}/publish`;
}

/** A decision to publish, correct or take back: read by somebody else before it is carried out. */
export default function Decision({ loaderData: decision }: Route.ComponentProps) {
  const t = useT('record');
  const state = useActionData<typeof action>();
  const changed = state?.problems.some(({ code }) => code === 'decision-changed') === true;
  const approveWords = ({ kind, publishAt: at }: DecisionWords) => {
    if (at !== undefined) return t('decision.approveLater', { at });
    return t(kind === 'remove' ? 'decision.approveRemoval' : 'decision.approve');
  };
  return (
    <article className="case-file">
      <title>{decision.title}</title>
      <header className="page-head">
        <div>
          <p className="eyebrow">
            <Link to="/desk/publications">{t('publication.list')}</Link>
          </p>
          <h1>
            <bdi>{decision.title}</bdi>
          </h1>
        </div>
        <Tag tone={decision.state === 'proposed' ? 'accent' : 'plain'}>
          {t(`decision.${decision.state as 'proposed'}`)}
        </Tag>
      </header>
      {changed && (
        <Notice tone="problem" live>
          <p>{t('decision.changed')}</p>
          <p>
            <Link className="button" to={preparedAt(decision)}>
              {t('decision.prepareAgain')}
            </Link>
          </p>
        </Notice>
      )}
      <DecisionWarnings warnings={decision.warnings} />
      <DecisionFacts decision={decision} />
      <DocumentChanges decision={decision} />
      {decision.state === 'proposed' && (
        <section className="record-section">
          <h2>{t('decision.yourWord')}</h2>
          {decision.isMine && !decision.mayDecide && <p>{t('decision.own')}</p>}
          <PageForm id="verdict" state={state} area="record">
            {decision.mayDecide && (
              <>
                <TextArea
                  name="comment"
                  label={t('decision.comment')}
                  needed={t('decision.commentWhen')}
                  rows={3}
                />
                <div className="row">
                  <SubmitButton name="do" value="approve">
                    {approveWords(decision)}
                  </SubmitButton>
                  <SubmitButton name="do" value="refuse" look="danger">
                    {t('decision.refuse')}
                  </SubmitButton>
                </div>
              </>
            )}
            {decision.isMine && (
              <div>
                <SubmitButton name="do" value="cancel" look="plain">
                  {t('decision.cancel')}
                </SubmitButton>
              </div>
            )}
          </PageForm>
        </section>
      )}
    </article>
  );
}
