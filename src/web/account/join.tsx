import type { ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { acceptInvitation } from '#accounts';
import { houseContext } from '#web/context';
import { Field, PageForm, handleForm } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { CodeField } from './code-field.tsx';
import { letIn } from './let-in.ts';
import { NewCredential } from './new-credential.tsx';
import { newCredential, newCredentialFields, secretFields } from './new-credential.input.ts';
import { visitorContext } from './visitor.ts';
import type { Route } from './+types/join.ts';

const typed = z.object({
  token: z.string().trim(),
  name: z.string().trim(),
  ...newCredentialFields,
});

export function action({ request, context }: ActionFunctionArgs) {
  const { db, signIn } = context.get(houseContext);
  return handleForm(
    request,
    typed,
    async ({ token, name, ...credential }) => {
      const done = await acceptInvitation(db, signIn, context.get(visitorContext), {
        token,
        ...(name !== '' && { name }),
        credential: newCredential(credential),
      });
      return letIn(signIn.publicUrl, done, '/desk');
    },
    { secrets: secretFields },
  );
}

/** What an invitation leads to. It shows nothing of whom it was meant for. */
export default function Join({ actionData }: Route.ComponentProps) {
  const t = useT('account');
  const labels = {
    token: t('code.label'),
    name: t('name.label'),
    password: t('password.new'),
  };
  return (
    <>
      <title>{t('join.title')}</title>
      <h1>{t('join.title')}</h1>
      <p className="lead">{t('join.lead')}</p>
      <PageForm id="join" state={actionData} area="accounts" labels={labels} reload>
        <CodeField hint={t('join.codeHint')} />
        <Field name="name" hint={t('join.nameHint')} autoComplete="name" />
        <NewCredential submit={t('join.submit')} />
      </PageForm>
    </>
  );
}
