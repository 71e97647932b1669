import { describe, expect, test } from 'vitest';
import { Certificate } from 'pkijs';
import { derOf, issueCertificate } from '../test/authority/certificates.ts';
import { generateKeys } from '../test/authority/keys.ts';
import { readCertificate } from './certificate.ts';

const keys = await generateKeys('P-256');
const { certificate } = await issueCertificate({ name: 'Root', keys, authority: true });

/** The same certificate, changed after it was signed. */
function changed(change: (copy: Certificate) => void): Uint8Array<ArrayBuffer> {
  const copy = Certificate.fromBER(derOf(certificate).buffer);
  change(copy);
  return new Uint8Array(copy.toSchema(true).toBER());
}

describe('a certificate', () => {
  test('is read', () => {
    const read = readCertificate(derOf(certificate));
    expect(read.notBeforeMs).toBe(Date.UTC(2020, 0, 1));
    expect([...read.extensions.keys()]).toEqual(['2.5.29.19', '2.5.29.14']);
  });

  test('that says twice how it is signed, and differently, is refused', () => {
    const bytes = changed((copy) => {
      copy.signatureAlgorithm.algorithmId = '1.2.840.10045.4.3.3';
    });
    expect(() => readCertificate(bytes)).toThrow(
      expect.objectContaining({ code: 'structure-malformed' }),
    );
  });

  test('with an extension twice is refused', () => {
    const bytes = changed((copy) => {
      copy.extensions = [...(copy.extensions ?? []), ...(copy.extensions ?? [])];
    });
    expect(() => readCertificate(bytes)).toThrow(
      expect.objectContaining({ code: 'structure-malformed' }),
    );
  });

  test('before version 3 is refused', () => {
    const bytes = changed((copy) => {
      copy.version = 1;
    });
    expect(() => readCertificate(bytes)).toThrow(
      expect.objectContaining({ code: 'version-unsupported' }),
    );
  });
});
