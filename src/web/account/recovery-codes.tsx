import { data, type ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { listFactors, renewRecoveryCodes } from '#accounts';
import { houseContext } from '#web/context';
import { PageForm, SubmitButton } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { answerForm } from './answer-form.ts';
import { BackLink } from './back-link.tsx';
import { RecoveryCodeList } from './recovery-code-list.tsx';
import { signedInOf } from './signed-in.ts';
import type { ShownCodes } from './strengthened.ts';
import type { Route } from './+types/recovery-codes.ts';

export async function loader({ context }: Route.LoaderArgs) {
  const { db } = context.get(houseContext);
  const { recoveryCodes } = await listFactors(db, signedInOf(context).actor);
  return { left: recoveryCodes };
}

export function action({ request, context }: ActionFunctionArgs) {
  const { db } = context.get(houseContext);
  return answerForm(request, z.object({}), async () => {
    const shown: ShownCodes = { codes: await renewRecoveryCodes(db, signedInOf(context)) };
    return data(shown);
  });
}

export default function RecoveryCodes({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  if (actionData !== undefined && 'codes' in actionData) {
    return <RecoveryCodeList codes={actionData.codes} />;
  }
  return (
    <>
      <title>{t('codes.title')}</title>
      <BackLink />
      <h1>{t('codes.title')}</h1>
      <p className="lead">{t('codes.lead')}</p>
      <p>{t('codes.left', { count: loaderData.left })}</p>
      <PageForm id="renew" state={actionData} area="accounts" reload>
        <SubmitButton>{t('codes.renew')}</SubmitButton>
      </PageForm>
    </>
  );
}
