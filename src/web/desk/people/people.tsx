import { Link } from 'react-router';
import * as z from 'zod';
import { listAccounts, listInvitations, withdrawInvitation } from '#accounts';
import { Icon, Notice, TableFrame, Tag } from '../../components/index.ts';
import { PageForm, SubmitButton, handleForm } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { managerRequest } from './manager.ts';
import type { Route } from './+types/people.ts';

export const handle: PageHandle = { hydrate: true, messages: ['account', 'accounts'] };

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, house } = managerRequest(context);
  const [people, invitations] = await Promise.all([
    listAccounts(house.db, actor),
    listInvitations(house.db, actor),
  ]);
  return {
    people: people.map(({ createdAt: _, locale: _locale, ...person }) => person),
    invitations: invitations.map(({ uid, name, email, roles, expired }) => ({
      uid,
      name,
      email,
      roles,
      expired,
    })),
    via: house.mailer.deliverable(),
    invited: new URL(request.url).searchParams.has('invited'),
  };
}

export function action({ request, context }: Route.ActionArgs) {
  const { actor, house } = managerRequest(context);
  return handleForm(request, z.object({ uid: z.string() }), async ({ uid }) => {
    await withdrawInvitation(house.db, actor, uid);
    return '/desk/people';
  });
}

export default function People({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  const { people, invitations, via, invited } = loaderData;
  return (
    <>
      <title>{t('people.title')}</title>
      <div className="page-head">
        <h1>{t('people.title')}</h1>
        <p className="row">
          <Link to="/desk/people/partners">{t('partners.title')}</Link>
          {via === 'outbox' && <Link to="/desk/operation/mail">{t('outbox.title')}</Link>}
          <Link className="button button-primary" to="/desk/people/invite">
            <Icon name="add" />
            {t('invite.title')}
          </Link>
        </p>
      </div>
      {invited && (
        <Notice tone="done">
          <p>{via === 'smtp' ? t('invite.sent') : t('invite.outbox')}</p>
          {via === 'outbox' && (
            <p>
              <Link to="/desk/operation/mail">{t('outbox.open')}</Link>
            </p>
          )}
        </Notice>
      )}
      <PeopleTable people={people} />
      {invitations.length > 0 && (
        <section className="part">
          <h2>{t('invitations.title')}</h2>
          <ul className="ruled-list">
            {invitations.map((invitation) => (
              <li key={invitation.uid} className="row row-apart">
                <span>
                  <bdi>{invitation.name}</bdi>{' '}
                  <bdi className="muted" dir="ltr">
                    {invitation.email}
                  </bdi>{' '}
                  {invitation.expired && <Tag tone="caution">{t('invitations.expired')}</Tag>}
                </span>
                <PageForm
                  id={`withdraw-${invitation.uid}`}
                  state={actionData}
                  area="accounts"
                  className=""
                >
                  <input type="hidden" name="uid" value={invitation.uid} />
                  <SubmitButton look="plain">
                    {t('invitations.withdraw')}
                    <span className="visually-hidden"> {invitation.name}</span>
                  </SubmitButton>
                </PageForm>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function PeopleTable({ people }: Pick<Route.ComponentProps['loaderData'], 'people'>) {
  const t = useT('account');
  return (
    <TableFrame label={t('people.title')}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('name.label')}</th>
            <th scope="col">{t('people.roles')}</th>
            <th scope="col">{t('people.place')}</th>
            <th scope="col">{t('people.state')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ uid, name, email, roles, inTeam, partners, state, secondFactor }) => (
            <tr key={uid}>
              <th scope="row">
                <Link to={`/desk/people/${uid}`}>
                  <bdi>{name}</bdi>
                </Link>
                <br />
                <bdi className="muted small plain-weight" dir="ltr">
                  {email}
                </bdi>
              </th>
              <td>{roles.map((role) => t(`role.${role}`)).join(t('people.comma'))}</td>
              <td>
                {inTeam && t('people.team')}
                {inTeam && partners.length > 0 && t('people.comma')}
                {partners.map((partner, at) => (
                  <span key={partner.uid}>
                    {at > 0 && t('people.comma')}
                    <bdi>{partner.name}</bdi>
                  </span>
                ))}
              </td>
              <td>
                {state === 'suspended' && <Tag tone="problem">{t('people.suspended')}</Tag>}
                {state === 'active' && !secondFactor && (
                  <Tag tone="caution">{t('people.oneFactor')}</Tag>
                )}
                {state === 'active' && secondFactor && (
                  <span className="muted">{t('people.active')}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
