import { redirect } from 'react-router';
import { needsSecondFactor } from '#accounts';
import { PageForm, SubmitButton } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { usePasskeysPossible } from './passkey-button.tsx';
import { signedInOf } from './signed-in.ts';
import type { Route } from './+types/protect.ts';

export function loader({ context }: Route.LoaderArgs) {
  if (!needsSecondFactor(signedInOf(context))) throw redirect('/desk', 303);
  return null;
}

/** All that an administrator reaches who has shown a password and nothing more. */
export default function Protect() {
  const t = useT('account');
  const passkeys = usePasskeysPossible();
  return (
    <>
      <title>{t('protect.title')}</title>
      <h1>{t('protect.title')}</h1>
      <p className="lead">{t('protect.lead')}</p>
      <ul className="ruled-list ways">
        {passkeys && (
          <li>
            <h2>{t('passkeys.title')}</h2>
            <p className="muted">{t('protect.passkey')}</p>
            <a className="button button-primary" href="/account/add-passkey">
              {t('passkeys.add')}
            </a>
          </li>
        )}
        <li>
          <h2>{t('totp.title')}</h2>
          <p className="muted">{t('protect.totp')}</p>
          <a
            className={passkeys ? 'button' : 'button button-primary'}
            href="/account/authenticator"
          >
            {t('totp.setUp')}
          </a>
        </li>
      </ul>
      <PageForm id="sign-out" state={undefined} action="/account/sign-out" reload>
        <SubmitButton look="plain">{t('action.signOut')}</SubmitButton>
      </PageForm>
    </>
  );
}
