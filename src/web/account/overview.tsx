import type { ReactNode } from 'react';
import { listFactors, listSessions, readProfile } from '#accounts';
import { isLocale, nativeName } from '#platform/languages';
import { houseContext, pageContext } from '#web/context';
import { Icon, Notice } from '../components/index.ts';
import { PageForm, SubmitButton } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { ago } from './ago.ts';
import { usePasskeysPossible } from './passkey-button.tsx';
import { signedInOf } from './signed-in.ts';
import type { Route } from './+types/overview.ts';

export async function loader({ request, context }: Route.LoaderArgs) {
  const { db, signIn } = context.get(houseContext);
  const { locale } = context.get(pageContext);
  const signedIn = signedInOf(context);
  const [profile, factors, sessions] = await Promise.all([
    readProfile(db, signedIn.actor),
    listFactors(db, signedIn.actor),
    listSessions(db, signedIn),
  ]);
  const now = signIn.nowMs();
  const { password, totp, recoveryCodes, listedPasskeys } = factors;
  return {
    name: profile.name,
    email: profile.email,
    language: isLocale(profile.locale) ? nativeName(profile.locale) : '',
    passkeys: listedPasskeys.map(({ uid, label, usedAt }) => ({
      uid,
      label,
      used: usedAt === undefined ? undefined : ago(usedAt, now, locale),
    })),
    password,
    totp,
    recoveryCodes,
    sessions: sessions.length,
    changed: new URL(request.url).searchParams.get('changed'),
  };
}

function Part({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <section className="part" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}

/** Everything of one's own account, each with the page that changes it. */
export default function Overview({ loaderData }: Route.ComponentProps) {
  const t = useT('account');
  const { name, email, language, password, sessions, changed } = loaderData;
  return (
    <>
      <title>{t('overview.title')}</title>
      <p className="back">
        <a href="/desk">
          <Icon name="previous" /> {t('overview.desk')}
        </a>
      </p>
      <h1>{t('overview.title')}</h1>
      {(changed === 'password' || changed === 'details') && (
        <Notice tone="done">
          <p>{changed === 'password' ? t('password.changed') : t('details.changed')}</p>
        </Notice>
      )}
      <Part id="details" title={t('overview.you')}>
        <dl className="facts">
          <dt>{t('name.label')}</dt>
          <dd>
            <bdi>{name}</bdi>
          </dd>
          <dt>{t('language.label')}</dt>
          <dd>{language}</dd>
          <dt>{t('email.label')}</dt>
          <dd>
            <bdi dir="ltr">{email}</bdi>
          </dd>
        </dl>
        <p className="row">
          <a href="/account/details">{t('details.change')}</a>
          <a href="/account/new-e-mail">{t('newEmail.title')}</a>
        </p>
      </Part>
      <PasskeyPart passkeys={loaderData.passkeys} />
      <Part id="password" title={t('password.label')}>
        <p className="muted">{password ? t('password.is') : t('password.none')}</p>
        <p className="row">
          <a href="/account/password">{password ? t('password.change') : t('password.set')}</a>
          {password && <a href="/account/remove/password">{t('remove.password')}</a>}
        </p>
      </Part>
      {password && <SecondFactorParts {...loaderData} />}
      <Part id="sessions" title={t('sessions.title')}>
        <p className="muted">{t('sessions.count', { count: sessions })}</p>
        <p>
          <a href="/account/sessions">{t('sessions.see')}</a>
        </p>
      </Part>
      <PageForm id="sign-out" state={undefined} action="/account/sign-out" reload>
        <div className="row">
          <SubmitButton look="plain">{t('action.signOut')}</SubmitButton>
        </div>
      </PageForm>
    </>
  );
}

function PasskeyPart({
  passkeys,
}: {
  readonly passkeys: Route.ComponentProps['loaderData']['passkeys'];
}) {
  const t = useT('account');
  const possible = usePasskeysPossible();
  return (
    <Part id="passkeys" title={t('passkeys.title')}>
      {passkeys.length === 0 ? (
        <p className="muted">{possible ? t('passkeys.none') : t('passkeys.impossible')}</p>
      ) : (
        <ul className="ruled-list">
          {passkeys.map(({ uid, label, used }) => (
            <li key={uid} className="row row-apart">
              <span>
                {label === '' ? t('passkeys.unnamed') : <bdi>{label}</bdi>}{' '}
                <span className="small muted">
                  {used === undefined ? t('passkeys.unused') : t('passkeys.used', { when: used })}
                </span>
              </span>
              <a href={`/account/passkeys/${uid}`}>
                {t('action.edit')}
                <span className="visually-hidden"> {label}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      {possible && (
        <p>
          <a href="/account/add-passkey">{t('passkeys.add')}</a>
        </p>
      )}
    </Part>
  );
}

function SecondFactorParts({
  totp,
  passkeys,
  recoveryCodes,
}: Pick<Route.ComponentProps['loaderData'], 'totp' | 'passkeys' | 'recoveryCodes'>) {
  const t = useT('account');
  return (
    <>
      <Part id="authenticator" title={t('totp.title')}>
        <p className="muted">{totp ? t('totp.is') : t('totp.none')}</p>
        <p className="row">
          <a href="/account/authenticator">{totp ? t('totp.again') : t('totp.setUp')}</a>
          {totp && <a href="/account/remove/authenticator">{t('remove.totp')}</a>}
        </p>
      </Part>
      {(totp || passkeys.length > 0) && (
        <Part id="recovery-codes" title={t('codes.title')}>
          <p className="muted">{t('codes.left', { count: recoveryCodes })}</p>
          <p>
            <a href="/account/recovery-codes">{t('codes.renew')}</a>
          </p>
        </Part>
      )}
    </>
  );
}
