import { describe, expect, test } from 'vitest';
import vectors from '../test/vectors/openssl.json' with { type: 'json' };
import { toHex } from './bytes.ts';
import { certificatesFromPem, createRequest, readResponse, verifyTimestamp } from './index.ts';

const cases = vectors.cases.map((one) => ({ ...one, ...inputsOf(one) }));

function inputsOf({ response, root, issuer, signer, message, nonce }: (typeof vectors.cases)[0]) {
  return {
    answer: readResponse(Uint8Array.from(Buffer.from(response, 'base64'))),
    evidence: {
      message: new TextEncoder().encode(message),
      trustedRoots: derOf(root),
      intermediates: [...derOf(issuer), ...derOf(signer)],
      ...(nonce === null ? {} : { nonce: BigInt(nonce) }),
    },
  };
}

function derOf(pem: string): readonly Uint8Array[] {
  const read = certificatesFromPem(pem);
  if (!read.ok) throw new Error(read.code);
  return read.certificates;
}

describe('answers of the authority that comes with OpenSSL', () => {
  test.each(cases.filter(({ told }) => told !== null))('$name', async (one) => {
    if (!one.answer.ok) throw new Error(one.answer.code);
    const { token } = one.answer;
    const verdict = await verifyTimestamp({ ...one.evidence, token, form: 'as-received' });
    if (!verdict.ok) throw new Error(verdict.code);
    const { policy, serialNumber, genTimeMs, accuracyMs, tsaName } = verdict;
    expect({ policy, serialNumber, genTimeMs, accuracyMs }).toEqual(one.told);
    expect(tsaName).toBe(String.raw`CN=Timestamps,O=Autorité\, de temps,C=FR`);
    const again = await verifyTimestamp({ ...one.evidence, token: verdict.canonical });
    expect(again).toEqual(verdict);
  });

  test('a refusal is told with its reason', () => {
    const refused = cases.find(({ told }) => told === null);
    expect(refused?.answer).toEqual({
      ok: false,
      code: 'response-refused',
      status: 'rejection',
      failures: ['policy-not-accepted'],
      text: expect.stringContaining('policy') as string,
    });
  });

  test.each(cases.filter(({ hash, told }) => hash === 'sha256' && told !== null))(
    'asks as OpenSSL asks: $name',
    async ({ evidence, request, name }) => {
      const imprint = new Uint8Array(await crypto.subtle.digest('SHA-256', evidence.message));
      const asked = toHex(createRequest(imprint, evidence.nonce ?? 0n));
      const theirs = Uint8Array.from(Buffer.from(request, 'base64'));
      if (name === 'no certificates in the token') expect(asked).not.toBe(toHex(theirs));
      else expect(asked).toBe(toHex(theirs));
    },
  );

  test('without its certificates a token needs them from elsewhere', async () => {
    const one = cases.find(({ name }) => name === 'no certificates in the token');
    if (one?.answer.ok !== true) throw new Error('no such vector');
    const { token } = one.answer;
    expect(await verifyTimestamp({ ...one.evidence, token, intermediates: [] })).toMatchObject({
      ok: false,
      code: 'signer-certificate-missing',
    });
  });
});
