import { redirect, type ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { changePassword, listFactors } from '#accounts';
import { houseContext } from '#web/context';
import { Field, PageForm, SubmitButton, handleForm } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { BackLink } from './back-link.tsx';
import { NewPassword } from './new-credential.tsx';
import { secretFields } from './new-credential.input.ts';
import { signedInOf } from './signed-in.ts';
import { visitorContext } from './visitor.ts';
import type { Route } from './+types/password.ts';

export async function loader({ context }: Route.LoaderArgs) {
  const { db } = context.get(houseContext);
  const signedIn = signedInOf(context);
  const { password } = await listFactors(db, signedIn.actor);
  // The old password is proof enough; without one it takes another.
  if (!password && !signedIn.session.confirmed) {
    throw redirect('/account/confirm?to=/account/password', 303);
  }
  return { has: password };
}

const typed = z.object({ current: z.string().optional(), password: z.string() });

export function action({ request, context }: ActionFunctionArgs) {
  const { db, signIn } = context.get(houseContext);
  const visitor = context.get(visitorContext);
  return handleForm(
    request,
    typed,
    async (change) => {
      await changePassword(db, signIn, visitor, signedInOf(context), change);
      return '/account?changed=password';
    },
    { secrets: secretFields },
  );
}

export default function Password({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  const { has } = loaderData;
  const title = has ? t('password.change') : t('password.set');
  const labels = { current: t('password.current'), password: t('password.new') };
  return (
    <>
      <title>{title}</title>
      <BackLink />
      <h1>{title}</h1>
      <p className="lead">{t('password.lead')}</p>
      <PageForm id="password" state={actionData} area="accounts" labels={labels} reload>
        {has && <Field name="current" type="password" required autoComplete="current-password" />}
        <NewPassword />
        <SubmitButton>{t('action.save')}</SubmitButton>
      </PageForm>
    </>
  );
}
