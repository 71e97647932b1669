import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyTimestamp } from '@countersign/timestamp';
import { answer, createAuthority } from '../../../packages/timestamp/test/authority/authority.ts';
import { openTestLog, type TestLog } from '../log.fixture.ts';
import { publishNewest } from '../publish-checkpoint.ts';
import { readStampedTimes } from '../published-log.ts';
import { newestSigned } from '../sequencer/newest-signed.ts';
import { stampPublished, type StampOptions } from './index.ts';

const authority = await createAuthority();
const nowMs = Date.parse('2026-01-21T10:00:00Z');
const reply = { headers: { 'content-type': 'application/timestamp-reply' } };
let log: TestLog;
let asked = 0;

const options = (url: string, laterMs = 0): StampOptions => ({
  urls: [url],
  trustedRoots: authority.trustedRoots,
  nowMs: () => nowMs + laterMs,
  timeoutMs: 5_000,
  fetch: async (_url, init) => {
    asked += 1;
    const genTime = `${new Date(nowMs + laterMs).toISOString().slice(0, 19)}Z`;
    return new Response(await answer(authority, init?.body as Uint8Array, { genTime }), reply);
  },
});

beforeEach(async () => {
  asked = 0;
  log = await openTestLog();
  await log.queue(1);
  await log.drain();
});

afterEach(() => log.close());

test('what is published is timestamped once, and the token is of the signed note', async () => {
  expect(await stampPublished(log.db, options('http://tsa.example'))).toEqual([]);
  expect(asked).toBe(0);
  await publishNewest(log.db);
  expect(await stampPublished(log.db, options('http://tsa.example'))).toEqual([]);
  await stampPublished(log.db, options('http://tsa.example'));
  expect(asked).toBe(1);
  const { token } = await log.db
    .selectFrom('log_timestamp')
    .select('token')
    .executeTakeFirstOrThrow();
  const message = Buffer.from((await newestSigned(log.db))?.note ?? '');
  const { trustedRoots } = authority;
  expect(await verifyTimestamp({ token, message, trustedRoots })).toMatchObject({ ok: true });
});

test('an authority is not asked for every checkpoint, and one that fails stops nothing', async () => {
  await publishNewest(log.db);
  await stampPublished(log.db, options('http://tsa.example'));
  await log.queue(1);
  await log.drain();
  await publishNewest(log.db);
  await stampPublished(log.db, options('http://tsa.example'));
  expect(asked).toBe(1);
  // The later tree waits for its time; what stood in the earlier one is as old as its stamp.
  expect(await readStampedTimes(log.db, 0n)).toMatchObject([
    { authority: 'tsa.example', size: 2n },
  ]);
  expect(await readStampedTimes(log.db, 2n)).toEqual([]);
  await stampPublished(log.db, options('http://tsa.example', 11 * 60_000));
  expect(await readStampedTimes(log.db, 0n)).toMatchObject([{ size: 2n }]);
  expect(await readStampedTimes(log.db, 2n)).toMatchObject([{ size: 4n }]);
  expect(await readStampedTimes(log.db)).toMatchObject([{ size: 4n }]);
  const failed = await stampPublished(log.db, {
    ...options('http://other.example'),
    fetch: () => Promise.reject(new TypeError('fetch failed')),
  });
  expect(failed.map(({ code }) => code)).toEqual(['unreachable']);
});
