import type { ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { labelSession, listSessions, revokeOtherSessions, revokeSession } from '#accounts';
import { houseContext, pageContext } from '#web/context';
import { Tag } from '../components/index.ts';
import { Field, PageForm, SubmitButton, handleForm, type FormState } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { ago } from './ago.ts';
import { BackLink } from './back-link.tsx';
import { signedInOf } from './signed-in.ts';
import type { Route } from './+types/sessions.ts';

export async function loader({ context }: Route.LoaderArgs) {
  const { db, signIn } = context.get(houseContext);
  const { locale } = context.get(pageContext);
  const now = signIn.nowMs();
  const sessions = await listSessions(db, signedInOf(context));
  return {
    sessions: sessions.map(({ uid, label, current, factors, createdAt, seenAt }) => ({
      uid,
      label,
      current,
      factors,
      begun: ago(createdAt, now, locale),
      seen: ago(seenAt, now, locale),
    })),
  };
}

const typed = z.object({
  intent: z.enum(['label', 'end', 'end-others']),
  uid: z.uuid('session-unknown').optional(),
  label: z.string().optional(),
});

export function action({ request, context }: ActionFunctionArgs) {
  const { db } = context.get(houseContext);
  const signedIn = signedInOf(context);
  return handleForm(request, typed, async ({ intent, uid = '', label }) => {
    if (intent === 'end-others') await revokeOtherSessions(db, signedIn);
    else if (intent === 'label') await labelSession(db, signedIn.actor, uid, label);
    else await revokeSession(db, signedIn.actor, uid);
    return '/account/sessions';
  });
}

export default function Sessions({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  const { sessions } = loaderData;
  return (
    <>
      <title>{t('sessions.title')}</title>
      <BackLink />
      <h1>{t('sessions.title')}</h1>
      <p className="lead">{t('sessions.lead')}</p>
      <ul className="ruled-list ways">
        {sessions.map((session) => (
          <SessionItem key={session.uid} session={session} state={actionData} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <PageForm id="others" state={actionData} area="accounts" reload>
          <SubmitButton look="danger" name="intent" value="end-others">
            {t('sessions.endOthers')}
          </SubmitButton>
        </PageForm>
      )}
    </>
  );
}

type Listed = Route.ComponentProps['loaderData']['sessions'][number];

function SessionItem({
  session,
  state,
}: {
  readonly session: Listed;
  readonly state: FormState | undefined;
}) {
  const t = useT('account');
  const { uid, label, current, factors, begun, seen } = session;
  return (
    <li>
      <h2 className="row">
        {label === '' ? t('sessions.unnamed') : <bdi>{label}</bdi>}
        {current && <Tag tone="done">{t('sessions.this')}</Tag>}
      </h2>
      <p className="small muted">
        {t('sessions.facts', { begun, seen })} {factors === 1 && t('sessions.oneFactor')}
      </p>
      <PageForm
        id={`session-${uid}`}
        state={state}
        area="accounts"
        labels={{ label: t('sessions.label') }}
        className="form form-line"
        reload
      >
        <input type="hidden" name="uid" value={uid} />
        <Field name="label" width="medium" defaultValue={label} autoComplete="off" />
        <div className="row">
          <SubmitButton look="plain" name="intent" value="label">
            {t('action.save')}
          </SubmitButton>
          {!current && (
            <SubmitButton look="danger" name="intent" value="end">
              {t('sessions.end')}
            </SubmitButton>
          )}
        </div>
      </PageForm>
    </li>
  );
}
