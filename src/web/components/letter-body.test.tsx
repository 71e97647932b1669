import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { Locale } from '#platform/languages';
import { PageEnvironment } from '../page-environment.tsx';
import { LetterBody, type NoteCall } from './letter-body.tsx';

const words = 'First said. Then said.';

/** What is read, with its notes in brackets. */
function read(locale: Locale, calls: readonly NoteCall[]): string {
  const blocks = [{ kind: 'paragraph' as const, runs: [{ text: words }] }];
  const html = renderToStaticMarkup(
    <PageEnvironment value={{ locale, nonce: undefined }}>
      <LetterBody blocks={blocks} calls={calls} />
    </PageEnvironment>,
  );
  return html
    .replaceAll(/<sup[^>]*>(.*?)<\/sup>/gu, '[$1]')
    .replaceAll('][', '')
    .replaceAll(/<[^>]*>/gu, '');
}

const call = (end: number, number: number) => ({ block: 0, end, number });
const end = words.length;

test('each note is called where its words end', () => {
  expect(read('en', [call(11, 1), call(end, 2)])).toBe('First said.[1] Then said.[2]');
});

test.each([
  ['en', `${words}[1, 2, 3]`],
  ['fr', `${words}[1, 2, 3]`],
  ['fa', `${words}[۱، ۲، ۳]`],
] as const)('notes called at one place are not read as one number (%s)', (locale, told) => {
  expect(read(locale, [call(end, 1), call(end, 2), call(end, 3)])).toBe(told);
});
