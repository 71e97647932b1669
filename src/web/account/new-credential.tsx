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
  return (
    <Field
      name="password"
      label={t('password.new')}
      hint={t('password.hint')}
      type="password"
      required
      autoComplete="new-password"
    />
  );
}
