import { expect, test } from 'vitest';
import type { LogStatus } from '#log';
import { standingOf, type Standing } from './standing.ts';

const now = new Date('2026-02-01T12:00:00Z');
const justNow = new Date('2026-02-01T11:59:55Z');
const before = new Date('2026-02-01T11:00:00Z');

const running: LogStatus = {
  verifierKeys: [],
  retiredKeys: [],
  succession: undefined,
  signed: 4n,
  signedAt: before,
  cosigned: 0,
  published: 4n,
  publishedAt: before,
  waiting: 0,
  waitingSince: null,
  alarms: 0,
  stopped: null,
};

test.each<[Standing, string, Partial<LogStatus>]>([
  ['running', 'all is published', {}],
  ['running', 'an entry came this moment', { waiting: 1, waitingSince: justNow }],
  ['asked', 'countersigners are being asked', { signed: 6n, signedAt: justNow }],
  ['short', 'a signed tree stays unpublished', { signed: 6n }],
  ['short', 'nothing was ever published', { published: 0n, publishedAt: null }],
  ['silent', 'an entry waits for an hour', { waiting: 1, waitingSince: before }],
  ['stopped', 'the process said why', { stopped: { code: 'signer-ahead', message: '' } }],
  ['empty', 'nothing was ever signed', { signed: 0n, signedAt: null, published: 0n }],
])('it is %s when %s', (standing, _when, status) => {
  expect(standingOf({ ...running, ...status }, now)).toBe(standing);
});
