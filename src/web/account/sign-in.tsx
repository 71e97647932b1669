import { useEffect } from 'react';
import { data, redirect, type ActionFunctionArgs } from 'react-router';
import { browserSupportsWebAuthnAutofill } from '@simplewebauthn/browser';
import * as z from 'zod';
import { may, signInWithPasskey, signInWithPassword } from '#accounts';
import { houseContext, pageContext } from '#web/context';
import { Notice } from '../components/index.ts';
import { Field, PageForm, SubmitButton, handleForm } from '../forms/index.ts';
import { sameSitePath } from '../http/same-site-path.ts';
import { useT } from '../messages/catalogs.ts';
import { writeHalfSignIn } from './half-sign-in.ts';
import { letIn } from './let-in.ts';
import { secretFields } from './new-credential.input.ts';
import { PasskeyButton, usePasskeysPossible } from './passkey-button.tsx';
import { sendWithPasskey } from './passkey-client.ts';
import { visitorContext } from './visitor.ts';
import type { Route } from './+types/sign-in.ts';

export function loader({ request, context }: Route.LoaderArgs) {
  const { searchParams } = new URL(request.url);
  const to = sameSitePath(searchParams.get('to'), '/desk');
  const { actor } = context.get(pageContext);
  if (actor !== undefined && may(actor, 'desk.enter')) throw redirect(to, 303);
  return data({
    to,
    left: searchParams.has('signed-out'),
    renewed: searchParams.has('new-password'),
  });
}

const typed = z.object({
  to: z.string().default(''),
  passkey: z.string().optional(),
  email: z.string().default(''),
  password: z.string().default(''),
});

export function action({ request, context }: ActionFunctionArgs) {
  const { db, signIn } = context.get(houseContext);
  const visitor = context.get(visitorContext);
  return handleForm(
    request,
    typed,
    async ({ to: wanted, passkey, email, password }) => {
      const to = sameSitePath(wanted, '/desk');
      if (passkey !== undefined) {
        return letIn(signIn.publicUrl, await signInWithPasskey(db, signIn, visitor, passkey), to);
      }
      const done = await signInWithPassword(db, signIn, visitor, { email, password });
      if (done.kind === 'signed-in') return letIn(signIn.publicUrl, done, to);
      const cookie = writeHalfSignIn(signIn.publicUrl, done.token, done.offers);
      return redirect(`/account/second-step?to=${encodeURIComponent(to)}`, {
        status: 303,
        headers: { 'Set-Cookie': cookie },
      });
    },
    { secrets: secretFields },
  );
}

/** Offers the passkeys of this device in the autofill of the e-mail field, where browsers can. */
function usePasskeyAutofill(formId: string): void {
  useEffect(() => {
    const offer = async () => {
      const form = document.querySelector<HTMLFormElement>(`form#${formId}`);
      if (form === null || !(await browserSupportsWebAuthnAutofill())) return;
      // Ends without a word when the person signs in by another way.
      await sendWithPasskey(form, 'sign-in', true).catch(() => undefined);
    };
    void offer();
  }, [formId]);
}

export default function SignIn({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  const { to, left, renewed } = loaderData;
  const passkeys = usePasskeysPossible();
  usePasskeyAutofill('by-passkey');
  const labels = { email: t('email.label'), password: t('password.label') };
  return (
    <>
      <title>{t('signIn.title')}</title>
      <h1>{t('signIn.title')}</h1>
      {(left || renewed) && actionData === undefined && (
        <Notice tone="done">
          <p>{left ? t('signOut.done') : t('signIn.newPassword')}</p>
        </Notice>
      )}
      {passkeys && (
        <>
          <PageForm id="by-passkey" state={actionData} area="accounts" reload>
            <input type="hidden" name="to" value={to} />
            <PasskeyButton purpose="sign-in">{t('signIn.passkey')}</PasskeyButton>
          </PageForm>
          <p className="or">{t('or')}</p>
        </>
      )}
      <PageForm id="by-password" state={actionData} area="accounts" labels={labels} reload>
        <input type="hidden" name="to" value={to} />
        <Field name="email" type="email" required autoComplete="username webauthn" />
        <Field name="password" type="password" required autoComplete="current-password" />
        <SubmitButton look="plain">{t('signIn.submit')}</SubmitButton>
      </PageForm>
      <p className="small muted">{t('signIn.lost')}</p>
    </>
  );
}
