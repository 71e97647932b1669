import { Fragment } from 'react';
import { Link, useActionData } from 'react-router';
import * as z from 'zod';
import { may } from '#accounts';
import {
  confirmHeld,
  hideNames,
  openSigning,
  readSigningDesk,
  stopSigning,
  type SigningDeskView,
} from '#letters';
import { knownChannels } from '#letters/form';
import { Notice, Tag } from '../../components/index.ts';
import {
  handleForm,
  optionalText,
  PageForm,
  Select,
  SubmitButton,
  TextArea,
  type FormState,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { letterRequest } from './letter-request.ts';
import type { Route } from './+types/signing.ts';
import '../entity/entity.css';
import './letters.css';

export const handle: PageHandle = {
  hydrate: true,
  messages: ['letters', 'press', 'quote', 'sign'],
};

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, house, letter } = await letterRequest(context, params.uid);
  const { uid, name, kind, version, publicVersion } = letter;
  const signing = await readSigningDesk(house.db, actor, house.letterSealer, uid);
  const mailed = house.mailer.deliverable() === 'smtp';
  const decides = may(actor, 'letter.decide', { scopeId: letter.scopeId });
  return { uid, name, kind, version, publicVersion, signing, mailed, decides };
}

const steps = ['open', 'pause', 'close', 'hide', 'show', 'reached'] as const;
const posted = z.object({
  step: z.enum(steps),
  message: optionalText(500),
  signature: z.uuid().optional(),
  channel: z.enum(knownChannels).optional(),
});

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house, letter } = await letterRequest(context, params.uid);
  const { uid } = letter;
  const sealer = house.letterSealer;
  return handleForm(request, posted, async ({ step, message = '', signature, channel }) => {
    await house.db.transaction().execute(async (tx) => {
      if (step === 'open') await openSigning(tx, actor, sealer, uid);
      else if (step === 'pause') await stopSigning(tx, actor, uid, { state: 'paused', message });
      else if (step === 'close') await stopSigning(tx, actor, uid, { state: 'closed', message });
      else if (step !== 'reached') await hideNames(tx, actor, uid, step === 'hide');
      else if (signature !== undefined && channel !== undefined) {
        await confirmHeld(tx, actor, sealer, { letter: uid, signature, channel });
      }
    });
    return `/desk/letters/${uid}/signing`;
  });
}

/** Who may sign, whether names are shown, and those who must be reached by hand. */
export default function Signing({ loaderData }: Route.ComponentProps) {
  const t = useT('letters');
  const press = useT('press');
  const quote = useT('quote');
  const state = useActionData<typeof action>();
  const { uid, name, version, publicVersion, signing, mailed, decides } = loaderData;
  const isBefore = signing === undefined || signing.state === 'planned';
  return (
    <article className="case-file">
      <title>{t('signing.title')}</title>
      <header className="page-head">
        <div>
          <p className="eyebrow">
            <Link to={`/desk/letters/${uid}`}>
              <bdi>{name}</bdi>
            </Link>
          </p>
          <h1>{t('signing.title')}</h1>
        </div>
        {signing !== undefined && <Tag>{t(`signing.state.${signing.state}`)}</Tag>}
      </header>
      {!mailed && (
        <Notice tone="caution">
          <p>{t('signing.noMail')}</p>
        </Notice>
      )}
      {isBefore && <p className="measure">{t('signing.before')}</p>}
      <p className="row">
        <Link to={`/desk/letters/${uid}/retention`}>{t('retention.link')}</Link>
        {decides && <Link to={`/desk/letters/${uid}/withheld`}>{t('withheld.link')}</Link>}
      </p>
      {signing !== undefined && signing.state !== 'open' && signing.message !== '' && (
        <>
          <p>{t('signing.told')}</p>
          <blockquote dir="auto">{signing.message}</blockquote>
        </>
      )}
      {signing?.isOver === true && <p>{t('refusal.retention-over')}</p>}
      {signing === undefined || (signing.state !== 'open' && !signing.isOver) ? (
        <Opening version={version} publicVersion={publicVersion} state={state} />
      ) : null}
      {signing !== undefined && (
        <>
          <Figures signing={signing} />
          <p>
            <Link className="button" to={`/desk/letters/${uid}/fraud`}>
              {t('fraud.link')}
            </Link>
          </p>
          <Held signing={signing} state={state} />
          {signing.state === 'open' && <Stopping state={state} />}
          {!(signing.isOver && signing.confirmed === 0) && (
            <Names hidden={signing.namesHidden} state={state} />
          )}
          {decides && (
            <p className="row">
              <Link to={`/desk/letters/${uid}/invitations`}>{t('invitations.link')}</Link>
              <Link to={`/desk/letters/${uid}/first-lines`}>{press('desk.link')}</Link>
              <Link to={`/desk/letters/${uid}/quotes`}>{quote('desk.link')}</Link>
              <Link to={`/desk/letters/${uid}/domains`}>{t('domains.link')}</Link>
            </p>
          )}
        </>
      )}
    </article>
  );
}

