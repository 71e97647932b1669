import type { ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { addPasskey } from '#accounts';
import { houseContext } from '#web/context';
import { Field, PageForm } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { answerForm } from './answer-form.ts';
import { BackLink } from './back-link.tsx';
import { secretFields } from './new-credential.input.ts';
import { PasskeyButton } from './passkey-button.tsx';
import { RecoveryCodeList } from './recovery-code-list.tsx';
import { signedInOf } from './signed-in.ts';
import { strengthened } from './strengthened.ts';
import { visitorContext } from './visitor.ts';
import type { Route } from './+types/add-passkey.ts';

const typed = z.object({ label: z.string().default(''), passkey: z.string().default('') });

export function action({ request, context }: ActionFunctionArgs) {
  const { db, signIn } = context.get(houseContext);
  const visitor = context.get(visitorContext);
  return answerForm(
    request,
    typed,
    async ({ label, passkey: response }) => {
      const signedIn = signedInOf(context);
      const added = await addPasskey(db, signIn, visitor, signedIn, { response, label });
      return strengthened(signIn.publicUrl, added);
    },
    { secrets: secretFields },
  );
}

export default function AddPasskey({ actionData }: Route.ComponentProps) {
  const t = useT('account');
  if (actionData !== undefined && 'codes' in actionData) {
    return <RecoveryCodeList codes={actionData.codes} />;
  }
  return (
    <>
      <title>{t('passkeys.add')}</title>
      <BackLink />
      <h1>{t('passkeys.add')}</h1>
      <p className="lead">{t('credential.passkeyHint')}</p>
      <PageForm
        id="add-passkey"
        state={actionData}
        area="accounts"
        labels={{ label: t('passkeys.label') }}
        reload
      >
        <Field name="label" hint={t('passkeys.labelHint')} autoComplete="off" />
        <PasskeyButton purpose="add">{t('passkeys.make')}</PasskeyButton>
      </PageForm>
    </>
  );
}
