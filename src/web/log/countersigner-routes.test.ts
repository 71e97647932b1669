import { expect, test } from 'vitest';
import { countersignerRoutes } from './countersigner-routes.ts';

const asked: number[] = [];
const countersigner = {
  verifierKey: 'countersigner',
  addCheckpoint(body: Uint8Array) {
    asked.push(body.length);
    return Promise.resolve({
      status: 200,
      type: 'text/plain; charset=utf-8',
      body: 'signed\n',
    } as const);
  },
};

function open(limits: { bytes: number; timeoutMs: number; atOnce: number }) {
  // The database is asked by none of these.
  const routes = countersignerRoutes(undefined as never, countersigner, limits);
  return async (body: BodyInit) => {
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' };
    return (await routes.request('/countersigner/add-checkpoint', init)).status;
  };
}

/** A body that says this much and then nothing. */
function half(bytes: number, onCancel?: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (out) => out.enqueue(new Uint8Array(bytes)),
    cancel: () => onCancel?.(),
  });
}

test('a body is read up to its limit and no further', async () => {
  const post = open({ bytes: 1000, timeoutMs: 5_000, atOnce: 4 });
  asked.length = 0;
  expect(await post(new Uint8Array(1000))).toBe(200);
  expect(await post(new Uint8Array(1001))).toBe(413);
  const endless = new ReadableStream<Uint8Array>({
    pull: (out) => out.enqueue(new Uint8Array(100)),
  });
  expect(await post(endless)).toBe(413);
  expect(asked).toEqual([1000]);
});

test('a body that does not come is waited for a time, and never signed', async () => {
  const post = open({ bytes: 1000, timeoutMs: 5, atOnce: 4 });
  asked.length = 0;
  let isCancelled = false;
  expect(await post(half(10, () => (isCancelled = true)))).toBe(408);
  expect({ asked, isCancelled }).toEqual({ asked: [], isCancelled: true });
});

test('whoever holds all places open keeps no log out: the oldest makes room', async () => {
  const post = open({ bytes: 1000, timeoutMs: 60_000, atOnce: 4 });
  const held = Array.from({ length: 40 }, () => post(half(10)));
  const oldest = await Promise.all(held.slice(0, 36));
  expect(new Set(oldest)).toEqual(new Set([408]));
  expect(await post(new Uint8Array(500))).toBe(200);
  // The one that had to make room for it.
  expect(await held[36]).toBe(408);
});
