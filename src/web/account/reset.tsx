import { PageForm } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { CodeField } from './code-field.tsx';
import { NewCredential } from './new-credential.tsx';
import type { Route } from './+types/reset.ts';

export { setCredential as action } from './use-link.ts';

/** For a person who has lost every way in: the link replaces all of them. */
export default function Reset({ actionData }: Route.ComponentProps) {
  const t = useT('account');
  const labels = { token: t('code.label'), password: t('password.new') };
  return (
    <>
      <title>{t('reset.title')}</title>
      <h1>{t('reset.title')}</h1>
      <p className="lead">{t('reset.lead')}</p>
      <PageForm id="reset" state={actionData} area="accounts" labels={labels} reload>
        <CodeField hint={t('reset.codeHint')} />
        <NewCredential submit={t('reset.submit')} />
      </PageForm>
    </>
  );
}
