import { PageForm, SubmitButton } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { CodeField } from './code-field.tsx';
import { NewPassword } from './new-credential.tsx';
import type { Route } from './+types/new-password.ts';

export { setCredential as action } from './use-link.ts';

/** For a forgotten password: passkeys and second factor stay and are asked for afterwards. */
export default function NewPasswordPage({ actionData }: Route.ComponentProps) {
  const t = useT('account');
  const labels = { token: t('code.label'), password: t('password.new') };
  return (
    <>
      <title>{t('newPassword.title')}</title>
      <h1>{t('newPassword.title')}</h1>
      <p className="lead">{t('newPassword.lead')}</p>
      <PageForm id="new-password" state={actionData} area="accounts" labels={labels} reload>
        <CodeField hint={t('reset.codeHint')} />
        <NewPassword />
        <SubmitButton>{t('newPassword.submit')}</SubmitButton>
      </PageForm>
    </>
  );
}
