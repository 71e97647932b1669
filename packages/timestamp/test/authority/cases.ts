import type { TimestampEvidence, TimestampFaultCode } from '../../src/index.ts';
import { createRequest, readResponse } from '../../src/index.ts';
import { answer, createAuthority, type AnswerOptions, type Authority } from './authority.ts';
import type { AuthorityOptions } from './authority.ts';
import { derOf, issueCertificate, keyUsages, purposes } from './certificates.ts';
import { generateKeys } from './keys.ts';

/** One thing an authority may do wrong, or right, and what a verifier must say of it. */
export interface AuthorityCase {
  readonly name: string;
  readonly expected: TimestampFaultCode | 'ok';
  readonly authority?: AuthorityOptions;
  readonly answer?:
    | AnswerOptions
    | ((authority: Authority) => AnswerOptions | Promise<AnswerOptions>);
  readonly evidence?: (
    authority: Authority,
  ) => Partial<TimestampEvidence> | Promise<Partial<TimestampEvidence>>;
}

export const message = new TextEncoder().encode('log.example.org\n7\nhash\n');
export const nonce = 0xfedc_ba98_7654_3210n;

const before = '2026-01-21T09:59:58Z';
const after = '2026-01-21T10:00:01Z';

export const cases: readonly AuthorityCase[] = [
  { name: 'ECDSA P-256', expected: 'ok' },
  {
    name: 'ECDSA P-384',
    expected: 'ok',
    authority: { keys: 'P-384' },
    answer: { hash: 'SHA-384' },
  },
  { name: 'RSA', expected: 'ok', authority: { keys: 'rsa' }, answer: { accuracySeconds: 1 } },
  { name: 'RSA-PSS', expected: 'ok', authority: { keys: 'rsa-pss' } },
  { name: 'a signer named by its key', expected: 'ok', answer: { identifiedBy: 'key' } },
  {
    name: 'the whole path signed along',
    expected: 'ok',
    answer: ({ intermediate }) => ({ alsoBound: [intermediate.certificate] }),
  },
  {
    name: 'another path signed along',
    expected: 'signing-certificate-mismatch',
    answer: ({ root }) => ({ alsoBound: [root.certificate] }),
  },
  {
    name: 'bound by its name too',
    expected: 'ok',
    answer: ({ signer }) => ({ binding: 'both', boundName: signer.certificate }),
  },
  {
    name: 'the hash of one certificate and the name of another',
    expected: 'signing-certificate-mismatch',
    answer: ({ intermediate }) => ({ boundName: intermediate.certificate }),
  },
  { name: 'both ways of binding', expected: 'ok', answer: { binding: 'both' } },
  {
    name: 'named by its subject',
    expected: 'ok',
    answer: ({ signer }) => ({ tsaName: signer.certificate }),
  },
  {
    name: 'the last second of a certificate',
    expected: 'ok',
    authority: { signer: { notAfter: '2026-01-21T10:00:00Z' } },
  },
  {
    name: 'an intermediate is what is trusted',
    expected: 'ok',
    evidence: ({ intermediate }) => ({ trustedRoots: [derOf(intermediate.certificate)] }),
  },
  {
    name: 'the issuer comes from elsewhere',
    expected: 'ok',
    answer: ({ signer }) => ({ carried: [signer.certificate] }),
    evidence: ({ intermediate }) => ({ intermediates: [derOf(intermediate.certificate)] }),
  },
  { name: 'another nonce', expected: 'nonce-mismatch', answer: { nonce: 'wrong' } },
  { name: 'no nonce', expected: 'nonce-mismatch', answer: { nonce: 'none' } },
  {
    name: 'other bytes',
    expected: 'imprint-mismatch',
    answer: { imprint: new Uint8Array(32) },
  },
  {
    name: 'an imprint said to be by SHA-1',
    expected: 'algorithm-weak',
    answer: { imprintAlgorithm: 'sha1', imprint: new Uint8Array(20) },
  },
  {
    name: 'purpose not critical',
    expected: 'key-purpose-wrong',
    authority: { signer: { purposesCritical: false } },
  },
  {
    name: 'a purpose besides',
    expected: 'key-purpose-wrong',
    authority: { signer: { purposes: [purposes.timeStamping, purposes.codeSigning] } },
  },
  {
    name: 'another purpose',
    expected: 'key-purpose-wrong',
    authority: { signer: { purposes: [purposes.codeSigning] } },
  },
  {
    name: 'an issuer for other purposes',
    expected: 'key-purpose-wrong',
    authority: { intermediate: { purposes: [purposes.serverAuth] } },
  },
  {
    name: 'a key that may not sign',
    expected: 'key-usage-wrong',
    authority: { signer: { keyUsage: keyUsages.keyEncipherment } },
  },
  {
    name: 'an issuer that may not sign certificates',
    expected: 'key-usage-wrong',
    authority: { intermediate: { keyUsage: keyUsages.digitalSignature } },
  },
  ...(['signer', 'intermediate', 'root'] as const).flatMap((who): AuthorityCase[] => [
    {
      name: `the certificate of the ${who} had ended`,
      expected: 'certificate-not-valid-then',
      authority: { [who]: { notAfter: before } },
    },
    {
      name: `the certificate of the ${who} had not begun`,
      expected: 'certificate-not-valid-then',
      authority: { [who]: { notBefore: after } },
    },
    {
      name: `a strange critical extension of the ${who}`,
      expected: 'extension-unsupported',
      authority: { [who]: { unknownCritical: true } },
    },
  ]),
  {
    name: 'an issuer with constraints on names',
    expected: 'extension-unsupported',
    authority: { intermediate: { nameConstraints: true } },
  },
  {
    name: 'no certificate signed along',
    expected: 'signing-certificate-missing',
    answer: { binding: 'none' },
  },
  ...(['v1', 'v2', 'both'] as const).map((binding): AuthorityCase => ({
    name: `another certificate signed along, ${binding}`,
    expected: 'signing-certificate-mismatch',
    answer: ({ intermediate }) => ({ binding, bound: intermediate.certificate }),
  })),
  {
    name: 'another certificate over the same key and name',
    expected: 'signing-certificate-mismatch',
    answer: async ({ signer, intermediate }) => {
      const twin = await issueCertificate({
        name: 'Timestamps',
        keys: signer.keys,
        issuer: intermediate,
        purposes: [purposes.timeStamping],
      });
      return { bound: twin.certificate };
    },
  },
  {
    name: 'the signer’s certificate left out',
    expected: 'signer-certificate-missing',
    answer: ({ intermediate }) => ({ carried: [intermediate.certificate] }),
  },
  { name: 'signed over SHA-1', expected: 'algorithm-weak', answer: { hash: 'SHA-1' } },
  {
    name: 'a certificate signed over SHA-1',
    expected: 'algorithm-weak',
    authority: { keys: 'rsa', signer: { hash: 'SHA-1' } },
  },
  { name: 'RSA of 1024 bits', expected: 'algorithm-weak', authority: { keys: 'rsa-1024' } },
  { name: 'two signers', expected: 'signer-count-wrong', answer: { signers: 2 } },
  {
    name: 'the digest of other content',
    expected: 'message-digest-mismatch',
    answer: { messageDigest: 'wrong' },
  },
  { name: 'no digest', expected: 'attribute-malformed', answer: { messageDigest: 'none' } },
  { name: 'two digests', expected: 'attribute-malformed', answer: { messageDigest: 'twice' } },
  {
    name: 'signed as plain data',
    expected: 'content-type-wrong',
    answer: { contentType: '1.2.840.113549.1.7.1' },
  },
  {
    name: 'carried as something else',
    expected: 'content-type-wrong',
    answer: { encapsulatedType: '1.2.840.113549.1.9.16.1.2' },
  },
  {
    name: 'signed by another key',
    expected: 'signature-invalid',
    answer: async ({ signer }) => ({
      signer: { certificate: signer.certificate, keys: await generateKeys('P-256') },
    }),
  },
  {
    name: 'a certificate signed by another key',
    expected: 'signature-invalid',
    answer: async ({ root, signer }) => {
      const impostor = await issueCertificate({
        name: 'Issuer',
        keys: await generateKeys('P-256'),
        issuer: root,
        authority: true,
      });
      return { carried: [signer.certificate, impostor.certificate] };
    },
  },
  {
    name: 'an issuer that is no authority',
    expected: 'issuer-not-allowed',
    authority: { intermediate: { authority: false } },
  },
  {
    name: 'a path longer than the root allows',
    expected: 'issuer-not-allowed',
    authority: { root: { pathLength: 0 } },
  },
  {
    name: 'another root of the same name',
    expected: 'signature-invalid',
    evidence: async () => ({ trustedRoots: (await createAuthority()).trustedRoots }),
  },
  {
    name: 'a root of another name',
    expected: 'path-untrusted',
    authority: { root: { name: 'Nobody' } },
    evidence: async () => ({ trustedRoots: (await createAuthority()).trustedRoots }),
  },
  { name: 'no root', expected: 'trusted-roots-missing', evidence: () => ({ trustedRoots: [] }) },
  {
    name: 'another name inside',
    expected: 'tsa-name-mismatch',
    answer: ({ root }) => ({ tsaName: root.certificate }),
  },
  {
    name: 'before there were timestamps',
    expected: 'time-out-of-range',
    answer: { genTime: '1999-12-31T23:59:59Z' },
  },
  {
    name: 'known to no more than two days',
    expected: 'time-out-of-range',
    answer: { accuracySeconds: 172_800 },
  },
  {
    name: 'a moment that has not come',
    expected: 'time-in-future',
    evidence: () => ({ latestMs: Date.parse(before) }),
  },
  {
    name: 'an unsigned attribute',
    expected: 'token-not-canonical',
    answer: { unsignedAttribute: true },
    evidence: () => ({ form: 'canonical' }),
  },
  {
    name: 'a certificate besides',
    expected: 'token-not-canonical',
    answer: ({ signer, intermediate, root }) => ({
      carried: [signer.certificate, intermediate.certificate, root.certificate],
    }),
    evidence: ({ intermediate }) => ({
      form: 'canonical',
      trustedRoots: [derOf(intermediate.certificate)],
    }),
  },
];

/** The evidence of a case, as received from its authority. */
export async function evidenceOf(one: AuthorityCase): Promise<TimestampEvidence> {
  const authority = await createAuthority(one.authority);
  const imprint = await crypto.subtle.digest('SHA-256', message);
  const options = typeof one.answer === 'function' ? await one.answer(authority) : one.answer;
  const request = createRequest(new Uint8Array(imprint), nonce);
  const response = readResponse(await answer(authority, request, options));
  if (!response.ok) throw new Error(response.code);
  return {
    token: response.token,
    message,
    nonce,
    trustedRoots: authority.trustedRoots,
    form: 'as-received',
    ...(await one.evidence?.(authority)),
  };
}
