import { Link } from 'react-router';
import * as z from 'zod';
import { listPartners } from '#accounts';
import { locales, nativeName } from '#platform/languages';
import { Icon } from '../../components/index.ts';
import {
  Field,
  PageForm,
  RadioGroup,
  Select,
  SubmitButton,
  flag,
  handleForm,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { managerRequest } from './manager.ts';
import { RoleFields } from './role-fields.tsx';
import { sendInvitation } from './send-invitation.ts';
import type { Route } from './+types/invite.ts';

export const handle: PageHandle = { hydrate: true, messages: ['account', 'accounts'] };

export async function loader({ context }: Route.LoaderArgs) {
  const { actor, locale, house } = managerRequest(context);
  const partners = await listPartners(house.db, actor);
  return { locale, partners: partners.map(({ uid, name }) => ({ value: uid, label: name })) };
}

const typed = z.object({
  name: z.string(),
  email: z.string(),
  roles: z.array(z.string()),
  inTeam: flag(),
  partnerUid: z
    .string()
    .optional()
    .transform((uid) => (uid === '' ? undefined : uid)),
  locale: z.string().default(''),
});

export function action({ request, context }: Route.ActionArgs) {
  const manager = managerRequest(context);
  return handleForm(
    request,
    typed,
    async (wanted) => {
      await sendInvitation(manager, wanted);
      return '/desk/people?invited';
    },
    { lists: ['roles'] },
  );
}

export default function Invite({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  const { locale, partners } = loaderData;
  const labels = {
    name: t('name.label'),
    email: t('email.label'),
    roles: t('people.roles'),
    partnerUid: t('people.partner'),
    locale: t('invite.language'),
  };
  return (
    <>
      <title>{t('invite.title')}</title>
      <p className="back">
        <Link to="/desk/people">
          <Icon name="previous" /> {t('people.title')}
        </Link>
      </p>
      <h1>{t('invite.title')}</h1>
      <p className="muted">{t('invite.lead')}</p>
      <PageForm id="invite" state={actionData} area="accounts" labels={labels}>
        <Field name="name" required autoComplete="off" />
        <Field name="email" type="email" required autoComplete="off" />
        <RoleFields chosen={['documenter']} inTeam />
        {partners.length > 0 && (
          <Select
            name="partnerUid"
            hint={t('people.partnerHint')}
            empty={t('people.noPartner')}
            options={partners}
          />
        )}
        <RadioGroup
          name="locale"
          required
          defaultValue={locale}
          options={locales.map((value) => ({
            value,
            label: <bdi lang={value}>{nativeName(value)}</bdi>,
          }))}
        />
        <div className="row">
          <SubmitButton>{t('invite.submit')}</SubmitButton>
        </div>
      </PageForm>
    </>
  );
}
