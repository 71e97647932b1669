import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { expiredWriter, openingWriter } from './opening-words.ts';

function messagesOf(locale: string, area: string): Record<string, string> {
  const file = path.join(import.meta.dirname, 'web/messages', locale, `${area}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}

const write = openingWriter(new URL('https://letters.example'), () => 'Guild of Editors');
const at = new Date('2026-03-21T09:05:00Z');

test.each([
  ['en', '21 March 2026, 09:05 UTC'],
  ['fr', '21 mars 2026, 09:05 UTC'],
  ['fa', '۱ فروردین ۱۴۰۵، ۰۹:۰۵ UTC'],
])('who reads %s is told until when, and which buttons keep a name closed', (locale, moment) => {
  const { subject, text } = write({ locale, title: 'A call', link: 'code', at });
  expect(subject).toContain('A call');
  expect(text).toContain('A call');
  expect(text).toContain(moment);
  expect(text).toContain(`https://letters.example/${locale}/signature/code`);
  expect(text).toContain(messagesOf(locale, 'sign')['own.open']);
  expect(text).toContain(messagesOf(locale, 'withheld')['own.keep']);
});

test.each(['en', 'fr', 'fa'])(
  'who reads %s is told that nothing is left, and led nowhere',
  (locale) => {
    const { subject, text } = expiredWriter(() => 'Guild of Editors')({ locale, title: 'A call' });
    const { 'mail.expired.subject': words = '' } = messagesOf(locale, 'withheld');
    expect(subject).toBe(words.replace('{title}', 'A call'));
    expect(text).toContain('A call');
    expect(text).toContain('Guild of Editors');
    expect(text).not.toMatch(/https?:|signature\//u);
  },
);
