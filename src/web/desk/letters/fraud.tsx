import { Link, useActionData } from 'react-router';
import * as z from 'zod';
import { decideAside, readFraudDesk, setGuard, undoAside, type FraudDesk } from '#letters';
import { formatNumber } from '#platform/languages';
import { handleForm } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import type { PageHandle } from '../../page-handle.ts';
import { momentWords } from '../claims/moment-words.ts';
import { FraudActs } from './fraud-acts.tsx';
import { FraudGroups } from './fraud-groups.tsx';
import { groupAddress } from './fraud-words.ts';
import { GuardForm } from './guard-form.tsx';
import { HoursDrawing } from './hours-drawing.tsx';
import { letterRequest } from './letter-request.ts';
import type { Route } from './+types/fraud.ts';
import '../entity/entity.css';
import './fraud.css';

export const handle: PageHandle = { hydrate: true, messages: ['fraud', 'ledger'] };

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house, letter } = await letterRequest(context, params.uid);
  const { uid, name, publicVersion } = letter;
  const sealer = house.letterSealer;
  const desk = await readFraudDesk(house.db, actor, sealer, uid, new Date());
  const words = (moment: Date) => momentWords(moment, locale);
  return {
    ...{ uid, name, isPublic: publicVersion > 0 },
    desk: desk && {
      ...desk,
      suspects: desk.suspects.map((one) => ({ ...one, until: words(one.until) })),
      groups: desk.groups.map((group) => ({
        ...group,
        ...{ first: words(group.first), last: words(group.last) },
      })),
      acts: desk.acts.map((act) => ({ ...act, at: words(act.at) })),
    },
  };
}

const line = z.string().max(10).optional();
const list = z.string().max(40_000).optional();
const posted = z.object({
  step: z.enum(['guard', 'approve', 'drop', 'undo']),
  act: z.uuid().optional(),
  ...{ networkMost: line, networkMinutes: line, domainMost: line, domainMinutes: line },
  ...{ alikeMost: line, wordsMost: line, hastyMost: line, hastySeconds: line },
  ...{ trustedHosts: list, doubtedHosts: list, watchedNames: list },
});

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house, letter } = await letterRequest(context, params.uid);
  const { singlePerson, letterSealer: sealer } = house;
  const { uid } = letter;
  return handleForm(request, posted, async ({ step, act = '', ...guard }) => {
    const typed = Object.fromEntries(
      Object.entries(guard).map(([name, value]) => [name, value ?? '']),
    );
    await house.db.transaction().execute(async (tx) => {
      if (step === 'guard') await setGuard(tx, actor, uid, typed);
      else if (step === 'undo') await undoAside(tx, actor, sealer, uid, act);
      else {
        const decision = { act, approve: step === 'approve' };
        await decideAside(tx, actor, sealer, uid, decision, { singlePerson });
      }
    });
    return `/desk/letters/${uid}/fraud`;
  });
}

/** What is doubted of the signatures of a letter: figures and groups, decisions, and the rules. */
export default function Fraud({ loaderData }: Route.ComponentProps) {
  const t = useT('fraud');
  const locale = useLocale();
  const state = useActionData<typeof action>();
  const { uid, name, desk, isPublic } = loaderData;
  return (
    <article className="case-file">
      <title>{t('title')}</title>
      <header className="page-head">
        <div>
          <p className="eyebrow">
            <Link to={`/desk/letters/${uid}/signing`}>
              <bdi>{name}</bdi>
            </Link>
          </p>
          <h1>{t('title')}</h1>
          <p className="lead">{t('lead')}</p>
        </div>
      </header>
      {desk === undefined ? (
        <p>{t('closed')}</p>
      ) : (
        <>
          <Suspects uid={uid} suspects={desk.suspects} />
          <section className="record-section stack-tight">
            <h2>{t('hours')}</h2>
            <HoursDrawing uid={uid} hours={desk.hours} />
          </section>
          <Bursts uid={uid} bursts={desk.bursts} />
          <FraudGroups uid={uid} groups={desk.groups} />
          <FraudActs uid={uid} acts={desk.acts} mayDecide={desk.mayDecide} state={state} />
          {desk.mayDecide && <GuardForm guard={desk.guard} state={state} />}
          {isPublic && (
            <p>
              <a href={`/${locale}/letters/${uid}/ledger`}>{t('ledger')}</a>
            </p>
          )}
        </>
      )}
    </article>
  );
}

function Suspects({
  uid,
  suspects,
}: {
  readonly uid: string;
  readonly suspects: readonly (Omit<FraudDesk['suspects'][number], 'until'> & {
    readonly until: string;
  })[];
}) {
  const t = useT('fraud');
  const ledger = useT('ledger');
  const locale = useLocale();
  return (
    <section className="record-section stack-tight">
      <h2>{t('suspects')}</h2>
      {suspects.length === 0 && <p className="muted">{t('suspects.none')}</p>}
      <ul className="plain-list fraud-list">
        {suspects.map(({ reason, signed, until }) => (
          <li key={reason}>
            <p>
              <strong>{formatNumber(signed, locale)}</strong> {ledger(`reason.${reason}`)}
            </p>
            <p className="small">
              <Link to={groupAddress(uid, { by: 'reason', of: reason })}>{t('look')}</Link>{' '}
              <span className="muted">{t('suspects.until', { until })}</span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Bursts({ uid, bursts }: { readonly uid: string; readonly bursts: FraudDesk['bursts'] }) {
  const t = useT('fraud');
  return (
    <section className="record-section stack-tight">
      <h2>{t('bursts')}</h2>
      {bursts.length === 0 ? (
        <p className="muted">{t('bursts.none')}</p>
      ) : (
        <>
          <p className="section-note">{t('bursts.means')}</p>
          <ul className="plain-list">
            {bursts.map(({ hour, signed, times }) => (
              <li key={hour}>
                <Link to={groupAddress(uid, { by: 'hour', of: hour })}>
                  {t('bursts.one', {
                    ...{ hour: `${hour.replace('T', ' ')}:00 UTC`, count: signed, times },
                  })}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
