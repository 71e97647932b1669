import { redirect, type ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { finishWithCode, finishWithPasskey } from '#accounts';
import { houseContext } from '#web/context';
import { Field, PageForm, SubmitButton, handleForm } from '../forms/index.ts';
import { sameSitePath } from '../http/same-site-path.ts';
import { useT } from '../messages/catalogs.ts';
import { dropHalfSignIn, readHalfSignIn } from './half-sign-in.ts';
import { letIn } from './let-in.ts';
import { secretFields } from './new-credential.input.ts';
import { PasskeyButton } from './passkey-button.tsx';
import { visitorContext } from './visitor.ts';
import type { Route } from './+types/second-step.ts';

export function loader({ request, context }: Route.LoaderArgs) {
  const { publicUrl } = context.get(houseContext).signIn;
  const { token, offers } = readHalfSignIn(request, publicUrl);
  const to = sameSitePath(new URL(request.url).searchParams.get('to'), '/desk');
  if (token === '') throw redirect(`/account/sign-in?to=${encodeURIComponent(to)}`, 303);
  return { to, offers };
}

const typed = z.object({
  to: z.string().default(''),
  passkey: z.string().optional(),
  code: z.string().default(''),
});

export function action({ request, context }: ActionFunctionArgs) {
  const { db, signIn } = context.get(houseContext);
  const visitor = context.get(visitorContext);
  const { token } = readHalfSignIn(request, signIn.publicUrl);
  return handleForm(
    request,
    typed,
    async ({ to, passkey, code }) => {
      const done =
        passkey === undefined
          ? await finishWithCode(db, signIn, visitor, token, code)
          : await finishWithPasskey(db, signIn, visitor, token, passkey);
      const response = letIn(signIn.publicUrl, done, sameSitePath(to, '/desk'));
      response.headers.append('Set-Cookie', dropHalfSignIn(signIn.publicUrl));
      return response;
    },
    { secrets: secretFields },
  );
}

/** After the right password: one thing more that only this person has. */
export default function SecondStep({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  const { to, offers } = loaderData;
  const startAgain = `/account/sign-in?to=${encodeURIComponent(to)}`;
  return (
    <>
      <title>{t('second.title')}</title>
      <h1>{t('second.title')}</h1>
      {offers.passkey && (
        <PageForm id="by-passkey" state={actionData} area="accounts" reload>
          <input type="hidden" name="to" value={to} />
          <PasskeyButton purpose="second-step">{t('signIn.passkey')}</PasskeyButton>
        </PageForm>
      )}
      {offers.passkey && offers.code && <p className="or">{t('or')}</p>}
      {offers.code && (
        <PageForm
          id="by-code"
          state={actionData}
          area="accounts"
          labels={{ code: t('second.code') }}
          reload
        >
          <input type="hidden" name="to" value={to} />
          <Field
            name="code"
            hint={t('second.codeHint')}
            required
            width="medium"
            dir="ltr"
            autoComplete="one-time-code"
            spellCheck={false}
          />
          <SubmitButton>{t('second.submit')}</SubmitButton>
        </PageForm>
      )}
      <p className="small">
        <a href={startAgain}>{t('second.again')}</a>
      </p>
    </>
  );
}
