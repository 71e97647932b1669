import { Link, redirect } from 'react-router';
import { listAccounts, listPartners } from '#accounts';
import { answerForm } from '../../account/answer-form.ts';
import { Icon, Notice, Tag } from '../../components/index.ts';
import { PageForm, Select, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { managerRequest } from './manager.ts';
import { changePerson, personForms, type ShownLink } from './person.input.ts';
import { RoleFields } from './role-fields.tsx';
import type { Route } from './+types/person.ts';

export const handle: PageHandle = { hydrate: true, messages: ['account', 'accounts'] };

export async function loader({ params, request, context }: Route.LoaderArgs) {
  const { actor, house } = managerRequest(context);
  const [people, groups] = await Promise.all([
    listAccounts(house.db, actor),
    listPartners(house.db, actor),
  ]);
  const { createdAt: _, ...person } = people.find(({ uid }) => uid === params.uid) ?? notFound();
  return {
    person,
    isSelf: person.uid === actor.uid,
    otherGroups: groups
      .filter(({ uid }) => !person.partners.some((partner) => partner.uid === uid))
      .map(({ uid, name }) => ({ value: uid, label: name })),
    saved: new URL(request.url).searchParams.has('saved'),
  };
}

export function action({ request, params, context }: Route.ActionArgs) {
  const manager = managerRequest(context);
  const uid = params.uid;
  return answerForm(
    request,
    personForms,
    async (form) =>
      (await changePerson(manager, uid, form)) ?? redirect(`/desk/people/${uid}?saved`, 303),
    { lists: ['roles'] },
  );
}

export default function Person({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('account');
  const { person, saved, isSelf, otherGroups } = loaderData;
  const shown = actionData !== undefined && 'link' in actionData ? actionData : undefined;
  const state = actionData !== undefined && 'problems' in actionData ? actionData : undefined;
  return (
    <>
      <title>{person.name}</title>
      <p className="back">
        <Link to="/desk/people">
          <Icon name="previous" /> {t('people.title')}
        </Link>
      </p>
      <h1 className="row">
        <bdi>{person.name}</bdi>
        {person.state === 'suspended' && <Tag tone="problem">{t('people.suspended')}</Tag>}
      </h1>
      <p className="muted">
        <bdi dir="ltr">{person.email}</bdi>
      </p>
      {saved && actionData === undefined && (
        <Notice tone="done" live>
          <p>{t('details.changed')}</p>
        </Notice>
      )}
      {shown !== undefined && <HandOver {...shown} />}
      <section className="part">
        <h2>{t('people.rights')}</h2>
        <PageForm id="rights" state={state} area="accounts">
          <input type="hidden" name="intent" value="rights" />
          <RoleFields chosen={person.roles} inTeam={person.inTeam} />
          <div className="row">
            <SubmitButton>{t('action.save')}</SubmitButton>
          </div>
        </PageForm>
      </section>
      <Groups partners={person.partners} others={otherGroups} state={state} />
      {!isSelf && <Access suspended={person.state === 'suspended'} state={state} />}
    </>
  );
}

function HandOver({ link, code }: ShownLink) {
  const t = useT('account');
  return (
    <Notice tone="caution" live>
      <p>{t('handOver.lead')}</p>
      <p>
        <code className="code" dir="ltr">
          {link}
        </code>
      </p>
      <p>
        {t('handOver.code')}{' '}
        <code className="code" dir="ltr">
          {code}
        </code>
      </p>
    </Notice>
  );
}

function Groups({
  partners,
  others,
  state,
}: {
  readonly partners: readonly { readonly uid: string; readonly name: string }[];
  readonly others: readonly { readonly value: string; readonly label: string }[];
  readonly state: FormState | undefined;
}) {
  const t = useT('account');
  return (
    <section className="part">
      <h2>{t('partners.title')}</h2>
      {partners.length === 0 && <p className="muted">{t('people.inNoGroup')}</p>}
      {partners.length > 0 && (
        <ul className="ruled-list">
          {partners.map(({ uid, name }) => (
            <li key={uid} className="row row-apart">
              <bdi>{name}</bdi>
              <PageForm id={`leave-${uid}`} state={state} area="accounts" className="">
                <input type="hidden" name="intent" value="leave" />
                <input type="hidden" name="partnerUid" value={uid} />
                <SubmitButton look="plain">
                  {t('action.remove')}
                  <span className="visually-hidden"> {name}</span>
                </SubmitButton>
              </PageForm>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <PageForm
          id="join"
          state={state}
          area="accounts"
          labels={{ partnerUid: t('people.partner') }}
        >
          <input type="hidden" name="intent" value="join" />
          <Select name="partnerUid" required options={others} />
          <div className="row">
            <SubmitButton look="plain">{t('action.add')}</SubmitButton>
          </div>
        </PageForm>
      )}
    </section>
  );
}

function Access({
  suspended,
  state,
}: {
  readonly suspended: boolean;
  readonly state: FormState | undefined;
}) {
  const t = useT('account');
  return (
    <section className="part">
      <h2>{t('access.title')}</h2>
      {!suspended && (
        <PageForm id="reset" state={state} area="accounts">
          <p className="muted">{t('access.reset')}</p>
          <div className="row">
            <SubmitButton look="plain" name="intent" value="reset-password">
              {t('access.resetPassword')}
            </SubmitButton>
            <SubmitButton look="plain" name="intent" value="reset-everything">
              {t('access.resetEverything')}
            </SubmitButton>
          </div>
        </PageForm>
      )}
      <PageForm id="state" state={state} area="accounts">
        <p className="muted">{suspended ? t('access.reactivateHint') : t('access.suspendHint')}</p>
        <div className="row">
          <SubmitButton
            look={suspended ? 'plain' : 'danger'}
            name="intent"
            value={suspended ? 'reactivate' : 'suspend'}
          >
            {suspended ? t('access.reactivate') : t('access.suspend')}
          </SubmitButton>
        </div>
      </PageForm>
    </section>
  );
}
