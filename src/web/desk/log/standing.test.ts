import { expect, test } from 'vitest';
import type { LogState } from '#log';
import { standingOf, type Standing } from './standing.ts';

const now = new Date('2026-02-01T12:00:00Z');
const justNow = new Date('2026-02-01T11:59:55Z');
const before = new Date('2026-02-01T11:00:00Z');

const running: LogState = {
  entries: 4n,
  signedAt: before,
  cosigned: 0,
  published: { size: 4n, at: before },
  waiting: undefined,
  stopped: undefined,
};

test.each<[Standing, string, Partial<LogState>]>([
  ['running', 'all is published', {}],
  ['running', 'an entry came this moment', { waiting: { count: 1, since: justNow } }],
  ['running', 'countersigners are being asked', { entries: 6n, signedAt: justNow }],
  ['short', 'a signed tree stays unpublished', { entries: 6n }],
  ['short', 'nothing was ever published', { published: undefined }],
  ['silent', 'an entry waits for an hour', { waiting: { count: 1, since: before } }],
  ['stopped', 'the process said why', { stopped: { code: 'signer-ahead', message: '' } }],
  ['empty', 'nothing was ever signed', { entries: 0n, signedAt: undefined, published: undefined }],
])('it is %s when %s', (standing, _when, state) => {
  expect(standingOf({ ...running, ...state }, now)).toBe(standing);
});