interface Part {
  readonly state: FormState | undefined;
}

function Opening({
  version,
  publicVersion,
  state,
}: Part & { readonly version: number; readonly publicVersion: number }) {
  const t = useT('letters');
  if (version === 0) return <p>{t('signing.noVersion')}</p>;
  return (
    <section className="record-section stack-tight">
      <h2>{t('signing.open')}</h2>
      <p>{t(publicVersion === 0 ? 'signing.open.unpublished' : 'signing.open.means')}</p>
      <PageForm id="open" state={state} area="letters">
        <input type="hidden" name="step" value="open" />
        <SubmitButton>{t('signing.open.button')}</SubmitButton>
      </PageForm>
    </section>
  );
}

function Figures({ signing }: { readonly signing: SigningDeskView }) {
  const t = useT('letters');
  return (
    <section className="record-section">
      <h2>{t('signing.figures')}</h2>
      <dl className="facts">
        <dt>{t('signing.confirmed')}</dt>
        <dd>{t('signing.number', { count: signing.confirmed })}</dd>
        <dt>{t('signing.waiting')}</dt>
        <dd>{t('signing.number', { count: signing.waiting })}</dd>
        {signing.left.map(({ how, signed }) => (
          <Fragment key={how}>
            <dt>{t(`signing.left.${how}`)}</dt>
            <dd>{t('signing.number', { count: signed })}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

function Held({ signing, state }: Part & { readonly signing: SigningDeskView }) {
  const t = useT('letters');
  const sign = useT('sign');
  if (signing.held.length === 0) return null;
  const channels = knownChannels.map((value) => ({ value, label: t(`signing.channel.${value}`) }));
  return (
    <section className="record-section">
      <h2>{t('signing.held')}</h2>
      <p className="section-note">{t('signing.held.means')}</p>
      <ul className="plain-list spaced">
        {signing.held.map(({ uid, person, appearance, agent }) => (
          <li key={uid}>
            <p>
              <strong>
                <bdi>{person.name === '' ? t('signing.noName') : person.name}</bdi>
              </strong>{' '}
              <bdi>{person.credit}</bdi>{' '}
              <span className="muted">{sign(`appearance.${appearance}`)}</span>
            </p>
            <p>
              <bdi>{person.address}</bdi>
            </p>
            {agent !== null && <p>{t('signing.byAgent', { agent })}</p>}
            <PageForm id={`reached-${uid}`} state={state} area="letters" className="row">
              <input type="hidden" name="step" value="reached" />
              <input type="hidden" name="signature" value={uid} />
              <Select name="channel" label={t('signing.channel')} options={channels} />
              <SubmitButton look="plain">{t('signing.reached')}</SubmitButton>
            </PageForm>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Stopping({ state }: Part) {
  const t = useT('letters');
  return (
    <section className="record-section stack-tight">
      <h2>{t('signing.stop')}</h2>
      <PageForm id="stop" state={state} area="letters">
        <TextArea
          name="message"
          label={t('signing.message')}
          hint={t('signing.message.hint')}
          needed={t('signing.message.needed')}
          rows={2}
          maxLength={500}
          dir="auto"
        />
        <p className="row">
          <SubmitButton name="step" value="pause" look="plain">
            {t('signing.pause')}
          </SubmitButton>
          <SubmitButton name="step" value="close" look="danger">
            {t('signing.close')}
          </SubmitButton>
        </p>
      </PageForm>
    </section>
  );
}

function Names({ hidden, state }: Part & { readonly hidden: boolean }) {
  const t = useT('letters');
  return (
    <section className="record-section stack-tight">
      <h2>{t('signing.names')}</h2>
      <p>{t(hidden ? 'signing.names.hidden' : 'signing.names.shown')}</p>
      <PageForm id="names" state={state} area="letters">
        <input type="hidden" name="step" value={hidden ? 'show' : 'hide'} />
        <SubmitButton look={hidden ? 'plain' : 'danger'}>
          {t(hidden ? 'signing.show' : 'signing.hide')}
        </SubmitButton>
      </PageForm>
    </section>
  );
}
