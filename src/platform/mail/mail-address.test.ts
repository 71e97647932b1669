import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashMailbox, parseMailAddress } from './mail-address.ts';
import { MailRefusal } from './mail-refusal.ts';

test.each([
  ['shirin@example.org', 'shirin@example.org'],
  ['  Shirin.A+letter@Example.ORG ', 'Shirin.A+letter@example.org'],
  ["o'neil@mail.example.co", "o'neil@mail.example.co"],
  ['شیرین@example.org', 'شیرین@example.org'],
  ['a@münchen.example', 'a@xn--mnchen-3ya.example'],
  ['a@xn--mnchen-3ya.example', 'a@xn--mnchen-3ya.example'],
])('accepts %j', (typed, address) => {
  expect(parseMailAddress(typed)).toBe(address);
});

test.each([
  '',
  'shirin',
  '@example.org',
  'shirin@',
  'a@b@example.org',
  'a@localhost',
  'a@[127.0.0.1]',
  'a@127.0.0.1',
  '"a b"@example.org',
  'a..b@example.org',
  '.a@example.org',
  'a@exa mple.org',
  'a@example.org, b@example.org',
  'a@example.org;b@example.org',
  '<a@example.org>',
  'A <a@example.org>',
  'a@example.org\r\nBcc: b@example.org',
  'a\u0000@example.org',
  'a\u202E@example.org',
  'a@-example.org',
  `${'a'.repeat(65)}@example.org`,
  `a@${'b'.repeat(64)}.org`,
  `a@${'b.'.repeat(130)}org`,
])('refuses %j', (typed) => {
  expect(() => parseMailAddress(typed)).toThrow(MailRefusal);
});

test('whatever is typed, what comes out is one address on one line, and stays itself', () => {
  const near = fc.stringMatching(
    /^[a-z"<>,;:\s\\@.+\u0600-\u0610-]{0,12}@[a-z.\s-]{1,12}\.[a-z]{2,3}$/u,
  );
  fc.assert(
    fc.property(fc.oneof(near, fc.emailAddress(), fc.string({ unit: 'grapheme' })), (typed) => {
      let address: string;
      try {
        address = parseMailAddress(typed);
      } catch (error) {
        expect(error).toBeInstanceOf(MailRefusal);
        return;
      }
      expect(address).toMatch(/^[^\s@<>,;:"\\]+@[a-z0-9.-]+$/u);
      expect(parseMailAddress(address)).toBe(address);
    }),
  );
});

test('one mailbox is counted as one, however it is written, and only with the key', () => {
  const key = new Uint8Array(32);
  const hash = hashMailbox(key, 'shirin@example.org');
  expect(hashMailbox(key, 'Shirin+x+y@example.org')).toEqual(hash);
  expect(hashMailbox(key, 'other@example.org')).not.toEqual(hash);
  expect(hashMailbox(new Uint8Array(32).fill(1), 'shirin@example.org')).not.toEqual(hash);
});
