import { expect, test } from 'vitest';
import { passkeysPossible, uidBytes } from './passkey-registration.ts';

test.each([
  ['https://desk.example.org', true],
  ['http://localhost:8080', true],
  ['http://desk.localhost', true],
  ['http://127.0.0.1:8080', false],
  ['https://198.51.100.7', false],
  ['https://[2001:db8::1]', false],
  ['http://abcdefghijklmnop.onion', false],
])('passkeys at %s: %s', (address, possible) => {
  expect(passkeysPossible(new URL(address))).toBe(possible);
});

test('a uid is sixteen bytes', () => {
  const bytes = uidBytes('00112233-4455-6677-8899-aabbccddeeff');
  expect(Buffer.from(bytes).toString('hex')).toBe('00112233445566778899aabbccddeeff');
});
