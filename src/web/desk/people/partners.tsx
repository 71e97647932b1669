import { Link } from 'react-router';
import * as z from 'zod';
import { createPartner, listPartners } from '#accounts';
import { EmptyState, Icon } from '../../components/index.ts';
import { Field, PageForm, SubmitButton, handleForm } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { managerRequest } from './manager.ts';
import type { Route } from './+types/partners.ts';

export const handle: PageHandle = { hydrate: true, messages: ['account', 'accounts'] };

export async function loader({ context }: Route.LoaderArgs) {
  const { actor, house } = managerRequest(context);
  const partners = await listPartners(house.db, actor);
  return { partners: partners.map(({ uid, name, members }) => ({ uid, name, members })) };
}

export function action({ request, context }: Route.ActionArgs) {
  const { actor, house } = managerRequest(context);
  return handleForm(request, z.object({ name: z.string() }), async ({ name }) => {
    await createPartner(house.db, actor, { name });
    return '/desk/people/partners';
  });
}

export default function Partners({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  const { partners } = loaderData;
  return (
    <>
      <title>{t('partners.title')}</title>
      <p className="back">
        <Link to="/desk/people">
          <Icon name="previous" /> {t('people.title')}
        </Link>
      </p>
      <h1>{t('partners.title')}</h1>
      <p className="muted">{t('partners.lead')}</p>
      {partners.length === 0 ? (
        <EmptyState title={t('partners.empty')}>{t('partners.emptyAdvice')}</EmptyState>
      ) : (
        <ul className="ruled-list">
          {partners.map((partner) => (
            <li key={partner.uid}>
              <h2>
                <bdi>{partner.name}</bdi>
              </h2>
              <ul className="plain-list row">
                {partner.members.map((member) => (
                  <li key={member.uid}>
                    <Link to={`/desk/people/${member.uid}`}>
                      <bdi>{member.name}</bdi>
                    </Link>
                  </li>
                ))}
              </ul>
              {partner.members.length === 0 && <p className="muted">{t('partners.nobody')}</p>}
            </li>
          ))}
        </ul>
      )}
      <PageForm
        id="partner"
        state={actionData}
        area="accounts"
        labels={{ name: t('partners.name') }}
      >
        <Field name="name" required width="medium" autoComplete="off" />
        <div className="row">
          <SubmitButton>{t('partners.create')}</SubmitButton>
        </div>
      </PageForm>
    </>
  );
}
