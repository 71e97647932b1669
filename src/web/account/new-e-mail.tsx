import type { ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { askEmailChange, readProfile } from '#accounts';
import { houseContext, pageContext } from '#web/context';
import { Notice } from '../components/index.ts';
import { Field, PageForm, SubmitButton, handleForm } from '../forms/index.ts';
import { translatorOf, useT } from '../messages/catalogs.ts';
import { BackLink } from './back-link.tsx';
import { linkAddress } from './link-address.ts';
import { signedInOf } from './signed-in.ts';
import type { Route } from './+types/new-e-mail.ts';

export async function loader({ request, context }: Route.LoaderArgs) {
  const { db, mailer } = context.get(houseContext);
  const { email } = await readProfile(db, signedInOf(context).actor);
  const sent = new URL(request.url).searchParams.has('sent');
  return { email, sent, via: mailer.deliverable() };
}

export function action({ request, context }: ActionFunctionArgs) {
  const { db, mailer, signIn } = context.get(houseContext);
  const { locale, instance } = context.get(pageContext);
  const t = translatorOf(locale, 'account');
  return handleForm(request, z.object({ email: z.string() }), async ({ email: typed }) => {
    const { email, token } = await askEmailChange(db, signedInOf(context), typed);
    // The page says the same when the address belongs to another account.
    if (token !== undefined) {
      const link = linkAddress(signIn.publicUrl, 'e-mail', token);
      const params = { instance: instance.name, link, code: token };
      await db.transaction().execute(async (tx) =>
        mailer.send(tx, {
          to: email,
          kind: 'account.email',
          subject: t('mail.email.subject', { instance: instance.name }),
          text: t('mail.email.text', params),
        }),
      );
    }
    return '/account/new-e-mail?sent';
  });
}

export default function NewEmail({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  const { email, sent, via } = loaderData;
  return (
    <>
      <title>{t('newEmail.title')}</title>
      <BackLink />
      <h1>{t('newEmail.title')}</h1>
      {sent && actionData === undefined ? (
        <Notice tone="done">
          <p>{via === 'smtp' ? t('newEmail.sent') : t('newEmail.outbox')}</p>
        </Notice>
      ) : (
        <>
          <p className="lead">{t('newEmail.lead')}</p>
          <p>
            {t('newEmail.now')} <bdi dir="ltr">{email}</bdi>
          </p>
          <PageForm
            id="new-e-mail"
            state={actionData}
            area="accounts"
            labels={{ email: t('newEmail.label') }}
            reload
          >
            <Field name="email" type="email" required autoComplete="email" />
            <SubmitButton>{t('action.send')}</SubmitButton>
          </PageForm>
        </>
      )}
    </>
  );
}
