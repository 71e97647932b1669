import { readFile } from 'node:fs/promises';
import { certificatesFromPem, type PemCertificates } from '@countersign/timestamp';
import { ConfigError } from '#platform/config';

/** More than every certificate authority of a browser; anything larger is some other file. */
const maxFileBytes = 4 * 1024 * 1024;

/**
 * The certificates from which trust in time-stamping authorities begins; DER.
 *
 * @param file `Config.tsaRootsFile`.
 * @throws ConfigError that names TSA_ROOTS when the file cannot be read or holds anything but
 * certificates in PEM: to go on with fewer would refuse timestamps later, for no reason to be seen.
 */
export async function readTsaRoots(file: string): Promise<readonly Uint8Array[]> {
  const text = await readFile(file, 'latin1').catch((error: unknown) => {
    throw problem(`names a file that cannot be read: ${file} (${codeOf(error)})`);
  });
  if (text.length > maxFileBytes) throw problem(`names a file that is too large: ${file}`);
  const read = certificatesFromPem(text);
  if (!read.ok) throw problem(`names a file ${faultOf(read)}: ${file}`);
  return read.certificates;
}

function faultOf({ code, position }: Exclude<PemCertificates, { ok: true }>): string {
  switch (code) {
    case 'pem-empty':
      return 'without any certificate in PEM';
    case 'pem-malformed':
      return 'with a certificate that is cut or not base64';
    case 'certificate-malformed':
      return `whose certificate ${position} is no X.509 certificate of version 3`;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function problem(rest: string): ConfigError {
  return new ConfigError([
    { code: 'invalid', variable: 'TSA_ROOTS', sentence: `TSA_ROOTS ${rest}.` },
  ]);
}
