import { describe, expect, test } from 'vitest';
import vectors from '../test/vectors/openssl.json' with { type: 'json' };
import { answer, createAuthority } from '../test/authority/authority.ts';
import { encodeDer, encodeInteger } from './der-writer.ts';
import { certificatesFromPem, createRequest, maxResponseBytes, readResponse } from './index.ts';

describe('a request', () => {
  test.each([
    [31, 0n],
    [33, 0n],
    [32, -1n],
    [32, 1n << 159n],
  ])('of %i octets and nonce %i is refused', (length, nonce) => {
    expect(() => createRequest(new Uint8Array(length), nonce)).toThrow(RangeError);
  });
});

describe('an answer', () => {
  const status = (number: bigint) => encodeDer(0x30, [encodeInteger(number)]);

  test('that refuses gives its reason, without what would break the line', async () => {
    const authority = await createAuthority();
    const request = createRequest(new Uint8Array(32), 1n);
    const refusal = { status: 2, text: `no\n\u202E${'x'.repeat(300)}`, failBit: 14 };
    const read = readResponse(await answer(authority, request, { refusal }));
    expect(read).toEqual({
      ok: false,
      code: 'response-refused',
      status: 'rejection',
      failures: ['time-not-available'],
      text: `no  ${'x'.repeat(196)}`,
    });
  });

  test('of an unknown status is a refusal', () => {
    expect(readResponse(encodeDer(0x30, [status(9n)]))).toMatchObject({
      code: 'response-refused',
      status: 'unknown',
    });
  });

  test.each([
    ['granted without a token', encodeDer(0x30, [status(0n)])],
    ['refused with a token', encodeDer(0x30, [status(2n), encodeDer(0x30, [])])],
    ['of three parts', encodeDer(0x30, [status(0n), encodeDer(0x30, []), encodeDer(0x30, [])])],
    ['empty', new Uint8Array()],
  ])('%s is malformed', (_name, bytes) => {
    expect(readResponse(bytes)).toMatchObject({ ok: false, code: 'response-malformed' });
  });

  test('too large is not read', () => {
    expect(readResponse(new Uint8Array(maxResponseBytes + 1))).toMatchObject({
      code: 'response-too-large',
    });
  });
});

describe('a PEM file', () => {
  const [{ root, issuer } = { root: '', issuer: '' }] = vectors.cases;
  const body = root.replaceAll(/-----.*-----/g, '').trim();

  test('gives its certificates in order, whatever stands around them', () => {
    const read = certificatesFromPem(`Root of tests\n${root}\r\n# issuer\n${issuer}`);
    expect(read).toMatchObject({ ok: true, certificates: [{ 0: 0x30 }, { 0: 0x30 }] });
  });

  test.each([
    ['without any', 'hello', 'pem-empty', 0],
    ['with one cut', `${root}${issuer.slice(0, 200)}`, 'pem-malformed', 0],
    ['with base64 of no length', root.replace(body, 'AAAAA'), 'pem-malformed', 1],
    [
      'with something else inside',
      `${root}${root.replace(body, 'AAAA')}`,
      'certificate-malformed',
      2,
    ],
  ])('%s is refused', (_name, text, code, position) => {
    expect(certificatesFromPem(text)).toEqual({ ok: false, code, position });
  });
});
