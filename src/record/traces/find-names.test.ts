import { expect, test } from 'vitest';
import { findNames, soughtNames, tsqueryOf } from './find-names.ts';

const found = (text: string, ...names: string[]) => {
  const hit = findNames(text, soughtNames(names));
  if (hit === undefined) return undefined;
  const words = hit.parts.find((part) => part.hit)?.text ?? '';
  return hit.whole ? words : `(${words})`;
};

test.each([
  ['He said Mina Karimi was there', 'Mina Karimi', 'Mina Karimi'],
  ['MINA  KARIMI’s film', 'Mina Karimi', 'MINA  KARIMI'],
  ['the actress Karimi was there', 'Mina Karimi', '(Karimi)'],
  ['به گفتهٔ مینا كريمي، فیلم‌ساز', 'مینا کریمی', 'مینا كريمي'],
  ['خانهٔ کریمی‌ها', 'مینا کریمی', '(کریمی‌ها)'],
  ['Jérôme Ødegaard spoke', 'Jerome Odegaard', 'Jérôme Ødegaard'],
  ['导演贾樟柯说', '贾樟柯', '导演贾樟柯说'],
  // Written together, apart, or with a joiner: one name.
  ['علی رضا محمدی را', 'علی\u200Cرضا محمدی', 'علی رضا محمدی'],
  ['علیرضا محمدی را', 'علی رضا محمدی', 'علیرضا محمدی'],
  ['خانم مینا کریمی نژاد', 'مینا کریمی\u200Cنژاد', 'مینا کریمی نژاد'],
  ['خانم کریمی نژاد', 'مینا کریمی\u200Cنژاد', '(کریمی نژاد)'],
  ['Mina Kariminejad’s film', 'Mina Karimi-Nejad', 'Mina Kariminejad'],
  ['Ms Karimi-Nejad', 'Mina Kariminejad', '(Karimi-Nejad)'],
  ['Ms OHara said', "Mina O'Hara", '(OHara)'],
  ['Mina № Karimi', 'Mina Karimi', 'Mina № Karimi'],
  ['Abd-ol-Karim Soroush', 'Abdolkarim Soroush', 'Abd-ol-Karim Soroush'],
  // Nobody sees what parts it.
  ['Mina Ka\u00ADri\u200Bmi', 'Mina Karimi', 'Mina Ka\u00ADri\u200Bmi'],
  ['مینا\u200F کریمی', 'مینا کریمی', 'مینا\u200F کریمی'],
  ['MINA KARI\u0301MI\u0304', 'Mina Karīmí', 'MINA KARI\u0301MI\u0304'],
])('in “%s” %s is found', (text, name, expected) => {
  expect(found(text, name)).toBe(expected);
});

test.each([
  ['Mina met Karimian later on', 'Mina Karimi Rad'],
  ['Mina said so', 'Mina Karimi'],
  ['Minassian and Al', 'Li'],
  ['she left', ''],
  ['a dam in America', 'Adam Ina'],
])('in “%s” nobody called %s is found', (text, name) => {
  expect(found(text, name)).toBeUndefined();
});

test('a whole name is told before a family name that stands earlier', () => {
  expect(found('Karimi, that is Mina Karimi', 'Mina Karimi')).toBe('Mina Karimi');
});

test('the words round it are kept whole, with dots where something is left out', () => {
  const text = `${'before '.repeat(30)}Mina Karimi ${'after '.repeat(30)}`.trim();
  const { parts = [] } = findNames(text, soughtNames(['Mina Karimi'])) ?? {};
  expect(parts[0]?.text).toMatch(/^… (before )+$/);
  expect(parts[2]?.text).toMatch(/^( after)+ …$/);
});

test('a query asks for all words of a name, quoted for the database', () => {
  expect(tsqueryOf(soughtNames(["Mina O'Hara"]))).toBe(
    "('mina':* & 'o':* & 'hara':*) | ('hara':*) | ('o':* & 'hara':*) | ('ohara':*)",
  );
});
