import { Fragment } from 'react';
import { data, Link, redirect, useActionData } from 'react-router';
import * as z from 'zod';
import {
  dropAgent,
  handInvitation,
  LetterRefusal,
  nameAgent,
  nameInvited,
  readInvitation,
  resendInvitation,
  revokeInvitation,
  type InvitedRow,
} from '#letters';
import { formatEdtf, parseEdtf } from '#platform/calendar';
import type { Locale } from '#platform/languages';
import { countryName, findEntities, identifierAddress, languageName } from '#record';
import { Notice, Tag } from '../../../components/index.ts';
import {
  parseForm,
  PageForm,
  refusalToProblems,
  SubmitButton,
  type FormState,
} from '../../../forms/index.ts';
import { useT } from '../../../messages/catalogs.ts';
import { notFound } from '../../../not-found.ts';
import type { PageHandle } from '../../../page-handle.ts';
import { momentWords } from '../../claims/moment-words.ts';
import { uidParam } from '../../desk-request.ts';
import { AgentSection } from './agent-section.tsx';
import { deciderRequest } from '../letter-request.ts';
import type { Route } from './+types/invitation.ts';
import '../../entity/entity.css';
import './inviting.css';

export const handle: PageHandle = { hydrate: true, messages: ['invite', 'sign'] };

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house, letter } = await deciderRequest(context, params.uid);
  const invitation = uidParam(params.invitation);
  const { db, letterSealer } = house;
  const one = await readInvitation(db, actor, letterSealer, { letter: letter.uid, invitation });
  if (one === undefined) notFound();
  const found = await findEntities(db, actor, one.person.name, { kinds: ['person'], limit: 8 });
  return {
    ...{ uid: letter.uid, one, ...inWords(one.person, locale) },
    mailedAt: one.mailedAt === null ? undefined : momentWords(one.mailedAt, locale),
    given: one.mandate === null ? '' : formatDay(one.mandate.givenOn, locale),
    found: found.map(({ uid, name }) => ({ uid, name })),
  };
}

function formatDay(day: string, locale: Locale): string {
  const read = parseEdtf(day);
  return read.ok ? formatEdtf(read.edtf, locale) : day;
}

function inWords({ country, language, ...ids }: InvitedRow['person'], locale: Locale) {
  return {
    country: country === '' ? '' : countryName(country, locale),
    language: language === '' ? '' : languageName(language, locale),
    ids: (['wikidata', 'imdb', 'isni'] as const)
      .filter((scheme) => ids[scheme] !== '')
      .map((scheme) => ({ id: ids[scheme], address: identifierAddress(scheme, ids[scheme]) })),
  };
}

const posted = z.object({
  step: z.enum(['hand', 'resend', 'revoke', 'name', 'unname', 'agent', 'agent-drop']),
  entity: z.uuid().optional(),
  agentName: z.string().max(1_000).optional(),
  agentMail: z.string().max(1_000).optional(),
});

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, locale, house, letter } = await deciderRequest(context, params.uid);
  const asked = { letter: letter.uid, invitation: uidParam(params.invitation) };
  const form = await parseForm(request, posted, { fields: 10, characters: 2_000 });
  if (!form.ok) return data({ state: form.state, link: undefined }, { status: 422 });
  const { step, entity, agentName = '', agentMail = '' } = form.values;
  const agent = { name: agentName, address: agentMail };
  const sealer = house.letterSealer;
  try {
    const code = await house.db.transaction().execute(async (tx) => {
      if (step === 'hand') return handInvitation(tx, actor, sealer, asked);
      if (step === 'agent') await nameAgent(tx, actor, sealer, { ...asked, agent });
      else if (step === 'agent-drop') await dropAgent(tx, actor, sealer, asked);
      else if (step === 'resend') await resendInvitation(tx, actor, sealer, asked);
      else if (step === 'revoke') await revokeInvitation(tx, actor, sealer, asked);
      else if (step === 'unname') {
        await nameInvited(tx, actor, sealer, { ...asked, entity: undefined });
      } else if (entity === undefined) throw new LetterRefusal({ code: 'not-found' });
      else await nameInvited(tx, actor, sealer, { ...asked, entity });
      return undefined;
    });
    const page = `/desk/letters/${letter.uid}/invitations`;
    if (step === 'revoke') return redirect(page, 303);
    if (code === undefined) return redirect(`${page}/${asked.invitation}`, 303);
    const language = ['en', 'fr', 'fa'].includes(locale) ? locale : 'en';
    const link = new URL(`/${language}/invitation/${code}`, house.signIn.publicUrl).href;
    return data({ state: undefined, link }, { headers: { 'Cache-Control': 'private, no-store' } });
  } catch (error) {
    const problems = refusalToProblems(error);
    return data({ state: { ...form.state, problems }, link: undefined }, { status: 422 });
  }
}

