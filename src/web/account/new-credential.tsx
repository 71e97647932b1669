import { useState } from 'react';
import { useHydrated } from '../desk/use-hydrated.ts';
import { Field, SubmitButton } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';
import { PasskeyButton, usePasskeysPossible } from './passkey-button.tsx';

/** How a person will sign in from now on: a passkey, or a password. */
export function NewCredential({ submit }: { readonly submit: string }) {
  const t = useT('account');
  const passkeys = usePasskeysPossible();
  return (
    <>
      {passkeys && (
        <>
          <section className="stack-tight" aria-labelledby="credential-title">
            <h2 id="credential-title">{t('credential.title')}</h2>
            <p className="field-hint">{t('credential.passkeyHint')}</p>
            <PasskeyButton purpose="link">{t('credential.passkey')}</PasskeyButton>
          </section>
          <p className="or">{t('or')}</p>
        </>
      )}
      <NewPassword />
      <SubmitButton look="plain">{submit}</SubmitButton>
    </>
  );
}

export function NewPassword() {
  const t = useT('account');
  const [isShown, setShown] = useState(false);
  const canShow = useHydrated();
  return (
    <>
      <Field
        name="password"
        label={t('password.new')}
        hint={t('password.hint')}
        type={isShown ? 'text' : 'password'}
        required
        autoComplete="new-password"
        spellCheck={false}
      />
      {/* Typed once: a slip in the first account of an instance would lock everybody out. */}
      {canShow && (
        <label className="small">
          <input
            type="checkbox"
            checked={isShown}
            onChange={(event) => setShown(event.currentTarget.checked)}
          />{' '}
          {t('password.show')}
        </label>
      )}
    </>
  );
}
