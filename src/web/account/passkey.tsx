import type { ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { labelPasskey, listFactors } from '#accounts';
import { houseContext } from '#web/context';
import { Field, PageForm, SubmitButton, handleForm } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { notFound } from '../not-found.ts';
import { BackLink } from './back-link.tsx';
import { signedInOf } from './signed-in.ts';
import type { Route } from './+types/passkey.ts';

export async function loader({ params, context }: Route.LoaderArgs) {
  const { db } = context.get(houseContext);
  const { listedPasskeys } = await listFactors(db, signedInOf(context).actor);
  const passkey = listedPasskeys.find(({ uid }) => uid === params.uid) ?? notFound();
  return { uid: passkey.uid, label: passkey.label };
}

export function action({ request, params, context }: ActionFunctionArgs) {
  const { db } = context.get(houseContext);
  return handleForm(request, z.object({ label: z.string() }), async ({ label }) => {
    await labelPasskey(db, signedInOf(context).actor, params['uid'] ?? '', label);
    return '/account#passkeys';
  });
}

export default function Passkey({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  const { uid, label } = loaderData;
  return (
    <>
      <title>{t('passkeys.one')}</title>
      <BackLink />
      <h1>{t('passkeys.one')}</h1>
      <PageForm
        id="label"
        state={actionData}
        area="accounts"
        labels={{ label: t('passkeys.label') }}
        reload
      >
        <Field name="label" hint={t('passkeys.labelHint')} defaultValue={label} />
        <div className="row">
          <SubmitButton>{t('action.save')}</SubmitButton>
          <a className="button button-danger" href={`/account/remove/${uid}`}>
            {t('passkeys.remove')}
          </a>
        </div>
      </PageForm>
    </>
  );
}