/** One invitation: who is meant, how far it is, and what can be done about it. */
export default function InvitedPerson({ loaderData }: Route.ComponentProps) {
  const t = useT('invite');
  const answer = useActionData<typeof action>();
  const { uid, one, found } = loaderData;
  const state = answer?.state;
  return (
    <article className="case-file">
      <title>{one.person.name}</title>
      <header className="page-head">
        <div>
          <p className="eyebrow">
            <Link to={`/desk/letters/${uid}/invitations`}>{t('title')}</Link>
          </p>
          <h1>
            <bdi>{one.person.name}</bdi>
          </h1>
        </div>
        <Tag>{t(`state.${one.state}`)}</Tag>
      </header>
      <Facts facts={loaderData} />
      {one.state === 'signed' && <p>{t('one.signed')}</p>}
      <InRecord one={one} found={found} state={state} />
      {one.state !== 'signed' && one.person.address !== '' && !one.stopped && (
        <section className="record-section">
          <PageForm id="resend" state={state} area="invite">
            <input type="hidden" name="step" value="resend" />
            <SubmitButton look="plain">
              {t(one.mails === 0 ? 'one.send' : 'one.resend')}
            </SubmitButton>
          </PageForm>
        </section>
      )}
      {one.state !== 'signed' && <Reaching link={answer?.link} state={state} />}
      <AgentSection one={one} state={state} given={loaderData.given} />
      <section className="record-section stack-tight">
        <PageForm id="revoke" state={state} area="invite">
          <input type="hidden" name="step" value="revoke" />
          <SubmitButton look="danger">{t('one.revoke')}</SubmitButton>
        </PageForm>
        <p className="section-note">{t('one.revoke.means')}</p>
      </section>
    </article>
  );
}

function Facts({
  facts: { one, mailedAt, country, language, ids },
}: {
  readonly facts: Route.ComponentProps['loaderData'];
}) {
  const t = useT('invite');
  const { person, mails, stopped } = one;
  const facts = [
    [t('credit'), person.credit],
    [t('affiliation'), person.affiliation],
    [t('country'), country],
    [t('language'), language],
    [t('address'), person.address === '' ? t('noAddress') : person.address],
    [t('works'), person.works],
    [t('mails'), stopped ? t('stopped') : t('number', { count: mails })],
    [t('lastMail'), mailedAt ?? ''],
  ] as const;
  return (
    <dl className="facts">
      {facts.map(
        ([label, value]) =>
          value !== '' && (
            <Fragment key={label}>
              <dt>{label}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </Fragment>
          ),
      )}
      {ids.length > 0 && <dt>{t('ids')}</dt>}
      {ids.map(({ id, address }) => (
        <dd key={id}>
          <a href={address} rel="noreferrer">
            <bdi>{id}</bdi>
          </a>
        </dd>
      ))}
    </dl>
  );
}

interface Part {
  readonly one: InvitedRow;
  readonly state: FormState | undefined;
}

function InRecord({
  one,
  found,
  state,
}: Part & { readonly found: readonly { readonly uid: string; readonly name: string }[] }) {
  const t = useT('invite');
  return (
    <section className="record-section">
      <h2>{t('one.record')}</h2>
      <p className="section-note">
        {t(found.length === 0 ? 'one.record.nobody' : 'one.record.means')}
      </p>
      <ul className="plain-list spaced">
        {found.map(({ uid, name }) => (
          <li key={uid}>
            <PageForm id={`name-${uid}`} state={state} area="invite" className="row">
              <Link dir="auto" to={`/desk/entities/${uid}`}>
                {name}
              </Link>
              <input type="hidden" name="step" value="name" />
              <input type="hidden" name="entity" value={uid} />
              {one.entity === uid ? (
                <Tag tone="accent">{t('one.record.chosen')}</Tag>
              ) : (
                <SubmitButton look="plain">{t('one.record.choose')}</SubmitButton>
              )}
            </PageForm>
          </li>
        ))}
      </ul>
      {one.entity !== null && (
        <PageForm id="unname" state={state} area="invite">
          <input type="hidden" name="step" value="unname" />
          <SubmitButton look="plain">{t('one.record.drop')}</SubmitButton>
        </PageForm>
      )}
    </section>
  );
}

function Reaching({ link, state }: Pick<Part, 'state'> & { readonly link: string | undefined }) {
  const t = useT('invite');
  return (
    <section className="record-section stack-tight">
      <h2>{t('one.hand')}</h2>
      <p>{t('one.hand.means')}</p>
      {link === undefined ? (
        <PageForm id="hand" state={state} area="invite">
          <input type="hidden" name="step" value="hand" />
          <SubmitButton look="plain">{t('one.hand.do')}</SubmitButton>
        </PageForm>
      ) : (
        <Notice tone="done">
          <p>{t('one.hand.link')}</p>
          <p>
            <bdi className="code inviting-link" dir="ltr">
              {link}
            </bdi>
          </p>
          <p>{t('one.hand.once')}</p>
        </Notice>
      )}
    </section>
  );
}
