import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressSecrets, hasLogin } from './address-secrets.ts';

test.each([
  ['https://a.example/x?access_token=q1w2', ['access_token'], 'https://a.example/x'],
  [
    'https://a.example/x?id=7&Access-Token=q&p=2#top',
    ['Access-Token'],
    'https://a.example/x?id=7&p=2#top',
  ],
  ['https://a.example/x?api_key=1&apikey=2', ['api_key', 'apikey'], 'https://a.example/x'],
  ['https://a.example/x?acc%65ss_token=q', ['access_token'], 'https://a.example/x'],
  ['https://a.example/#access_token=q&page=2', ['access_token'], 'https://a.example/#page=2'],
  [
    'https://b.example/o?X-Amz-Date=1&X-Amz-Signature=ab&X-Amz-Credential=c',
    ['X-Amz-Signature', 'X-Amz-Credential'],
    'https://b.example/o?X-Amz-Date=1',
  ],
  [
    'https://a.example/?next=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.sig',
    ['next'],
    'https://a.example/',
  ],
  ['https://a.example/?key=4f9a77c2b1d04e6f8a55', ['key'], 'https://a.example/'],
  ['https://a.example/فیلم?token=۱۲۳&q=خبر', ['token'], 'https://a.example/فیلم?q=خبر'],
])('%s carries %j', (address, names, cleaned) => {
  expect(addressSecrets(address)).toEqual({ names, cleaned });
});

test.each([
  'https://a.example/',
  'https://a.example/x?id=7&q=token',
  'https://a.example/x?token=',
  'https://a.example/x?token',
  'https://a.example/x?key=iran&code=fa',
  'https://a.example/#token',
  'https://a.example/%E0%A4%A?x=%zz',
  'mailto:x@a.example?token=1',
])('%s carries none', (address) => {
  expect(addressSecrets(address)).toBeUndefined();
});

test('what is offered carries none, and is the same but for them', () => {
  const name = fc.constantFrom('token', 'id', 'sig', 'q', 'page', 'Password', 'a%5Fb');
  const parameter = fc
    .tuple(name, fc.stringMatching(/^[a-z0-9%]{0,8}$/))
    .map((pair) => pair.join('='));
  fc.assert(
    fc.property(fc.array(parameter), fc.array(parameter), (query, fragment) => {
      const address = `https://a.example/p?${query.join('&')}#${fragment.join('&')}`;
      const found = addressSecrets(address);
      if (found === undefined) return;
      expect(addressSecrets(found.cleaned)).toBeUndefined();
      expect(found.cleaned.length).toBeLessThan(address.length);
    }),
  );
});

test.each([
  ['https://user:pass@a.example/', true],
  ['https://user@a.example/', true],
  ['https://:pass@a.example/', true],
  [' https://u%40b:p@a.example/', true],
  ['https://a.example/@name', false],
  ['https://a.example/?x=a:b@c', false],
  ['no address', false],
])('%s carries a login: %j', (address, carries) => {
  expect(hasLogin(address)).toBe(carries);
});
