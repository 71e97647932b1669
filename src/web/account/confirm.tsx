import type { ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { confirmWithPasskey, confirmWithPassword, listFactors } from '#accounts';
import { houseContext } from '#web/context';
import { Field, PageForm, SubmitButton, handleForm } from '../forms/index.ts';
import { sameSitePath } from '../http/same-site-path.ts';
import { useT } from '../messages/catalogs.ts';
import { BackLink } from './back-link.tsx';
import { goOn } from './let-in.ts';
import { secretFields } from './new-credential.input.ts';
import { PasskeyButton } from './passkey-button.tsx';
import { signedInOf } from './signed-in.ts';
import { visitorContext } from './visitor.ts';
import type { Route } from './+types/confirm.ts';

export async function loader({ request, context }: Route.LoaderArgs) {
  const { db } = context.get(houseContext);
  const factors = await listFactors(db, signedInOf(context).actor);
  return {
    to: sameSitePath(new URL(request.url).searchParams.get('to'), '/account'),
    passkey: factors.passkeys > 0,
    password: factors.password,
  };
}

const typed = z.object({
  to: z.string().default(''),
  passkey: z.string().optional(),
  password: z.string().default(''),
});

export function action({ request, context }: ActionFunctionArgs) {
  const { db, signIn } = context.get(houseContext);
  const visitor = context.get(visitorContext);
  const signedIn = signedInOf(context);
  return handleForm(
    request,
    typed,
    async ({ to, passkey, password }) => {
      const session =
        passkey === undefined
          ? await confirmWithPassword(db, signIn, visitor, signedIn, { password })
          : await confirmWithPasskey(db, signIn, visitor, signedIn, passkey);
      return goOn(signIn.publicUrl, session, sameSitePath(to, '/account'));
    },
    { secrets: secretFields },
  );
}

/** Asked before what opens the account is changed, when the last proof is half an hour old. */
export default function Confirm({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  const { to, passkey, password } = loaderData;
  return (
    <>
      <title>{t('confirm.title')}</title>
      <BackLink />
      <h1>{t('confirm.title')}</h1>
      <p className="lead">{t('confirm.lead')}</p>
      {passkey && (
        <PageForm id="by-passkey" state={actionData} area="accounts" reload>
          <input type="hidden" name="to" value={to} />
          <PasskeyButton purpose="confirm">{t('confirm.passkey')}</PasskeyButton>
        </PageForm>
      )}
      {passkey && password && <p className="or">{t('or')}</p>}
      {password && (
        <PageForm
          id="by-password"
          state={actionData}
          area="accounts"
          labels={{ password: t('password.label') }}
          reload
        >
          <input type="hidden" name="to" value={to} />
          <Field name="password" type="password" required autoComplete="current-password" />
          <SubmitButton>{t('confirm.submit')}</SubmitButton>
        </PageForm>
      )}
    </>
  );
}
