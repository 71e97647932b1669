import * as asn1js from 'asn1js';
import {
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  Extension,
  ExtKeyUsage,
  type RelativeDistinguishedNames,
} from 'pkijs';

export const purposes = {
  timeStamping: '1.3.6.1.5.5.7.3.8',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

/** First octet of KeyUsage. */
export const keyUsages = { digitalSignature: 0x80, keyEncipherment: 0x20, keyCertSign: 0x04 };

/** A key with its certificate. */
export interface Holder {
  readonly certificate: Certificate;
  readonly keys: CryptoKeyPair;
}

export interface CertificateOptions {
  readonly name: string;
  readonly keys: CryptoKeyPair;
  /** Without one it signs itself. */
  readonly issuer?: Holder;
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly authority?: boolean;
  readonly pathLength?: number;
  readonly keyUsage?: number;
  readonly purposes?: readonly string[];
  readonly purposesCritical?: boolean;
  readonly unknownCritical?: boolean;
  /** Constraints on names, not critical. */
  readonly nameConstraints?: boolean;
  readonly hash?: string;
}

/** The same for all: what names a key need not be unique. */
export const subjectKeyIdentifier = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

let lastSerial = 1000;

export async function issueCertificate(options: CertificateOptions): Promise<Holder> {
  const certificate = new Certificate();
  certificate.version = 2;
  lastSerial += 1;
  certificate.serialNumber = new asn1js.Integer({ value: lastSerial });
  setName(certificate.subject, options.name);
  if (options.issuer === undefined) setName(certificate.issuer, options.name);
  else certificate.issuer = options.issuer.certificate.subject;
  certificate.notBefore.value = new Date(options.notBefore ?? '2020-01-01T00:00:00Z');
  certificate.notAfter.value = new Date(options.notAfter ?? '2040-01-01T00:00:00Z');
  await certificate.subjectPublicKeyInfo.importKey(options.keys.publicKey);
  certificate.extensions = extensionsOf(options);
  const signer = options.issuer?.keys ?? options.keys;
  await certificate.sign(signer.privateKey, options.hash ?? 'SHA-256');
  return { certificate, keys: options.keys };
}

export function derOf(certificate: Certificate): Uint8Array<ArrayBuffer> {
  return new Uint8Array(certificate.toSchema(true).toBER());
}

function setName(name: RelativeDistinguishedNames, text: string): void {
  name.typesAndValues = [
    new AttributeTypeAndValue({
      type: '2.5.4.3',
      value: new asn1js.Utf8String({ value: text }),
    }),
  ];
}

function extensionsOf(options: CertificateOptions): Extension[] {
  const { authority, pathLength, keyUsage, purposes: uses } = options;
  const extensions: Extension[] = [];
  const add = (extnID: string, critical: boolean, value: asn1js.BaseBlock) => {
    extensions.push(new Extension({ extnID, critical, extnValue: value.toBER() }));
  };
  if (authority === true) {
    const constraints = new BasicConstraints({
      cA: true,
      ...(pathLength === undefined ? {} : { pathLenConstraint: pathLength }),
    });
    add('2.5.29.19', true, constraints.toSchema());
  }
  if (keyUsage !== undefined) {
    const unusedBits = 31 - Math.clz32(keyUsage & -keyUsage);
    const valueHex = Uint8Array.of(keyUsage).buffer;
    add('2.5.29.15', true, new asn1js.BitString({ valueHex, unusedBits }));
  }
  if (uses !== undefined) {
    const usage = new ExtKeyUsage({ keyPurposes: [...uses] });
    add('2.5.29.37', options.purposesCritical ?? true, usage.toSchema());
  }
  const identifier = new asn1js.OctetString({ valueHex: subjectKeyIdentifier.slice().buffer });
  add('2.5.29.14', false, identifier);
  if (options.nameConstraints === true) add('2.5.29.30', false, new asn1js.Sequence());
  if (options.unknownCritical === true) add('1.2.3.4.5', true, new asn1js.Null());
  return extensions;
}
