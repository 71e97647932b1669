import { expect, test } from 'vitest';
import { parseSignForm } from '../signing/sign-form.ts';
import { readSpooled, sameForm, spoolForm, writeSpooled } from './spooled-form.ts';

const typed = {
  ...{ name: '  Ada   Example ', credit: 'Editor', country: 'FR', affiliation: 'A guild' },
  ...{ address: 'Ada@Example.org', appearance: 'named', consents: ['sign', 'show'] },
};
const around = {
  ...{ letter: '00000000-0000-4000-8000-000000000000', text: 'a'.repeat(64), translation: '' },
  ...{ network: '192.0.2', atMs: 1_000 },
  wordings: (['sign', 'show', 'updates'] as const).map((purpose) => ({
    ...{ purpose, language: 'fa', words: `به ${purpose} رضایت می‌دهم.` },
  })),
};
const form = (more: Partial<typeof typed> = {}) =>
  spoolForm(parseSignForm({ ...typed, ...more }, 'fa'), around);

test('a form comes back as it was sent, and is read as the same form', () => {
  const back = readSpooled(writeSpooled(form()));
  expect(back).toEqual(form());
  expect(parseSignForm(back?.typed, 'fa')).toEqual(parseSignForm(typed, 'fa'));
});

test('of who is counted only nothing but an address waits', () => {
  const text = Buffer.from(writeSpooled(form({ appearance: 'counted' }))).toString();
  expect(text).not.toMatch(/Ada Ex|Editor|FR|guild/u);
  expect(text).toContain('example.org');
});

test('only the words that were agreed to wait', () => {
  expect(form().wordings.map(({ purpose }) => purpose)).toEqual(['sign', 'show']);
});

test('two sendings of one form are the same, and another word makes another', () => {
  expect(sameForm({ ...form(), atMs: 2, network: '198.51.100' })).toBe(sameForm(form()));
  expect(sameForm(form({ credit: 'Director' }))).not.toBe(sameForm(form()));
});

test.each([
  ['no JSON', '{'],
  ['no form', '{}'],
  ['a consent without its words', JSON.stringify({ ...form(), wordings: [] })],
  ['a field too long', JSON.stringify({ ...form(), text: 'a'.repeat(65) })],
])('%s is no form', (_what, text) => {
  expect(readSpooled(Buffer.from(text))).toBeUndefined();
});
