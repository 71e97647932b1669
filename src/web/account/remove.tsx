import type { ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { listFactors, removeFactor, type Removable } from '#accounts';
import { houseContext } from '#web/context';
import { PageForm, SubmitButton, handleForm } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { notFound } from '../not-found.ts';
import { BackLink } from './back-link.tsx';
import { signedInOf } from './signed-in.ts';
import type { Route } from './+types/remove.ts';

function removable(factor: string | undefined): Removable {
  if (factor === 'password') return { kind: 'password' };
  if (factor === 'authenticator') return { kind: 'totp' };
  return { kind: 'passkey', uid: factor ?? '' };
}

export async function loader({ params, context }: Route.LoaderArgs) {
  const { db } = context.get(houseContext);
  const own = await listFactors(db, signedInOf(context).actor);
  const factor = removable(params.factor);
  if (factor.kind !== 'passkey') {
    if (!own[factor.kind]) notFound();
    return { kind: factor.kind, label: '' };
  }
  const passkey = own.listedPasskeys.find(({ uid }) => uid === factor.uid) ?? notFound();
  return { kind: factor.kind, label: passkey.label };
}

export function action({ request, params, context }: ActionFunctionArgs) {
  const { db } = context.get(houseContext);
  return handleForm(request, z.object({}), async () => {
    await removeFactor(db, signedInOf(context), removable(params['factor']));
    return '/account';
  });
}

const titles = {
  passkey: 'remove.passkey',
  totp: 'remove.totp',
  password: 'remove.password',
} as const;

/** Asks once before a way into the account is gone. */
export default function Remove({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  const { kind, label } = loaderData;
  const title = t(titles[kind]);
  return (
    <>
      <title>{title}</title>
      <BackLink />
      <h1>{title}</h1>
      {label !== '' && (
        <p>
          <bdi>{label}</bdi>
        </p>
      )}
      <p className="lead">{t('remove.lead')}</p>
      <PageForm id="remove" state={actionData} area="accounts" reload>
        <div className="row">
          <SubmitButton look="danger">{t('action.remove')}</SubmitButton>
          <a className="button" href="/account">
            {t('action.cancel')}
          </a>
        </div>
      </PageForm>
    </>
  );
}
