import { readCertificate } from './certificate.ts';
import { TimestampFault } from './fault.ts';

export type PemCertificates =
  | {
      readonly ok: true;
      /** DER, in the order of the file. */
      readonly certificates: readonly Uint8Array[];
    }
  | {
      readonly ok: false;
      readonly code: 'pem-empty' | 'pem-malformed' | 'certificate-malformed';
      /** Which certificate of the file is meant, from 1; 0 when that cannot be told. */
      readonly position: number;
    };

const block = /-----BEGIN CERTIFICATE-----([\sA-Za-z\d+/=]*)-----END CERTIFICATE-----/g;
const boundaries = /-----(?:BEGIN|END) CERTIFICATE-----/g;

/**
 * Reads the certificates of a PEM file (RFC 7468 §5); text around them is passed over. All must be
 * readable, or an operator would trust fewer roots than the file names.
 */
export function certificatesFromPem(text: string): PemCertificates {
  const bodies = Array.from(text.matchAll(block), (match) => match[1] ?? '');
  if (text.match(boundaries)?.length !== bodies.length * 2 && bodies.length > 0) {
    return { ok: false, code: 'pem-malformed', position: 0 };
  }
  if (bodies.length === 0) return { ok: false, code: 'pem-empty', position: 0 };
  const certificates: Uint8Array[] = [];
  for (const [index, body] of bodies.entries()) {
    const bytes = decodeBase64(body);
    if (bytes === undefined) return { ok: false, code: 'pem-malformed', position: index + 1 };
    if (!isCertificate(bytes)) {
      return { ok: false, code: 'certificate-malformed', position: index + 1 };
    }
    certificates.push(bytes);
  }
  return { ok: true, certificates };
}

function isCertificate(bytes: Uint8Array<ArrayBuffer>): boolean {
  try {
    readCertificate(bytes);
    return true;
  } catch (error) {
    if (error instanceof TimestampFault) return false;
    throw error;
  }
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
