import { expect, test } from 'vitest';
import { createKeptForms, type SignPage } from './kept-forms.ts';

/** As much of a page as is kept; the rest is never looked at. */
const page = (words: string, state = 'open') =>
  ({ form: words, signing: { state } }) as unknown as SignPage;
const key = (uid: string, language?: string) => ({ locale: 'fa', uid, language });

test('a form is kept for its letter, language and text, as it was shown last', () => {
  const forms = createKeptForms();
  forms.put(key('a'), page('one'));
  forms.put(key('a', 'ku'), page('two'));
  forms.put(key('a'), page('three', 'paused'));
  expect(forms.get(key('a'))).toEqual(page('three', 'paused'));
  expect(forms.get(key('a', 'ku'))).toEqual(page('two'));
  expect(forms.get({ ...key('a'), locale: 'en' })).toBeUndefined();
  expect(forms.signingOf('a')).toEqual({ state: 'paused' });
  expect(forms.signingOf('b')).toBeUndefined();
});

test('what was shown longest ago leaves when there is no room, and a new one takes the place of the old', () => {
  const forms = createKeptForms(300);
  const long = page('x'.repeat(80));
  for (const uid of ['a', 'b', 'a', 'c']) forms.put(key(uid), long);
  expect(forms.get(key('b'))).toBeUndefined();
  expect([forms.get(key('a')), forms.get(key('c'))]).toEqual([long, long]);
  forms.put(key('d'), page('y'.repeat(400)));
  expect(forms.get(key('d'))).toBeUndefined();
});

test('nothing is left after something was published', () => {
  const forms = createKeptForms();
  forms.put(key('a'), page('one'));
  forms.clear();
  expect(forms.get(key('a'))).toBeUndefined();
  expect(forms.signingOf('a')).toBeUndefined();
});
