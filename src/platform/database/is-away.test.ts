import { connect } from 'node:net';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { isDatabaseAway } from './is-away.ts';

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });

test.each([
  coded('57P01'),
  coded('57P03'),
  coded('08006'),
  coded('53300'),
  coded('ECONNREFUSED'),
  new Error('Connection terminated unexpectedly'),
  new Error('Connection terminated due to connection timeout'),
  new Error('timeout exceeded when trying to connect'),
  new Error('Query read timeout'),
])('%s says to come again', (error) => {
  expect(isDatabaseAway(error)).toBe(true);
});

test.each([
  coded('23505'),
  coded('57014'),
  coded('42P01', 'Connection terminated'),
  new Error('nothing'),
  'ECONNREFUSED',
  undefined,
])('%s is no matter of waiting', (error) => {
  expect(isDatabaseAway(error)).toBe(false);
});

test('a socket that is not there is told from a file that is not there', async () => {
  const path = '/nowhere/at/all.sock';
  const socket = await new Promise((resolve) => connect(path).once('error', resolve));
  expect(isDatabaseAway(socket)).toBe(true);
  expect(isDatabaseAway(await readFile(path).catch((error: unknown) => error))).toBe(false);
});
