import { expect, test } from 'vitest';
import { isAtDomain, parseDomain } from './organisation-domains.ts';

test.each([
  ['guild.example.org', 'guild.example.org'],
  [' @Femis.FR ', 'femis.fr'],
  ['bücher.de', 'xn--bcher-kva.de'],
  ['bfi.org.uk', 'bfi.org.uk'],
  ['دانشگاه.ایران', 'xn--mgbawv3gi04e.xn--mgba3a4f16a'],
])('%s is a domain of its own', (typed, domain) => {
  expect(parseDomain(typed)).toBe(domain);
});

test.each([
  ...['org', 'co.uk', 'org.uk', 'github.io', 'gmail.com', 'mail.gmail.com', 'proton.me', ''],
  ...['localhost', '127.0.0.1', '[::1]', 'example', 'a b.org', 'house.invalid-tld-of-nobody'],
])('“%s” is refused: many share it, or it is none', (typed) => {
  expect(() => parseDomain(typed)).toThrow(expect.objectContaining({ code: 'domain-refused' }));
});

test.each([
  ['ada@femis.fr', true],
  ['ada@MAIL.femis.fr', true],
  ['ada@notfemis.fr', false],
  ['ada@femis.fr.evil.example', false],
  ['femis.fr@evil.example', false],
  ['ada@fr', false],
])('%s is at femis.fr: %s', (address, is) => {
  expect(isAtDomain(address, 'femis.fr')).toBe(is);
});
