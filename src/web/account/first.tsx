import type { ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { createFirstAccount } from '#accounts';
import { houseContext, pageContext } from '#web/context';
import { Field, PageForm, handleForm } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { CodeField } from './code-field.tsx';
import { letIn } from './let-in.ts';
import { NewCredential } from './new-credential.tsx';
import { newCredential, newCredentialFields, secretFields } from './new-credential.input.ts';
import { visitorContext } from './visitor.ts';
import type { Route } from './+types/first.ts';

const typed = z.object({
  token: z.string().trim(),
  name: z.string(),
  email: z.string(),
  ...newCredentialFields,
});

export function action({ request, context }: ActionFunctionArgs) {
  const { db, signIn } = context.get(houseContext);
  const { locale } = context.get(pageContext);
  return handleForm(
    request,
    typed,
    async ({ token, name, email, ...credential }) => {
      const done = await createFirstAccount(db, signIn, context.get(visitorContext), {
        token,
        name,
        email,
        locale,
        credential: newCredential(credential),
      });
      return letIn(signIn.publicUrl, done, '/desk');
    },
    { secrets: secretFields },
  );
}

/** The first account of an instance, made with the code that the server printed when it started. */
export default function First({ actionData }: Route.ComponentProps) {
  const t = useT('account');
  const labels = {
    token: t('code.label'),
    name: t('name.label'),
    email: t('email.label'),
    password: t('password.new'),
  };
  return (
    <>
      <title>{t('first.title')}</title>
      <h1>{t('first.title')}</h1>
      <p className="lead">{t('first.lead')}</p>
      <PageForm id="first" state={actionData} area="accounts" labels={labels} reload>
        <CodeField hint={t('first.codeHint')} />
        <Field name="name" hint={t('name.hint')} required autoComplete="name" />
        <Field name="email" type="email" hint={t('email.hint')} required autoComplete="username" />
        <NewCredential submit={t('first.submit')} />
      </PageForm>
    </>
  );
}
