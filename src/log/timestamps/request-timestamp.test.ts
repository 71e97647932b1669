import { describe, expect, test } from 'vitest';
import { verifyTimestamp } from '@countersign/timestamp';
import {
  answer,
  createAuthority,
  type AnswerOptions,
} from '../../../packages/timestamp/test/authority/authority.ts';
import { requestTimestamp, type TimestampOptions } from './index.ts';

const url = 'http://tsa.example.org/tsr';
const note = new TextEncoder().encode('log.example.org\n7\nhash\n\n— log.example.org abc\n');
const nowMs = Date.parse('2026-01-21T10:00:00Z');
const authority = await createAuthority();
const { trustedRoots } = authority;
const reply = { headers: { 'content-type': 'application/timestamp-reply' } };

function ask(fetch: typeof globalThis.fetch, options: Partial<TimestampOptions> = {}) {
  return requestTimestamp(url, note, { nowMs, fetch, timeoutMs: 5000, trustedRoots, ...options });
}

/** The network, with an authority at its other end. */
function answering(options?: AnswerOptions): typeof fetch {
  return async (_url, init) =>
    new Response(await answer(authority, init?.body as Uint8Array, options), reply);
}

test('a timestamp is verified, and kept as strangers will verify it', async () => {
  const { root, intermediate, signer } = authority;
  const carried = [root, intermediate, signer].map(({ certificate }) => certificate);
  const result = await ask(answering({ carried, unsignedAttribute: true, accuracySeconds: 1 }));
  if (!result.ok) throw new Error(result.code);
  expect(result).toMatchObject({ url, verdict: { genTimeMs: nowMs, accuracyMs: 1000 } });
  const verdict = await verifyTimestamp({ token: result.token, message: note, trustedRoots });
  expect(verdict).toEqual(result.verdict);
});

test('it is asked for as RFC 3161 says, with another nonce each time', async () => {
  const seen: { url: unknown; init: RequestInit | undefined; body: string }[] = [];
  const fetch: typeof globalThis.fetch = async (address, init) => {
    seen.push({ url: address, init, body: Buffer.from(init?.body as Uint8Array).toString('hex') });
    return answering()(address, init);
  };
  await ask(fetch);
  await ask(fetch);
  expect(seen[0]?.url).toBe(url);
  expect(seen[0]?.init).toMatchObject({
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/timestamp-query' },
  });
  expect(seen[0]?.body).not.toBe(seen[1]?.body);
});

describe('an authority that lies is found', () => {
  test.each([
    ['another nonce', { nonce: 'wrong' }, 'nonce-mismatch'],
    ['no nonce', { nonce: 'none' }, 'nonce-mismatch'],
    ['other bytes', { imprint: new Uint8Array(32) }, 'imprint-mismatch'],
    ['no bound certificate', { binding: 'none' }, 'signing-certificate-missing'],
  ] as const)('%s', async (_name, options, fault) => {
    expect(await ask(answering(options))).toMatchObject({
      ok: false,
      url,
      code: 'token-invalid',
      fault,
    });
  });

  test('with the key of another', async () => {
    const foreign = (await createAuthority({ root: { name: 'Other' } })).trustedRoots;
    const result = await ask(answering(), { trustedRoots: foreign });
    expect(result).toMatchObject({ code: 'token-invalid', fault: 'path-untrusted' });
  });

  test.each([
    [-301_001, 'the authority’s clock is 301 s ahead of ours', 'clock-differs'],
    [301_000, 'the authority’s clock is 301 s behind ours', 'clock-differs'],
    [300_000, undefined, undefined],
    [-300_000, undefined, undefined],
  ])('about the time, our clock being off by %i ms', async (offMs, detail, code) => {
    const result = await ask(answering(), { nowMs: nowMs + offMs, timeoutMs: 1000 });
    expect(result.ok ? {} : { code: result.code, detail: result.detail }).toEqual(
      code === undefined ? {} : { code, detail },
    );
  });
});

describe('an authority that does not answer as it should is passed over', () => {
  const drip = () =>
    new Response(new ReadableStream({ pull: (out) => out.enqueue(new Uint8Array(1000)) }), reply);
  const never = new ReadableStream({ pull: () => new Promise(() => undefined) });

  test.each<[string, string, typeof fetch]>([
    ['refuses', 'refused', answering({ refusal: { status: 2, text: 'no', failBit: 15 } })],
    ['is out of order', 'status-wrong', async () => new Response('', { status: 503, ...reply })],
    ['sends a page', 'content-type-wrong', async () => new Response('<html>')],
    ['sends no token', 'answer-malformed', async () => new Response('hello', reply)],
    ['sends nothing', 'answer-malformed', async () => new Response(null, reply)],
    ['sends without end', 'answer-too-large', async () => drip()],
    [
      'cannot be reached',
      'unreachable',
      () => Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') })),
    ],
  ])('that %s: %s', async (_name, code, fetch) => {
    expect(await ask(fetch)).toMatchObject({ ok: false, code });
  });

  test.each<[string, typeof fetch]>([
    ['never begins', () => new Promise(() => undefined)],
    ['never ends', async () => new Response(never, reply)],
  ])('that %s', async (_name, fetch) => {
    expect(await ask(fetch, { timeoutMs: 5 })).toMatchObject({ ok: false, code: 'slow' });
  });

  test('its words come to the operator', async () => {
    const fetch = answering({ refusal: { status: 2, text: 'no such policy', failBit: 15 } });
    expect(await ask(fetch)).toMatchObject({
      detail: 'rejection; policy-not-accepted; no such policy',
    });
  });

  test('the operator may allow less', async () => {
    expect(await ask(answering(), { maxBytes: 100 })).toMatchObject({ code: 'answer-too-large' });
  });
});
