import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

// An authenticator in software for tests: ES256, no attestation (Web Authentication Level 3 §6).

const userPresent = 0x01;
const userVerified = 0x04;
const attestedData = 0x40;

interface Options {
  readonly challenge: string;
}

export interface Ceremony {
  readonly origin?: string;
  readonly rpId?: string;
  /** Whether it asks its owner for a finger or a PIN. */
  readonly verifies?: boolean;
  readonly userHandle?: string;
}

export class SoftwareAuthenticator {
  readonly credentialId = randomBytes(32);
  counter = 0;
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  #userHandle = '';

  constructor() {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#privateKey = pair.privateKey;
    this.#publicKey = pair.publicKey;
  }

  get id(): string {
    return this.credentialId.toString('base64url');
  }

  register(options: Options & { readonly user: { readonly id: string } }, how: Ceremony = {}) {
    this.#userHandle = options.user.id;
    const authData = Buffer.concat([
      this.#authenticatorData(how, attestedData),
      Buffer.alloc(16),
      uint16(this.credentialId.length),
      this.credentialId,
      this.#coseKey(),
    ]);
    const attestationObject = cborMap([
      [cborText('fmt'), cborText('none')],
      [cborText('attStmt'), cborMap([])],
      [cborText('authData'), cborBytes(authData)],
    ]);
    return {
      ...this.#frame(),
      response: {
        clientDataJSON: clientData('webauthn.create', options, how).toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['internal', 'telepathy'],
      },
    };
  }

  authenticate(options: Options, how: Ceremony = {}) {
    this.counter += 1;
    const data = clientData('webauthn.get', options, how);
    const authenticatorData = this.#authenticatorData(how, 0);
    const hash = createHash('sha256').update(data).digest();
    const signature = sign('sha256', Buffer.concat([authenticatorData, hash]), this.#privateKey);
    return {
      ...this.#frame(),
      response: {
        clientDataJSON: data.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: signature.toString('base64url'),
        userHandle: how.userHandle ?? this.#userHandle,
      },
    };
  }

  #frame() {
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
    };
  }

  #authenticatorData(how: Ceremony, flags: number): Buffer {
    const verified = how.verifies === false ? 0 : userVerified;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([
      createHash('sha256')
        .update(how.rpId ?? 'desk.example.org')
        .digest(),
      Buffer.of(userPresent | verified | flags),
      counter,
    ]);
  }

  #coseKey(): Buffer {
    const { x = '', y = '' } = this.#publicKey.export({ format: 'jwk' });
    return cborMap([
      [cborInteger(1), cborInteger(2)],
      [cborInteger(3), cborInteger(-7)],
      [cborInteger(-1), cborInteger(1)],
      [cborInteger(-2), cborBytes(Buffer.from(x, 'base64url'))],
      [cborInteger(-3), cborBytes(Buffer.from(y, 'base64url'))],
    ]);
  }
}

function clientData(type: string, options: Options, how: Ceremony): Buffer {
  const origin = how.origin ?? 'https://desk.example.org';
  return Buffer.from(
    JSON.stringify({ type, challenge: options.challenge, origin, crossOrigin: false }),
  );
}

// RFC 8949 §3, as far as an authenticator needs it.
function cborHead(major: number, value: number): Buffer {
  if (value < 24) return Buffer.of((major << 5) | value);
  if (value < 256) return Buffer.of((major << 5) | 24, value);
  return Buffer.concat([Buffer.of((major << 5) | 25), uint16(value)]);
}

function cborInteger(value: number): Buffer {
  return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value);
}

function cborBytes(bytes: Buffer): Buffer {
  return Buffer.concat([cborHead(2, bytes.length), bytes]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([cborHead(3, Buffer.byteLength(text)), Buffer.from(text)]);
}

function cborMap(entries: readonly (readonly [Buffer, Buffer])[]): Buffer {
  return Buffer.concat([cborHead(5, entries.length), ...entries.flat()]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
