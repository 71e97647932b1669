import {
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';

/** What a passkey is asked for; `add` and `link` make a new one. */
export type PasskeyPurpose = 'sign-in' | 'second-step' | 'confirm' | 'add' | 'link';

/** The hidden field in which the authenticator's answer goes to the server. */
export const passkeyField = 'passkey';

/**
 * Asks the authenticator and sends the form with its answer. When the server refuses to ask, the
 * form goes out as it is and comes back with the reason.
 *
 * @param quietly offers passkeys in the autofill of the form's field instead of a box over the page.
 * @throws Error when the person turned it down, or the browser cannot.
 */
export async function sendWithPasskey(
  form: HTMLFormElement,
  purpose: PasskeyPurpose,
  quietly = false,
): Promise<void> {
  const options = await fetchOptions(form, purpose);
  if (options === undefined) {
    if (!quietly) form.requestSubmit();
    return;
  }
  const answer = isForNew(purpose, options)
    ? await startRegistration({ optionsJSON: options })
    : await startAuthentication({ optionsJSON: options, useBrowserAutofill: quietly });
  const field = form.elements.namedItem(passkeyField);
  if (!(field instanceof HTMLInputElement)) throw new Error('the form has no field for a passkey');
  field.value = JSON.stringify(answer);
  form.requestSubmit();
}

type Options = PublicKeyCredentialCreationOptionsJSON | PublicKeyCredentialRequestOptionsJSON;

function isForNew(
  purpose: PasskeyPurpose,
  _options: Options,
): _options is PublicKeyCredentialCreationOptionsJSON {
  return purpose === 'add' || purpose === 'link';
}

async function fetchOptions(
  form: HTMLFormElement,
  purpose: PasskeyPurpose,
): Promise<Options | undefined> {
  const body = new URLSearchParams({ purpose });
  for (const name of ['token', 'name', 'email']) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) body.set(name, field.value);
  }
  const response = await fetch('/account/passkey-options', { method: 'POST', body });
  // Our own server's answer; the library checks it again.
  return response.ok ? ((await response.json()) as Options) : undefined;
}
