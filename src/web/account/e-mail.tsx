import type { ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { confirmEmail } from '#accounts';
import { houseContext } from '#web/context';
import { Notice } from '../components/index.ts';
import { PageForm, SubmitButton, handleForm } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { CodeField } from './code-field.tsx';
import type { Route } from './+types/e-mail.ts';

export function loader({ request }: Route.LoaderArgs) {
  return { done: new URL(request.url).searchParams.has('done') };
}

export function action({ request, context }: ActionFunctionArgs) {
  const { db } = context.get(houseContext);
  return handleForm(request, z.object({ token: z.string().trim() }), async ({ token }) => {
    await confirmEmail(db, token);
    return '/account/e-mail?done';
  });
}

/** Takes a new e-mail address into use; a button and no mere visit, for mail programs visit too. */
export default function ConfirmEmail({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  return (
    <>
      <title>{t('emailLink.title')}</title>
      <h1>{t('emailLink.title')}</h1>
      {loaderData.done ? (
        <>
          <Notice tone="done">
            <p>{t('emailLink.done')}</p>
          </Notice>
          <p>
            <a href="/account">{t('back')}</a>
          </p>
        </>
      ) : (
        <>
          <p className="lead">{t('emailLink.lead')}</p>
          <PageForm
            id="e-mail"
            state={actionData}
            area="accounts"
            labels={{ token: t('code.label') }}
            reload
          >
            <CodeField hint={t('emailLink.codeHint')} />
            <SubmitButton>{t('emailLink.submit')}</SubmitButton>
          </PageForm>
        </>
      )}
    </>
  );
}
