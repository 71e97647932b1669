import { commit, encodeBase64, hashField, type JsonValue, openingToJson } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { type Case, inputsOf, textOf, utf8 } from './case.ts';

const salted = (name: string, value: JsonValue) => ({ name, value, salt: node.sha256(utf8(name)) });
const fields = [salted('a', 'first'), salted('b', 1), salted('c-1', { deep: [null, true] })];
const whole = commit(node, fields);
const [a, b, c] = (openingToJson(whole) as { fields: Record<string, JsonValue>[] }).fields;
const closed = fields.map((field) => ({ hash: encodeBase64(hashField(node, field)) }));
const commitment = encodeBase64(whole.commitment);
const opening = { v: 1, commitment, fields: [a, b, c] };
const other = encodeBase64(node.sha256(utf8('another')));
const sixtyFour = Array.from({ length: 64 }, (_, at) => salted(`f${String(at + 10)}`, at));

type Row = readonly [string, Case['expect'], unknown];

const rows: readonly Row[] = [
  ['whole', 'accepted', opening],
  ['with nothing open', 'accepted', { ...opening, fields: closed }],
  ['with one closed', 'accepted', { ...opening, fields: [a, closed[1], c] }],
  [
    'with members that nobody names',
    'accepted',
    { ...opening, note: 1, fields: [{ ...a, x: 1 }, b, c] },
  ],
  [
    'a closed field with a member that nobody names',
    'accepted',
    { ...opening, fields: [a, { ...closed[1], x: 1 }, c] },
  ],
  ['version 2', 'refused', { ...opening, v: 2 }],
  ['version "1"', 'refused', { ...opening, v: '1' }],
  ['version true', 'refused', { ...opening, v: true }],
  ['no version', 'refused', { commitment, fields: opening.fields }],
  ['another commitment than it opens', 'refused', { ...opening, commitment: other }],
  ['no commitment', 'refused', { v: 1, fields: opening.fields }],
  [
    'its commitment in hexadecimal',
    'refused',
    { ...opening, commitment: Buffer.from(whole.commitment).toString('hex') },
  ],
  ['no fields', 'refused', { ...opening, fields: [] }],
  ['fields that are no list', 'refused', { ...opening, fields: { a } }],
  ['a field that is null', 'refused', { ...opening, fields: [a, null, c] }],
  ['a field that is a list', 'refused', { ...opening, fields: [a, [], c] }],
  ['a field too few', 'refused', { ...opening, fields: [a, b] }],
  ['a field twice', 'refused', { ...opening, fields: [a, b, b, c] }],
  ['fields in another order', 'refused', { ...opening, fields: [b, a, c] }],
  [
    'a field both closed and opened',
    'refused',
    { ...opening, fields: [a, { ...b, ...closed[1] }, c] },
  ],
  [
    'a closed field that has a value',
    'refused',
    { ...opening, fields: [a, { ...closed[1], value: 2 }, c] },
  ],
  ['a field without salt', 'refused', { ...opening, fields: [a, { name: 'b', value: 1 }, c] }],
  [
    'a field without value',
    'refused',
    { ...opening, fields: [a, { name: 'b', salt: b?.['salt'] }, c] },
  ],
  ['a field with another value', 'refused', { ...opening, fields: [a, { ...b, value: 2 }, c] }],
  [
    'a field with its value as text',
    'refused',
    { ...opening, fields: [a, { ...b, value: '1' }, c] },
  ],
  [
    'a field with its value as true',
    'refused',
    { ...opening, fields: [a, { ...b, value: true }, c] },
  ],
  ['a field with another name', 'refused', { ...opening, fields: [a, { ...b, name: 'bb' }, c] }],
  ['a name in capitals', 'refused', { ...opening, fields: [{ ...a, name: 'A' }, b, c] }],
  ['an empty name', 'refused', { ...opening, fields: [{ ...a, name: '' }, b, c] }],
  ['a name with a line feed', 'refused', { ...opening, fields: [{ ...a, name: 'a\n' }, b, c] }],
  ['a name of 65', 'refused', { ...opening, fields: [{ ...a, name: 'a'.repeat(65) }, b, c] }],
  [
    'a salt of 31 bytes',
    'refused',
    { ...opening, fields: [{ ...a, salt: 'A'.repeat(40) + 'AA==' }, b, c] },
  ],
  [
    'a salt without padding',
    'refused',
    { ...opening, fields: [{ ...a, salt: textOf(a?.['salt']).slice(0, 43) }, b, c] },
  ],
  ['a salt that is a number', 'refused', { ...opening, fields: [{ ...a, salt: 1 }, b, c] }],
  ['half a surrogate pair', 'refused', { ...opening, fields: [{ ...a, value: '\ud800' }, b, c] }],
  ['null', 'refused', null],
  ['a list', 'refused', [opening]],
  ['a text', 'refused', JSON.stringify(opening)],
];

const json = JSON.stringify(opening);
/** Of the same opening, in other spellings. */
const spellings: readonly (readonly [string, Case['expect'], string])[] = [
  ['the number 1 as 1.0', 'accepted', json.replace('"value":1', '"value":1.0')],
  ['the number 1 as 10e-1', 'accepted', json.replace('"value":1', '"value":10e-1')],
  ['the version as 1.0', 'accepted', json.replace('"v":1', '"v":1.0')],
  ['a name escaped', 'accepted', json.replace('"name":"a"', '"name":"\\u0061"')],
  ['white space', 'accepted', JSON.stringify(opening, undefined, 2)],
  ['something after it', 'refused', `${json}x`],
  ['a byte order mark', 'refused', `\ufeff${json}`],
];

export function openingCases(): Case[] {
  const edges = [
    ['with 64 fields', 'accepted', sixtyFour],
    ['with a name of 64', 'accepted', [salted('a'.repeat(64), 1)]],
    [
      'with a name of hyphens and digits',
      'accepted',
      [salted('-0', 1), salted('0-', 2), salted('a', 3)],
    ],
  ] as const;
  return [
    ...rows.map(([name, expect, value]) => one(name, expect, JSON.stringify(value))),
    ...spellings.map(([name, expect, text]) => one(name, expect, text)),
    ...edges.map(([name, expect, made]) => {
      const own = commit(node, made);
      return one(name, expect, JSON.stringify(openingToJson(own)), own.commitment);
    }),
    one(
      'of 65 closed fields',
      'refused',
      JSON.stringify({ ...opening, fields: Array.from({ length: 65 }, () => closed[0]) }),
    ),
  ];
}

function one(name: string, expect: Case['expect'], text: string, of = whole.commitment): Case {
  const inputs = inputsOf({ opening: text, commitment: of });
  return { name: `opening: ${name}`, kind: 'opening', inputs, expect };
}
