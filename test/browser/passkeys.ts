import type { Page } from 'playwright-core';

/**
 * Gives a page an authenticator that knows its owner, whose finger lies on it (Chromium's virtual
 * authenticator; Web Authentication Level 3 §11). Passkeys made in the page live as long as it does.
 *
 * @returns how many passkeys it holds.
 */
export async function addAuthenticator(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return async () => {
    const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
    return credentials.length;
  };
}

/**
 * Takes the offer of passkeys in autofill away from the pages of this page to come: the
 * authenticator above accepts it at once, before a test can press a button.
 */
export async function withoutPasskeyAutofill(page: Page): Promise<void> {
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
  });
}
