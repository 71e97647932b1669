import { expect, test } from 'vitest';
import { decodeText } from './encoding.ts';
import { persian } from './samples/sentences.ts';

const utf16le = Buffer.from(persian[1], 'utf16le');
const utf16be = Buffer.from(utf16le).swap16();
// "سلام دنیا" and "پرونده" as a Persian Windows writes them.
const windows1256 = Buffer.from([
  0xd3, 0xe1, 0xc7, 0xe3, 0x20, 0xcf, 0xe4, 0xed, 0xc7, 0x20, 0x81, 0xd1, 0xe6, 0xe4, 0xcf, 0xe5,
]);

test.each([
  ['UTF-8', Buffer.from(persian[0]), undefined, 'utf-8', false, persian[0]],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${persian[0]}`), undefined, 'utf-8', false, persian[0]],
  [
    'UTF-16LE with a mark',
    Buffer.concat([Buffer.from([0xff, 0xfe]), utf16le]),
    undefined,
    'utf-16le',
    false,
    persian[1],
  ],
  [
    'UTF-16BE with a mark',
    Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be]),
    undefined,
    'utf-16be',
    false,
    persian[1],
  ],
  [
    'UTF-16LE without',
    Buffer.from('plain words', 'utf16le'),
    undefined,
    'utf-16le',
    true,
    'plain words',
  ],
  ['windows-1256', windows1256, undefined, 'windows-1256', true, 'سلام دنيا پرونده'],
  [
    'windows-1252',
    Buffer.from('Le réalisateur a été condamné', 'latin1'),
    undefined,
    'windows-1252',
    true,
    'Le réalisateur a été condamné',
  ],
  [
    'what was declared',
    Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]),
    'windows-1251',
    'windows-1251',
    false,
    'Привет',
  ],
  ['UTF-8 declared as something else', Buffer.from('é'), 'iso-8859-1', 'utf-8', false, 'é'],
  [
    'an unknown declaration',
    Buffer.from('caf\xe9', 'latin1'),
    'no-such',
    'windows-1252',
    true,
    'café',
  ],
])('reads %s', (_name, bytes, declared, encoding, guessed, text) => {
  expect(decodeText(bytes, declared)).toEqual({ text, encoding, guessed });
});

test('Cyrillic without a declaration is not taken for Persian', () => {
  const text = 'Режиссер приговорен к восьми годам, сообщил адвокат';
  const bytes = Buffer.from(
    Array.from(text, (letter) => {
      const code = letter.codePointAt(0) ?? 0;
      return code < 0x80 ? code : code - 0x410 + 0xc0;
    }),
  );
  expect(decodeText(bytes)).toEqual({ text, encoding: 'windows-1251', guessed: true });
});

test('bytes that are no text are refused', () => {
  const noise = Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 7) % 251));
  expect(() => decodeText(noise)).toThrow(expect.objectContaining({ code: 'unsupported' }));
});
