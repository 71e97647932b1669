import type { ActionFunctionArgs } from 'react-router';
import * as z from 'zod';
import { changeProfile, readProfile } from '#accounts';
import { locales, nativeName } from '#platform/languages';
import { houseContext } from '#web/context';
import { Field, PageForm, RadioGroup, SubmitButton, handleForm } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { BackLink } from './back-link.tsx';
import { signedInOf } from './signed-in.ts';
import type { Route } from './+types/details.ts';

export async function loader({ context }: Route.LoaderArgs) {
  const { db } = context.get(houseContext);
  const { name, locale } = await readProfile(db, signedInOf(context).actor);
  return { name, locale };
}

export function action({ request, context }: ActionFunctionArgs) {
  const { db } = context.get(houseContext);
  const typed = z.object({ name: z.string(), locale: z.string().optional() });
  return handleForm(request, typed, async (change) => {
    await changeProfile(db, signedInOf(context).actor, change);
    return '/account?changed=details';
  });
}

export default function Details({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  const { name, locale } = loaderData;
  const labels = { name: t('name.label'), locale: t('language.label') };
  return (
    <>
      <title>{t('details.title')}</title>
      <BackLink />
      <h1>{t('details.title')}</h1>
      <PageForm id="details" state={actionData} area="accounts" labels={labels} reload>
        <Field name="name" hint={t('name.hint')} required autoComplete="name" defaultValue={name} />
        <RadioGroup
          name="locale"
          required
          defaultValue={locale}
          options={locales.map((value) => ({
            value,
            label: <bdi lang={value}>{nativeName(value)}</bdi>,
          }))}
        />
        <SubmitButton>{t('action.save')}</SubmitButton>
      </PageForm>
    </>
  );
}
