import { describe, expect, test } from 'vitest';
import vectors from '../test/vectors/verdicts.json' with { type: 'json' };
import { cases, evidenceOf } from '../test/authority/cases.ts';
import { createAuthority } from '../test/authority/authority.ts';
import { derOf, issueCertificate } from '../test/authority/certificates.ts';
import { issueToken } from '../test/authority/tokens.ts';
import { verifyTimestamp, type TimestampEvidence } from './index.ts';

const fromBase64 = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));

async function saidOf(evidence: TimestampEvidence): Promise<string> {
  const verdict = await verifyTimestamp(evidence);
  return verdict.ok ? 'ok' : verdict.code;
}

// Keys of RSA are made anew: seconds on a busy machine.
describe('an authority and its faults', { timeout: 30_000 }, () => {
  test.each(cases)('$name: $expected', async (one) => {
    expect(await saidOf(await evidenceOf(one))).toBe(one.expected);
  });
});

describe('verdicts of kept tokens', () => {
  test.each(vectors)('$name: $expected', async (one) => {
    const said = await saidOf({
      token: fromBase64(one.token),
      message: fromBase64(one.message),
      trustedRoots: one.trustedRoots.map(fromBase64),
      intermediates: one.intermediates.map(fromBase64),
      ...(one.nonce === null ? {} : { nonce: BigInt(one.nonce) }),
      ...(one.latestMs === null ? {} : { latestMs: one.latestMs }),
      form: one.form === 'canonical' ? 'canonical' : 'as-received',
    });
    expect(said).toBe(one.expected);
  });
});

describe('what is kept', () => {
  test('is without what no signature covers, and verifies the same', async () => {
    const { root, intermediate, signer, trustedRoots, tokenDefaults } = await createAuthority();
    const stray = await createAuthority();
    const message = Uint8Array.of(1, 2, 3);
    const imprint = new Uint8Array(await crypto.subtle.digest('SHA-256', message));
    const carried = [stray.root, signer, intermediate, root].map(({ certificate }) => certificate);
    const token = await issueToken({ ...tokenDefaults, imprint, carried, unsignedAttribute: true });
    const received = await verifyTimestamp({ token, message, trustedRoots, form: 'as-received' });
    if (!received.ok) throw new Error(received.code);
    expect(received.canonical.length).toBeLessThan(token.length);
    const kept = await verifyTimestamp({ token: received.canonical, message, trustedRoots });
    expect(kept).toEqual(received);
    expect(received).toMatchObject({
      genTimeMs: Date.UTC(2026, 0, 21, 10),
      accuracyMs: undefined,
      tsaName: 'CN=Timestamps',
      policy: '1.2.3.4.1',
      serialNumber: '4d',
    });
  });
});

describe('a hostile dossier', () => {
  test('of certificates that issue each other comes to an end', async () => {
    const { signer, tokenDefaults, intermediate } = await createAuthority();
    const { keys } = intermediate;
    const ring = await Promise.all(
      Array.from({ length: 60 }, () => issueCertificate({ name: 'Issuer', keys, authority: true })),
    );
    const message = Uint8Array.of(1);
    const imprint = new Uint8Array(await crypto.subtle.digest('SHA-256', message));
    const foreign = await createAuthority();
    const token = await issueToken({ ...tokenDefaults, imprint, carried: [signer.certificate] });
    const said = await saidOf({
      token,
      message,
      trustedRoots: foreign.trustedRoots,
      intermediates: ring.map(({ certificate }) => derOf(certificate)),
      form: 'as-received',
    });
    expect(said).toBe('path-untrusted');
  });

  test('of a token too large is not read', async () => {
    const token = new Uint8Array(65_537);
    expect(await saidOf({ token, message: token, trustedRoots: [] })).toBe('token-too-large');
  });
});
