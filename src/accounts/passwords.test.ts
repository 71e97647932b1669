import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { AccountRefusal } from './account-refusal.ts';
import { checkNewPassword, hashPassword, needsRehash, verifyPassword } from './passwords.ts';

const shirin = { name: 'Shirin Ahmadi', email: 'shirin.ahmadi@example.org' };

function weakness(password: string): string | undefined {
  try {
    checkNewPassword(password, shirin);
    return undefined;
  } catch (error) {
    if (error instanceof AccountRefusal) return error.code;
    throw error;
  }
}

test('a password opens its own hash and no other does', async () => {
  const phc = await hashPassword('seven pomegranates');
  expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await verifyPassword('seven pomegranates', phc)).toBe(true);
  expect(await verifyPassword('seven pomegranateS', phc)).toBe(false);
  expect(await hashPassword('seven pomegranates')).not.toBe(phc);
});

test('the same letters typed on another keyboard are the same password', async () => {
  const phc = await hashPassword('caf\u00e9 au lait tri\u00e8s chaud');
  expect(await verifyPassword('cafe\u0301 au lait trie\u0300s chaud', phc)).toBe(true);
});

test('hashes of RFC 9106 parameters made elsewhere are understood', async () => {
  // From test.c of the reference implementation: Argon2id, t=2, m=2^16, p=1.
  const phc =
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  expect(await verifyPassword('password', phc)).toBe(true);
  expect(needsRehash(phc)).toBe(true);
});

test('without a hash nothing is right, and the work is done all the same', async () => {
  const phc = await hashPassword('seven pomegranates');
  await cpuTime(undefined);
  const [absent, present] = [await cpuTime(undefined), await cpuTime(phc)];
  expect(absent).toBeGreaterThan(present / 4);
  expect(await verifyPassword('x', undefined)).toBe(false);
});

test.each([
  ['elevenchars', 'password-too-short'],
  ['🌹🌹🌹🌹🌹🌹🌹🌹🌹🌹🌹', 'password-too-short'],
  ['Password1234!', 'password-common'],
  ['PASSWORDPASSWORD', 'password-common'],
  ['123456789012', 'password-common'],
  ['aaaaaaaaaaaaaaaa', 'password-common'],
  ['abcabcabcabcabc', 'password-common'],
  ['qwertyuiop12', 'password-common'],
  ['1qaz2wsx3edc', 'password-common'],
  ['shirinahmadi1', 'password-about-you'],
  ['shirin.ahmadi@example.org', 'password-about-you'],
  ['Ahmadi2024!!!', 'password-about-you'],
  ['x'.repeat(500) + 'y'.repeat(501), 'password-too-long'],
  ['seven pomegranates', undefined],
  ['گل سرخ و سفید باغ', undefined],
  ['shirin likes green almonds', undefined],
])('%s: %s', (password, code) => {
  expect(weakness(password)).toBe(code);
});

test('any long random text is taken, whatever signs it has', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 24, maxLength: 60, unit: 'grapheme' }), (text) => {
      const code = weakness(text);
      fc.pre(new Set(text).size > 8);
      expect(code).toBeUndefined();
    }),
  );
});

test('a broken hash is a bug, not a wrong password', async () => {
  await expect(verifyPassword('x', 'garbage')).rejects.toThrow(TypeError);
});

async function cpuTime(hash: string | undefined): Promise<number> {
  const start = process.cpuUsage();
  for (let count = 0; count < 5; count += 1) await verifyPassword('x', hash);
  const { user, system } = process.cpuUsage(start);
  return user + system;
}
