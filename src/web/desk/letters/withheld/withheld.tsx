import { Fragment } from 'react';
import { data, redirect, useActionData } from 'react-router';
import { listOpened, readWithheldDesk, type WithheldDesk } from '#letters';
import { Notice } from '../../../components/index.ts';
import { useT } from '../../../messages/catalogs.ts';
import { notFound } from '../../../not-found.ts';
import type { PageHandle } from '../../../page-handle.ts';
import { useLocale } from '../../../page-environment.tsx';
import { ruleWords } from '../../../public/letters/rule-words.ts';
import { deciderRequest } from '../letter-request.ts';
import { LetterHead } from '../letter-head.tsx';
import { PanelSection } from './panel-section.tsx';
import { RoundSection } from './round-section.tsx';
import { submitWithheld } from './submit-withheld.ts';
import type { Route } from './+types/withheld.ts';
import '../../entity/entity.css';
import '../letters.css';

export const handle: PageHandle = { hydrate: true, messages: ['withheld', 'sign'] };

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor, house, letter } = await deciderRequest(context, params.uid);
  const { uid, name, kind } = letter;
  const [desk, opened] = await Promise.all([
    readWithheldDesk(house.db, actor, uid),
    listOpened(house.db, actor, house.letterSealer, uid),
  ]);
  if (desk === undefined || kind !== 'collective') notFound();
  const refused = new URL(request.url).searchParams.get('refused') ?? '';
  const isOwn = desk.panel?.setBy === actor.uid && !house.singlePerson;
  const hasBrought = desk.round?.importedBy === actor.uid && !house.singlePerson;
  return {
    uid,
    name,
    desk,
    isOwn,
    hasBrought,
    opened,
    refused: /^[a-z-]{1,40}$/u.test(refused) ? refused : '',
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const desk = await deciderRequest(context, params.uid);
  const state = await submitWithheld(request, desk);
  if (state !== undefined) return data(state, { status: 422 });
  return redirect(`/desk/letters/${desk.letter.uid}/withheld`, 303);
}

/** Names that nobody here can read: how many, by which rules, and how far their opening is. */
export default function Withheld({ loaderData }: Route.ComponentProps) {
  const t = useT('withheld');
  const state = useActionData<typeof action>();
  const { uid, name, desk, isOwn, hasBrought, opened, refused } = loaderData;
  const sentence = `refusal.${refused}`;
  return (
    <article className="case-file">
      <LetterHead
        uid={uid}
        name={name}
        title={t('desk.link')}
        to={`/desk/letters/${uid}/signing`}
      />
      <p>{t('desk.lead')}</p>
      {refused !== '' && t.has(sentence) && (
        <Notice tone="caution">
          <p>{t(sentence, { line: 1 })}</p>
        </Notice>
      )}
      <PanelSection desk={desk} isOwn={isOwn} state={state} />
      {desk.panel !== null && (
        <>
          <Figures desk={desk} />
          <RoundSection {...{ uid, round: desk.round, hasBrought, opened, state }} />
        </>
      )}
    </article>
  );
}

function Figures({ desk }: { readonly desk: WithheldDesk }) {
  const t = useT('withheld');
  const sign = useT('sign');
  const locale = useLocale();
  const count = (signed: number) => t('least.count', { count: signed });
  const rest = [
    ['desk.kept', desk.kept],
    ['desk.spoiled', desk.spoiled],
    ['desk.expired', desk.expired],
  ] as const;
  return (
    <section className="record-section">
      <h2>{t('desk.figures')}</h2>
      {desk.total === 0 && <p>{t('desk.none')}</p>}
      <dl className="facts">
        <dt>{t('desk.total')}</dt>
        <dd>{sign('count.withheld', { count: desk.total })}</dd>
        {desk.rules.map(({ rule, signed }) => (
          <Fragment key={JSON.stringify(rule)}>
            <dt>{ruleWords(t, rule, locale)}</dt>
            <dd>{count(signed)}</dd>
          </Fragment>
        ))}
        {desk.others > 0 && (
          <>
            <dt>{t('desk.others')}</dt>
            <dd>{count(desk.others)}</dd>
          </>
        )}
        <dt>{t('desk.named')}</dt>
        <dd>{count(desk.named)}</dd>
        {rest.map(
          ([key, signed]) =>
            signed > 0 && (
              <Fragment key={key}>
                <dt>{t(key)}</dt>
                <dd>{count(signed)}</dd>
              </Fragment>
            ),
        )}
      </dl>
    </section>
  );
}
