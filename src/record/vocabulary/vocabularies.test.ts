import { describe, expect, test } from 'vitest';
import { kindCodes, kinds } from './kinds.ts';
import { labelLocales, type Labels } from './labels.ts';
import { properties, propertiesPointingAt } from './properties.ts';
import { custodyStates, milestone, milestoneTerms } from './terms/milestones.ts';
import { term, vocabularies, vocabulary, widerTerms } from './vocabularies.ts';
import { vocabularyCodes } from './vocabulary.ts';

const every = vocabularies.flatMap((list) => list.terms.map((entry) => ({ list, entry })));

describe('vocabularies', () => {
  test('every declared vocabulary is there once, and nothing else', () => {
    expect(vocabularies.map((list) => list.code)).toEqual([...vocabularyCodes]);
    for (const code of vocabularyCodes) expect(vocabulary(code).terms.length).toBeGreaterThan(1);
    expect(vocabulary('colours')).toBeUndefined();
  });

  test('codes are unique within a vocabulary', () => {
    for (const list of vocabularies) {
      const codes = list.terms.map((entry) => entry.code);
      expect(new Set(codes).size, list.code).toBe(codes.length);
    }
  });

  test('parents exist, and chains of them end', () => {
    for (const { list, entry } of every) {
      if (entry.parent === undefined) continue;
      expect(term(list.code, entry.parent), `${list.code} ${entry.code}`).toBeDefined();
      expect(widerTerms(list.code, entry.code).length).toBeLessThan(6);
    }
  });

  test('a twelve-digit term hangs under the nearest listed wider code, wherever that is listed', () => {
    for (const { list, entry } of every) {
      if (!/^\d{12}$/.test(entry.code)) continue;
      const nearest = [10, 8, 6, 4, 2]
        .map((digits) => entry.code.slice(0, digits).padEnd(12, '0'))
        .find((code) => code !== entry.code && term(list.code, code) !== undefined);
      expect(entry.parent, `${list.code} ${entry.code}`).toBe(nearest);
    }
  });

  test('HURIDOCS codes have twelve digits, and every term of a HURIDOCS list has one', () => {
    for (const { list, entry } of every) {
      if (list.microThesaurus === undefined) expect(entry.huridocs).toBeUndefined();
      else expect(entry.huridocs, `${list.code} ${entry.code}`).toMatch(/^\d{12}$/);
    }
  });

  test('an extension is exchanged as a term that is theirs', () => {
    for (const { list, entry } of every.filter((row) => row.entry.extension)) {
      expect(entry.huridocs, entry.labels.en).not.toBe(entry.code);
      const stand = term(list.code, entry.huridocs ?? '');
      expect(stand?.extension, `${list.code} ${entry.code}`).toBeUndefined();
    }
  });

  test('properties point at vocabularies and kinds that exist', () => {
    for (const entry of properties) {
      if (entry.valueType === 'term') expect(vocabularyCodes).toContain(entry.vocabulary);
      if (entry.valueType === 'entity') {
        expect(entry.range.length, entry.code).toBeGreaterThan(0);
        for (const code of entry.range) expect(kindCodes).toContain(code);
      }
    }
    expect(propertiesPointingAt('act').map((entry) => entry.code)).toContain('act');
  });
});

