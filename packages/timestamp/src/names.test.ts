import { expect, test } from 'vitest';
import { readDer } from './der-reader.ts';
import { encodeDer, encodeObjectIdentifier } from './der-writer.ts';
import { nameText } from './names.ts';

const attribute = (type: string, tag: number, value: Uint8Array) =>
  encodeDer(0x30, [encodeObjectIdentifier(type), encodeDer(tag, [value])]);
const utf8 = (type: string, value: string) =>
  attribute(type, 0x0c, new TextEncoder().encode(value));
const nameOf = (...sets: readonly Uint8Array[][]) =>
  nameText(
    readDer(
      encodeDer(
        0x30,
        sets.map((set) => encodeDer(0x31, set)),
      ),
    ),
  );

test('the nearest part comes first, with short names where there are some', () => {
  expect(
    nameOf(
      [utf8('2.5.4.6', 'FR')],
      [utf8('2.5.4.10', 'Temps'), utf8('1.2.3', 'x')],
      [utf8('2.5.4.3', 'TSA 1')],
    ),
  ).toBe('CN=TSA 1,O=Temps+1.2.3=x,C=FR');
});

test('what could be mistaken for another name is escaped', () => {
  expect(nameOf([utf8('2.5.4.3', 'A,O=B+C "q" \\ <x>;')])).toBe(
    String.raw`CN=A\,O=B\+C \"q\" \\ \<x\>\;`,
  );
  expect(nameOf([utf8('2.5.4.3', '#a ')])).toBe(String.raw`CN=\#a\ `);
  expect(nameOf([utf8('2.5.4.3', 'a\n\u202Eb')])).toBe(String.raw`CN=a\0a\e2\80\aeb`);
});

test('other kinds of strings are read, and what is none is shown in hexadecimal', () => {
  expect(nameOf([attribute('2.5.4.3', 0x1e, Uint8Array.of(0x06, 0x33, 0x06, 0x27))])).toBe('CN=سا');
  expect(nameOf([attribute('2.5.4.3', 0x13, Uint8Array.of(0x41))])).toBe('CN=A');
  expect(nameOf([attribute('2.5.4.3', 0x0c, Uint8Array.of(0xff))])).toBe('CN=#0c01ff');
  expect(nameOf([attribute('2.5.4.3', 0x04, Uint8Array.of(1))])).toBe('CN=#040101');
});
