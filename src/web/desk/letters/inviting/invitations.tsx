import { data, Link, redirect, useActionData } from 'react-router';
import { listInvitations } from '#letters';
import { invitationStates, invitingLimits } from '#letters/form';
import { Notice } from '../../../components/index.ts';
import { useT } from '../../../messages/catalogs.ts';
import type { PageHandle } from '../../../page-handle.ts';
import { momentWords } from '../../claims/moment-words.ts';
import { ImportForm } from './import-form.tsx';
import { ImportList } from './import-list.tsx';
import { deciderRequest } from '../letter-request.ts';
import { InvitedTable } from './invited-table.tsx';
import { SettingsForm } from './settings-form.tsx';
import { submitInviting } from './submit-inviting.ts';
import type { Route } from './+types/invitations.ts';
import '../../entity/entity.css';
import './inviting.css';

export const handle: PageHandle = { hydrate: true, messages: ['invite'] };

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor, locale, house, letter } = await deciderRequest(context, params.uid);
  const asked = new URL(request.url).searchParams;
  const filter = {
    q: asked.get('q') ?? '',
    state: invitationStates.find((one) => one === asked.get('state')),
    made: asked.get('import') ?? undefined,
    after: asked.get('after') ?? '',
  };
  const view = await listInvitations(house.db, actor, house.letterSealer, letter.uid, filter);
  return {
    ...{ uid: letter.uid, name: letter.name, filter },
    mailed: house.mailer.deliverable() === 'smtp',
    view: view && {
      ...view,
      imports: view.imports.map((one) => ({ ...one, madeAt: momentWords(one.madeAt, locale) })),
      people: view.people.map(({ uid, state, stopped, person }) => ({
        ...{ uid, state, stopped },
        ...{ name: person.name, credit: person.credit, address: person.address },
      })),
    },
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const submitted = await submitInviting(request, await deciderRequest(context, params.uid));
  if (submitted.to !== undefined) return redirect(submitted.to, 303);
  return data(submitted.state, { status: 422 });
}

/** Who is asked to sign: lists brought in, mails sent, and how far each invitation is. */
export default function Invitations({ loaderData }: Route.ComponentProps) {
  const t = useT('invite');
  const state = useActionData<typeof action>();
  const { uid, name, filter, view, mailed } = loaderData;
  return (
    <article className="case-file">
      <title>{t('title')}</title>
      <header className="page-head">
        <div>
          <p className="eyebrow">
            <Link to={`/desk/letters/${uid}`}>
              <bdi>{name}</bdi>
            </Link>
          </p>
          <h1>{t('title')}</h1>
        </div>
      </header>
      {view === undefined ? (
        <p>{t('notOpen')}</p>
      ) : (
        <>
          {!mailed && (
            <Notice tone="caution">
              <p>{t('noMail')}</p>
            </Notice>
          )}
          <Counts view={view} />
          <ImportList {...{ uid, state }} imports={view.imports} />
          <InvitedTable {...{ uid, filter, view }} />
          <ImportForm state={state} />
          <SettingsForm state={state} settings={view.settings} />
          <p className="section-note">{t('kept', { days: invitingLimits.keptDays })}</p>
        </>
      )}
    </article>
  );
}

type View = NonNullable<Route.ComponentProps['loaderData']['view']>;

function Counts({ view: { counts, ended } }: { readonly view: View }) {
  const t = useT('invite');
  const isAny = Object.values({ ...counts, ...ended }).some((count) => count > 0);
  if (!isAny) return null;
  return (
    <section className="record-section">
      <dl className="inviting-counts">
        {invitationStates.map((one) => (
          <div key={one}>
            <dt>{t(`count.${one}`)}</dt>
            <dd>{t('number', { count: counts[one] })}</dd>
          </div>
        ))}
        {(['answered', 'unknown'] as const).map((one) => (
          <div key={one}>
            <dt>{t(`count.${one}`)}</dt>
            <dd>{t('number', { count: ended[one] })}</dd>
          </div>
        ))}
      </dl>
      {ended.answered > 0 && <p className="section-note">{t('count.answered.means')}</p>}
    </section>
  );
}