describe('labels', () => {
  const everyLabels: readonly (readonly [string, Labels])[] = [
    ...kinds.flatMap((entry) => [
      [`kind ${entry.code}`, entry.labels] as const,
      [`kind ${entry.code} plural`, entry.plural] as const,
    ]),
    ...properties.flatMap((entry) => [
      [`property ${entry.code}`, entry.labels] as const,
      [`help ${entry.code}`, entry.help] as const,
      ...(entry.valueType === 'entity' ? [[`inverse ${entry.code}`, entry.inverse] as const] : []),
    ]),
    ...vocabularies.map((list) => [`vocabulary ${list.code}`, list.labels] as const),
    ...every.map(({ list, entry }) => [`${list.code} ${entry.code}`, entry.labels] as const),
  ];

  test('there are three, none empty, none with stray white space', () => {
    for (const [where, labels] of everyLabels) {
      for (const locale of labelLocales) {
        expect(labels[locale], `${where} ${locale}`).toMatch(/^\S(?:.*\S)?$/u);
        expect(labels[locale], `${where} ${locale}`).not.toMatch(
          / {2}|\u200C\s|\s\u200C|\u200C\u200C/u,
        );
        expect(labels[locale], `${where} ${locale}`).toBe(labels[locale].normalize('NFC'));
      }
    }
  });

  test('Persian is written with Persian letters and digits', () => {
    const arabicLetters = /[\u0643\u064A\u0649\u0629\u06C0\u06D5\u0660-\u0669\u06F0-\u06F9]/u;
    for (const [where, labels] of everyLabels) {
      expect(labels.fa, where).not.toMatch(arabicLetters);
      expect(labels.fa, where).toMatch(/\p{Script=Arabic}/u);
      expect(labels.fa, where).not.toMatch(/[,;?]/u);
    }
  });

  test('apostrophes are typographic', () => {
    for (const [where, labels] of everyLabels) {
      expect(`${labels.en}${labels.fr}`, where).not.toMatch(/['"]/u);
    }
  });

  test('help is one sentence', () => {
    for (const entry of properties) {
      for (const locale of labelLocales) expect(entry.help[locale], entry.code).toMatch(/[^.]\.$/u);
    }
  });

  test('no two terms of a vocabulary, and no two properties of a kind, read the same', () => {
    for (const locale of labelLocales) {
      for (const list of vocabularies) {
        expectDistinct(
          list.terms.map((entry) => entry.labels[locale]),
          `${list.code} ${locale}`,
        );
      }
      expectDistinct(
        vocabularies.map((list) => list.labels[locale]),
        locale,
      );
      for (const code of kindCodes) {
        const own = properties.filter((entry) => entry.kinds.includes(code));
        expectDistinct(
          own.map((entry) => entry.labels[locale]),
          `${code} ${locale}`,
        );
      }
    }
  });
});

describe('terms that the field knows by their numbers', () => {
  test.each([
    ['acts', '010106010000', 'Death in custody'],
    ['acts', '020111110000', 'Torture'],
    ['acts', '030101000000', 'Arrest'],
    ['acts', '030103000000', 'Enforced disappearance'],
    ['acts', '050106000000', 'Restriction on travel'],
    ['acts', '100101000000', 'Censorship'],
    ['acts', '100105000000', 'Ban on a performance or screening'],
    ['acts', '330101000000', 'Expulsion or deportation'],
    ['occupations', '029005050000', 'Film and stage profession'],
    ['counting-units', '010000000000', 'Individuals'],
    ['victim-statuses', '020203000000', 'In prison, serving a sentence'],
    ['whereabouts', '020000000000', 'Detention denied'],
  ] as const)('%s %s is %s', (list, code, en) => {
    expect(term(list, code)).toMatchObject({ huridocs: code, labels: { en } });
    expect(term(list, code)).not.toHaveProperty('extension');
  });

  test('the hole under 1501 is filled with our own acts', () => {
    const ours = vocabulary('acts').terms.filter((entry) => entry.parent === '150100000000');
    expect(ours.length).toBeGreaterThan(10);
    for (const entry of ours) {
      expect(entry).toMatchObject({ extension: true, huridocs: '150100000000' });
    }
    expect(term('acts', '150106000000')?.labels.en).toContain('fabricated loyalty');
  });

  test('what today’s sources are made of', () => {
    const labels = vocabulary('material-types').terms.map((entry) => entry.labels.en);
    expect(labels).toEqual(
      expect.arrayContaining(['Web page', 'Social media post', 'Message export']),
    );
  });

  test('certainty and reliability read from strong to weak', () => {
    expect(vocabulary('certainties').terms.map((entry) => entry.code)).toEqual([
      'confirmed',
      'likely',
      'possible',
      'unlikely',
      'unknown',
    ]);
    expect(vocabulary('reliabilities').terms[0]?.labels.en).toBe('Highly reliable');
  });
});

describe('milestones', () => {
  test('stand in the usual order of proceedings', () => {
    expect(milestoneTerms.map((entry) => entry.order)).toEqual(
      milestoneTerms.map((_, at) => at + 1),
    );
    const course = [
      'summons',
      'arrest',
      'charge',
      'indictment',
      'verdict',
      'sentence',
      'appeal-upheld',
      'release',
    ];
    const orders = course.map((code) => milestone(code)?.order ?? 0);
    expect(orders).toEqual([...orders].sort((a, b) => a - b));
    expect(Math.min(...orders)).toBeGreaterThan(0);
  });

  test('change the state only where there is no doubt', () => {
    expect(milestone('arrest')?.effect).toBe('in-custody');
    expect(milestone('release-on-bail')?.effect).toBe('released-conditionally');
    expect(milestone('flight')?.effect).toBe('abroad');
    expect(milestone('death-in-custody')?.effect).toBe('dead');
    for (const code of ['verdict', 'sentence', 'acquittal', 'pardon', 'appeal-quashed', 'charge']) {
      expect(milestone(code), code).not.toHaveProperty('effect');
    }
    for (const { effect } of milestoneTerms) if (effect) expect(custodyStates).toContain(effect);
  });
});

function expectDistinct(labels: readonly string[], where: string): void {
  const twice = labels.filter((text, at) => labels.indexOf(text) !== at);
  expect(twice, where).toEqual([]);
}
