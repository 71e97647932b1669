import { useRef, useState, useSyncExternalStore } from 'react';
import { browserSupportsWebAuthn } from '@simplewebauthn/browser';
import type { ReactNode } from 'react';
import { useRouteLoaderData } from 'react-router';
import { Icon } from '../components/index.ts';
import { useT } from '../messages/catalogs.ts';
import type { loader } from './layout.tsx';
import { passkeyField, sendWithPasskey, type PasskeyPurpose } from './passkey-client.ts';

/** Whether browsers allow passkeys at the address of this instance. */
export function usePasskeysPossible(): boolean {
  return useRouteLoaderData<typeof loader>('account/layout')?.passkeys ?? false;
}

const never = () => () => undefined;

/**
 * Asks for a passkey and sends the form it stands in. A passkey needs a script; without one the
 * place says so, and the rest of the form works.
 */
export function PasskeyButton({
  purpose,
  look = 'primary',
  children,
}: {
  readonly purpose: PasskeyPurpose;
  readonly look?: 'primary' | 'plain';
  readonly children: ReactNode;
}) {
  const t = useT('account');
  const button = useRef<HTMLButtonElement>(null);
  const [step, setStep] = useState<'idle' | 'asking' | 'turned-down'>('idle');
  const support = useSyncExternalStore(
    never,
    () => (browserSupportsWebAuthn() ? 'yes' : 'no'),
    () => 'unknown',
  );
  const ask = async () => {
    const form = button.current?.form;
    if (step === 'asking' || form === null || form === undefined) return;
    setStep('asking');
    try {
      await sendWithPasskey(form, purpose);
      setStep('idle');
    } catch {
      // Turned down, timed out or no authenticator: browsers do not tell which.
      setStep('turned-down');
    }
  };
  return (
    <div className="passkey">
      <noscript>
        <p className="field-hint">{t('passkey.noScript')}</p>
      </noscript>
      {support === 'no' && <p className="field-hint">{t('passkey.unsupported')}</p>}
      <input type="hidden" name={passkeyField} />
      <button
        ref={button}
        type="button"
        className={`button button-${look} button-wide`}
        hidden={support !== 'yes'}
        aria-disabled={step === 'asking' || undefined}
        onClick={() => void ask()}
      >
        <Icon name="lock" />
        {step === 'asking' ? t('passkey.asking') : children}
      </button>
      <output className="field-problem">{step === 'turned-down' && t('passkey.turnedDown')}</output>
    </div>
  );
}
