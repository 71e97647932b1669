import { expect, test } from 'vitest';
import { parsePeople } from './parse-people.ts';

const table = (...rows: string[][]) => rows.map((cells, at) => ({ line: at + 1, cells }));
const head = ['Name', 'E-mail', 'Country', 'Language', 'Wikidata', 'IMDb', 'ISNI'];
const troubles = (...rows: string[][]) =>
  parsePeople(table(head, ...rows)).troubles.map(({ line, code }) => `${line} ${code}`);

test('columns are found by what they are called in any of our languages, in any order', () => {
  const person = { name: 'Zoé', address: 'z@example.org', country: 'IR', language: 'fa' };
  for (const [heads, cells] of [
    [
      ['Courriel', 'Nom', 'Pays', 'Langue'],
      ['z@example.org', 'Zoé', 'iran', 'persan'],
    ],
    [
      ['نام', 'ایمیل', 'کشور', 'زبان'],
      ['Zoé', 'z@example.org', 'ایران', 'فارسی'],
    ],
    [
      ['name', 'EMAIL', 'Country', 'language', 'Shoe size'],
      ['Zoé', 'mailto:z@example.org', 'IR', 'fa-IR', '38'],
    ],
  ] as const) {
    expect(parsePeople(table([...heads], [...cells])).people).toMatchObject([person]);
  }
});

test('ids are read as people paste them', () => {
  const ids = ['https://www.wikidata.org/wiki/Q42', 'nm0000300', '0000 0001 2103 2683'];
  expect(parsePeople(table(head, ['Ada', '', '', '', ...ids])).people).toMatchObject([
    { wikidata: 'Q42', imdb: 'nm0000300', isni: '0000000121032683' },
  ]);
});

test('what is wrong with a line is told, and nobody is guessed', () => {
  expect(
    troubles(
      ['', 'a@example.org'],
      ['Ada', 'a@b'],
      ['Ada', '', 'Atlantis'],
      ['Ada', '', '', 'Klingon'],
      ['Ada', '', '', '', 'X1'],
      ['Ada', '', '', '', '', 'tt0111161'],
      ['Ada', '', '', '', '', '', '0000000121032684'],
      ['x'.repeat(121)],
    ),
  ).toEqual([
    ...['2 name-missing', '3 mail', '4 country', '5 language', '6 wikidata', '7 imdb'],
    ...['8 isni', '9 too-long'],
  ]);
});

test('a name carries no message to whom it is mailed, and no header', () => {
  for (const name of ['See http://evil.example', 'www.evil.example', '<b>', 'a@b']) {
    expect(troubles([name])).toEqual(['2 refused']);
  }
  const [person] = parsePeople(table(head, ['Ada\r\n\u2028Bcc: b'])).people;
  expect(person?.name).toBe('Ada Bcc: b');
});

test('the same mailbox is one person, the same name may be two', () => {
  const rows = [
    ['Ada', 'a@example.org'],
    ['Bea', 'A@Example.org'],
    ['ADA', 'c@example.org'],
  ];
  const parsed = parsePeople(table(head, ...rows));
  expect(parsed.people.map(({ name }) => name)).toEqual(['Ada', 'ADA']);
  expect(parsed.troubles).toEqual([
    { line: 3, code: 'twice' },
    { line: 4, code: 'same-name' },
  ]);
});

test('what a spreadsheet put before a formula is not part of a name', () => {
  expect(parsePeople(table(head, ["'=Ada"])).people).toMatchObject([{ name: '=Ada' }]);
});

test('a table without a column of names is refused', () => {
  expect(() => parsePeople(table(['a@example.org'], ['b@example.org']))).toThrow(
    expect.objectContaining({ code: 'import-no-columns' }),
  );
});
