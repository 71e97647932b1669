import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { soundKeys } from './sound-keys.ts';

test.each([
  ['Mohammad Rasoulof', 'Mohamad Rasulof', 'محمد رسول‌اف', 'Мохаммад Расулоф'],
  ['Javad Ganji', 'Jawad Gandji', 'جواد گنجی'],
  ['Jafar Panahi', "Ja'far Panâhi", 'جعفر پناهی'],
  ['Qasem Shirvani', 'Ghassem Chirvani', 'قاسم شیروانی'],
  ['Fatemeh', 'Fateme', 'Fatima', 'فاطمه'],
  ['Esfahan', 'Isfahan', 'اصفهان'],
  ['Vahid Yousefi', 'Wahid Yusufi', 'وحید یوسفی'],
  ['Khosrow', 'خسرو'],
])('%s sounds like its other spellings', (name, ...others) => {
  for (const other of others) expect(soundKeys(other), other).toEqual(soundKeys(name));
});

test.each([
  ['Panahi', 'Rasoulof'],
  ['Ganji', 'Karimi'],
  ['Sara', 'Mina'],
])('%s does not sound like %s', (a, b) => {
  expect(soundKeys(a)).not.toEqual(soundKeys(b));
});

test.each([
  ['贾樟柯', ['贾樟柯']],
  ['%', []],
  ['', []],
  ['100%', ['10']],
])('%s has the keys %j', (text, keys) => {
  expect(soundKeys(text)).toEqual(keys);
});

test('no word is lost, whatever it is made of, and none has an empty key', () => {
  const letters = fc.constantFrom(...Array.from("abchkqvwxyzØßبپچحخعاوی‌ءъьхшюя贾か'’-%_ 1"));
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 12 }), (some) => {
      expect(soundKeys(some.join(''))).not.toContain('');
    }),
  );
});

test('a word without end has a key that an index takes', () => {
  expect(soundKeys('ب'.repeat(20_000) + ' 名'.repeat(2)).join('')).toBe('b名');
  expect(soundKeys('名'.repeat(20_000)).join('').length).toBeLessThan(100);
});
