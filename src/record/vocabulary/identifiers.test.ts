import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  identifierAddress,
  identifierSchemes,
  isniCheckCharacter,
  parseIdentifier,
  printedIsni,
  type IdentifierScheme,
} from './identifiers.ts';

function read(scheme: IdentifierScheme, text: string): string | undefined {
  const result = parseIdentifier(scheme, text);
  return result.ok ? result.value : result.problem;
}

describe('Wikidata', () => {
  test.each([
    'Q42',
    ' q42 ',
    'wd:Q42',
    'https://www.wikidata.org/wiki/Q42',
    'http://www.wikidata.org/entity/Q42',
    'https://m.wikidata.org/wiki/Q42#P31',
    'https://www.wikidata.org/wiki/Special:EntityPage/Q42',
    'www.wikidata.org/wiki/Q42?uselang=fa',
    '\u200FQ42\u200E',
  ])('reads %j', (text) => {
    expect(read('wikidata', text)).toBe('Q42');
  });

  test.each(['', 'Q', 'Q0', 'Q042', 'P31', '42', 'Q42 Q43', 'https://en.wikipedia.org/wiki/Q42'])(
    'refuses %j',
    (text) => {
      expect(read('wikidata', text)).toBe('identifier.unreadable');
    },
  );

  test('a lookalike host is not the site', () => {
    expect(read('wikidata', 'https://wikidata.org.example.net/wiki/Q42')).toBe(
      'identifier.unreadable',
    );
    expect(read('wikidata', 'https://wikidata.org@example.net/wiki/Q42')).toBe(
      'identifier.unreadable',
    );
  });
});

describe('IMDb', () => {
  test.each([
    ['nm0000300', 'nm0000300'],
    ['https://www.imdb.com/name/nm0000300/?ref_=nv_sr_1', 'nm0000300'],
    ['https://m.imdb.com/title/tt31174277/', 'tt31174277'],
    ['https://www.imdb.com/fr/title/tt0111161/fullcredits', 'tt0111161'],
    ['https://www.imdb.com/company/co0002663', 'co0002663'],
  ])('reads %j', (text, value) => {
    expect(read('imdb', text)).toBe(value);
  });

  test.each(['nm123', 'ev0000147', '0000300', 'tt01234567890'])('refuses %j', (text) => {
    expect(read('imdb', text)).toBe('identifier.unreadable');
  });

  test('a title is not a person', () => {
    expect(parseIdentifier('imdb', 'tt0111161', 'person')).toEqual({
      ok: false,
      problem: 'identifier.other-kind',
    });
    expect(parseIdentifier('imdb', 'tt0111161', 'work').ok).toBe(true);
    expect(parseIdentifier('imdb', 'nm0000300', 'person').ok).toBe(true);
    expect(parseIdentifier('imdb', 'co0002663', 'group').ok).toBe(true);
  });
});

describe('ISNI', () => {
  // Published numbers of the block that ISNI shares with ORCID.
  test.each(['0000000218250097', '000000021694233X', '0000000151093700'])('accepts %s', (isni) => {
    expect(read('isni', isni)).toBe(isni);
  });

  test.each([
    '0000 0002 1694 233x',
    '0000-0002-1694-233X',
    'ISNI 0000 0002 1694 233X',
    'ISNI:000000021694233X',
    'https://isni.org/isni/000000021694233X',
    'http://www.isni.org/0000%200002%201694%20233X',
  ])('reads %j', (text) => {
    expect(read('isni', text)).toBe('000000021694233X');
  });

  test('tells a slip from nonsense', () => {
    expect(read('isni', '0000000218250098')).toBe('identifier.check-digit');
    expect(read('isni', '00000002182500')).toBe('identifier.unreadable');
    expect(read('isni', '000000021825009X7')).toBe('identifier.unreadable');
  });

  const digits = fc.array(fc.nat({ max: 9 }), { minLength: 15, maxLength: 15 });
  const valid = digits.map((list) => {
    const body = list.join('');
    return body + isniCheckCharacter(body);
  });

  // Powers of two modulo eleven, read from the right: the sum the standard asks to be 1.
  test('the check character makes the weighted sum 1 modulo 11', () => {
    fc.assert(
      fc.property(valid, (isni) => {
        let weight = 1;
        let sum = 0;
        for (const character of isni.split('').reverse()) {
          sum += (character === 'X' ? 10 : Number(character)) * weight;
          weight = (weight * 2) % 11;
        }
        expect(sum % 11).toBe(1);
      }),
    );
  });

  test('any single changed digit is refused', () => {
    fc.assert(
      fc.property(
        valid,
        fc.nat({ max: 14 }),
        fc.integer({ min: 1, max: 9 }),
        (isni, place, step) => {
          const changed = (Number(isni[place]) + step) % 10;
          expect(read('isni', isni.slice(0, place) + changed + isni.slice(place + 1))).toBe(
            'identifier.check-digit',
          );
        },
      ),
    );
  });

  test('two swapped neighbours are refused', () => {
    fc.assert(
      fc.property(valid, fc.nat({ max: 13 }), (isni, place) => {
        const [a, b] = [isni.charAt(place), isni.charAt(place + 1)];
        fc.pre(a !== b);
        expect(read('isni', isni.slice(0, place) + b + a + isni.slice(place + 2))).toBe(
          'identifier.check-digit',
        );
      }),
    );
  });

  test('prints in groups of four', () => {
    expect(printedIsni('000000021694233X')).toBe('0000 0002 1694 233X');
  });
});

describe('VIAF', () => {
  test.each([
    '113230702',
    'VIAF 113230702',
    'http://viaf.org/viaf/113230702/#Adams',
    'https://viaf.org/en/viaf/113230702',
  ])('reads %j', (text) => {
    expect(read('viaf', text)).toBe('113230702');
  });

  test('knows the long clusters, and refuses what lies between', () => {
    expect(read('viaf', '9862149463726205700008')).toBe('9862149463726205700008');
    expect(read('viaf', '986214946372')).toBe('identifier.unreadable');
    expect(read('viaf', '0113230702')).toBe('identifier.unreadable');
  });
});

describe('every scheme', () => {
  const scheme = fc.constantFrom(...identifierSchemes);

  test('no text makes it throw', () => {
    const hosts = fc.constantFrom('wikidata.org', 'imdb.com', 'isni.org', 'viaf.org');
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(hosts, fc.string()).map(([host, path]) => `https://${host}/${path}`),
    );
    fc.assert(
      fc.property(scheme, text, (name, input) => {
        expect(() => parseIdentifier(name, input)).not.toThrow();
      }),
    );
  });

  test('an overlong paste is refused unread', () => {
    expect(read('wikidata', `${' '.repeat(600)}Q42`)).toBe('identifier.unreadable');
  });

  test.each([
    ['wikidata', 'Q42'],
    ['imdb', 'nm0000300'],
    ['imdb', 'tt0111161'],
    ['imdb', 'co0002663'],
    ['isni', '000000021694233X'],
    ['viaf', '113230702'],
  ] as const)('the address of %s %s reads back as itself', (name, value) => {
    expect(read(name, identifierAddress(name, value))).toBe(value);
  });
});
