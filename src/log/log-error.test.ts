import { expect, test } from 'vitest';
import { asLogError, LogError } from './log-error.ts';

test.each([
  ['ENOSPC', 'out-of-room'],
  ['EDQUOT', 'out-of-room'],
  ['53100', 'out-of-room'],
  ['EROFS', 'not-writable'],
  ['EIO', 'not-writable'],
  ['ECONNREFUSED', undefined],
  ['23505', undefined],
])('a failure with %s is told as %s', (code, told) => {
  const failure = Object.assign(new Error('said'), { code, path: '/srv/log/tile' });
  expect(asLogError(failure)?.code).toBe(told);
  if (told !== undefined) expect(asLogError(failure)?.message).toContain('/srv/log/tile');
});

test('what is told already stays as it is, and a bug is none of these', () => {
  const told = new LogError('signer-ahead', 'said');
  expect(asLogError(told)).toBe(told);
  expect(asLogError(new TypeError('x'))).toBeUndefined();
  expect(asLogError('x')).toBeUndefined();
});
