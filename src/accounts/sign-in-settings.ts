/** Seals small secrets; a sealed value opens only under the context it was sealed for. */
export interface SecretSealer {
  seal(plain: string, context: string): string;
  /** @throws when the text was not sealed here, with this key and for this context. */
  openText(sealed: string, context: string): string;
}

/** What signing in needs to know of the instance besides its database. */
export interface SignInSettings {
  /** Where browsers reach this instance; passkeys are bound to its host and origin. */
  readonly publicUrl: URL;
  /** The instance's name as authenticators show it. */
  readonly instanceName: string;
  /** Encrypts what must be read again (TOTP secrets) with the instance key. */
  readonly sealer: SecretSealer;
  /** Milliseconds since 1970, for codes that depend on the time. */
  nowMs(): number;
  /** At least 32 secret bytes; the throttle's keys of the day are derived from it. */
  readonly throttleSecret: Uint8Array;
}

/** The browser that asks, as far as throttling may know it. */
export interface Visitor {
  /** Value of the browser cookie ({@link browserCookie}); made before the first form is shown. */
  readonly browser: string;
  /** The session token this browser held until now, if any: signing in anew ends it. */
  readonly session?: string;
  /** Address of the client; undefined where all share one (an onion service, a local proxy). */
  readonly address?: string;
}
