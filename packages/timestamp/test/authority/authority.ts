import * as asn1js from 'asn1js';
import { ContentInfo, PKIStatus, PKIStatusInfo, TimeStampReq, TimeStampResp } from 'pkijs';
import {
  derOf,
  issueCertificate,
  keyUsages,
  purposes,
  type CertificateOptions,
  type Holder,
} from './certificates.ts';
import { generateKeys, type KeyKind } from './keys.ts';
import { issueToken, type TokenOptions } from './tokens.ts';

export interface AuthorityOptions {
  readonly keys?: KeyKind;
  /** What the signer's certificate and the one between it and the root should be instead. */
  readonly signer?: Partial<CertificateOptions>;
  readonly intermediate?: Partial<CertificateOptions>;
  readonly root?: Partial<CertificateOptions>;
}

/** A root, an issuer below it, and a signer: an authority in this process. */
export interface Authority {
  readonly root: Holder;
  readonly intermediate: Holder;
  readonly signer: Holder;
  /** DER, for `trustedRoots`. */
  readonly trustedRoots: readonly Uint8Array[];
  /** Everything but what is told, for `issueToken`. */
  readonly tokenDefaults: Pick<TokenOptions, 'signer' | 'carried' | 'genTime'>;
}

export async function createAuthority(options: AuthorityOptions = {}): Promise<Authority> {
  const kind = options.keys ?? 'P-256';
  const root = await issueCertificate({
    name: 'Root',
    keys: await generateKeys(kind, options.root?.hash),
    authority: true,
    keyUsage: keyUsages.keyCertSign,
    ...options.root,
  });
  const intermediate = await issueCertificate({
    name: 'Issuer',
    keys: await generateKeys(kind, options.signer?.hash),
    issuer: root,
    authority: true,
    pathLength: 0,
    keyUsage: keyUsages.keyCertSign,
    ...options.intermediate,
  });
  const signer = await issueCertificate({
    name: 'Timestamps',
    keys: await generateKeys(kind),
    issuer: intermediate,
    keyUsage: keyUsages.digitalSignature,
    purposes: [purposes.timeStamping],
    ...options.signer,
  });
  return {
    root,
    intermediate,
    signer,
    trustedRoots: [derOf(root.certificate)],
    tokenDefaults: {
      signer,
      carried: [signer.certificate, intermediate.certificate],
      genTime: '2026-01-21T10:00:00Z',
    },
  };
}

/** How an answer is to differ from what was asked. */
export interface AnswerOptions extends Partial<Omit<TokenOptions, 'nonce'>> {
  readonly nonce?: 'wrong' | 'none';
  /** PKIStatus and its words, instead of a token. */
  readonly refusal?: { readonly status: number; readonly text: string; readonly failBit?: number };
}

/** Answers the bytes of a TimeStampReq with those of a TimeStampResp. */
export async function answer(
  { tokenDefaults }: Authority,
  request: Uint8Array,
  options: AnswerOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  if (options.refusal !== undefined) return refuse(options.refusal);
  const asked = TimeStampReq.fromBER(new Uint8Array(request).buffer);
  const { nonce: nonceFault, refusal: _refusal, ...rest } = options;
  const nonce = asked.nonce?.toBigInt();
  const imprint = new Uint8Array(asked.messageImprint.hashedMessage.getValue());
  const token = await issueToken({
    ...tokenDefaults,
    imprint,
    ...(nonce === undefined || nonceFault === 'none'
      ? {}
      : { nonce: nonceFault === 'wrong' ? nonce + 1n : nonce }),
    ...rest,
  });
  const response = new TimeStampResp({
    status: new PKIStatusInfo({ status: PKIStatus.granted }),
    timeStampToken: ContentInfo.fromBER(token.buffer),
  });
  return new Uint8Array(response.toSchema().toBER());
}

function refuse({ status, text, failBit }: NonNullable<AnswerOptions['refusal']>) {
  const bits = new Uint8Array(4);
  if (failBit !== undefined) bits[failBit >> 3] = 0x80 >> (failBit & 7);
  const used = failBit === undefined ? 0 : (failBit >> 3) + 1;
  const unusedBits = failBit === undefined ? 0 : 7 - (failBit & 7);
  const information = new asn1js.Sequence({
    value: [
      new asn1js.Integer({ value: status }),
      new asn1js.Sequence({ value: [new asn1js.Utf8String({ value: text })] }),
      ...(failBit === undefined
        ? []
        : [new asn1js.BitString({ valueHex: bits.slice(0, used).buffer, unusedBits })]),
    ],
  });
  return new Uint8Array(new asn1js.Sequence({ value: [information] }).toBER());
}
