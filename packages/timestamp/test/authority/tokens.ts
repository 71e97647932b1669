import * as asn1js from 'asn1js';
import {
  Accuracy,
  AlgorithmIdentifier,
  Attribute,
  ContentInfo,
  EncapsulatedContentInfo,
  GeneralName,
  IssuerAndSerialNumber,
  MessageImprint,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
  TSTInfo,
} from 'pkijs';
import type { Certificate } from 'pkijs';
import { derOf, subjectKeyIdentifier, type Holder } from './certificates.ts';

const identifiers = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

/** What is told, and how the telling is to be spoilt. */
export interface TokenOptions {
  readonly signer: Holder;
  readonly imprint: Uint8Array;
  readonly genTime: string;
  readonly nonce?: bigint;
  /** Certificates carried along; the signer's alone by default. */
  readonly carried?: readonly Certificate[];
  readonly accuracySeconds?: number;
  readonly tsaName?: Certificate;
  readonly imprintAlgorithm?: 'sha1' | 'sha256';
  readonly binding?: 'v1' | 'v2' | 'both' | 'none';
  /** The certificate whose hash is signed along, instead of the signer's. */
  readonly bound?: Certificate;
  /** More certificates signed along, after that one. */
  readonly alsoBound?: readonly Certificate[];
  /** The certificate whose issuer and serial number are signed along; none by default. */
  readonly boundName?: Certificate;
  /** What the signerInfo names its signer by; issuer and serial number by default. */
  readonly identifiedBy?: 'key';
  readonly hash?: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
  readonly messageDigest?: 'wrong' | 'none' | 'twice';
  readonly contentType?: string;
  readonly encapsulatedType?: string;
  readonly signers?: 1 | 2;
  readonly unsignedAttribute?: boolean;
}

/** DER of a TimeStampToken. */
export async function issueToken(options: TokenOptions): Promise<Uint8Array<ArrayBuffer>> {
  const hash = options.hash ?? 'SHA-256';
  const content = tstInfoOf(options).toSchema().toBER();
  const signedData = new SignedData({
    version: 3,
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: options.encapsulatedType ?? identifiers.tstInfo,
      eContent: new asn1js.OctetString({ valueHex: content }),
    }),
    certificates: [...(options.carried ?? [options.signer.certificate])],
  });
  // pkijs would break the content into a constructed string, which is not DER.
  signedData.encapContentInfo.eContent = new asn1js.OctetString({ valueHex: content });
  for (let index = 0; index < (options.signers ?? 1); index += 1) {
    signedData.signerInfos.push(await signerInfoOf(options, content, hash));
    await signedData.sign(options.signer.keys.privateKey, index, hash);
  }
  const contentInfo = new ContentInfo({
    contentType: identifiers.signedData,
    content: signedData.toSchema(true),
  });
  return new Uint8Array(contentInfo.toSchema().toBER());
}

function tstInfoOf(options: TokenOptions): TSTInfo {
  const { accuracySeconds, nonce, tsaName } = options;
  return new TSTInfo({
    version: 1,
    policy: '1.2.3.4.1',
    messageImprint: new MessageImprint({
      hashAlgorithm: algorithm(identifiers[options.imprintAlgorithm ?? 'sha256']),
      hashedMessage: octets(options.imprint),
    }),
    serialNumber: new asn1js.Integer({ value: 77 }),
    genTime: new Date(options.genTime),
    ...(accuracySeconds === undefined
      ? {}
      : { accuracy: new Accuracy({ seconds: accuracySeconds }) }),
    ...(nonce === undefined ? {} : { nonce: asn1js.Integer.fromBigInt(nonce) }),
    ...(tsaName === undefined ? {} : { tsa: new GeneralName({ type: 4, value: tsaName.subject }) }),
  });
}

async function signerInfoOf(
  options: TokenOptions,
  content: ArrayBuffer,
  hash: string,
): Promise<SignerInfo> {
  const { certificate } = options.signer;
  const digest = await crypto.subtle.digest(hash, content);
  if (options.messageDigest === 'wrong') new Uint8Array(digest).fill(7);
  const digestAttribute = attribute(
    identifiers.messageDigest,
    new asn1js.OctetString({ valueHex: digest }),
  );
  const times = { none: 0, twice: 2, wrong: 1, right: 1 }[options.messageDigest ?? 'right'];
  const isByKey = options.identifiedBy === 'key';
  return new SignerInfo({
    version: isByKey ? 3 : 1,
    sid: isByKey
      ? new asn1js.Primitive({
          idBlock: { tagClass: 3, tagNumber: 0 },
          valueHex: subjectKeyIdentifier.slice().buffer,
        })
      : new IssuerAndSerialNumber({
          issuer: certificate.issuer,
          serialNumber: certificate.serialNumber,
        }),
    signedAttrs: new SignedAndUnsignedAttributes({
      type: 0,
      attributes: [
        attribute(
          identifiers.contentType,
          new asn1js.ObjectIdentifier({ value: options.contentType ?? identifiers.tstInfo }),
        ),
        ...Array.from({ length: times }, () => digestAttribute),
        ...(await bindingsOf(options)),
      ],
    }),
    ...(options.unsignedAttribute === true
      ? {
          unsignedAttrs: new SignedAndUnsignedAttributes({
            type: 1,
            attributes: [attribute('1.2.3.4.6', new asn1js.Null())],
          }),
        }
      : {}),
  });
}

/** SigningCertificate and SigningCertificateV2, by hashes and, if asked, a name. */
async function bindingsOf(options: TokenOptions): Promise<Attribute[]> {
  const bound = [options.bound ?? options.signer.certificate, ...(options.alsoBound ?? [])];
  const name = options.boundName === undefined ? [] : [issuerSerialOf(options.boundName)];
  const list = async (hash: string) => {
    const digests = bound.map((one) => crypto.subtle.digest(hash, derOf(one)));
    const identified = (await Promise.all(digests)).map((valueHex) =>
      sequence(new asn1js.OctetString({ valueHex }), ...name),
    );
    return sequence(sequence(...identified));
  };
  const binding = options.binding ?? 'v2';
  return [
    ...(binding === 'v1' || binding === 'both'
      ? [attribute(identifiers.signingCertificate, await list('SHA-1'))]
      : []),
    ...(binding === 'v2' || binding === 'both'
      ? [attribute(identifiers.signingCertificateV2, await list('SHA-256'))]
      : []),
  ];
}

function issuerSerialOf({ issuer, serialNumber }: Certificate): asn1js.Sequence {
  const directoryName = new asn1js.Constructed({
    idBlock: { tagClass: 3, tagNumber: 4 },
    value: [issuer.toSchema()],
  });
  return sequence(sequence(directoryName), serialNumber);
}

function sequence(...value: asn1js.BaseBlock[]): asn1js.Sequence {
  return new asn1js.Sequence({ value });
}

function attribute(type: string, value: asn1js.BaseBlock): Attribute {
  return new Attribute({ type, values: [value] });
}

function algorithm(algorithmId: string): AlgorithmIdentifier {
  return new AlgorithmIdentifier({ algorithmId, algorithmParams: new asn1js.Null() });
}

function octets(bytes: Uint8Array): asn1js.OctetString {
  return new asn1js.OctetString({ valueHex: new Uint8Array(bytes).buffer });
}
