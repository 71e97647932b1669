import { type Case, inputsOf, utf8 } from './case.ts';

const texts: readonly (readonly [string, Case['expect'], string | Uint8Array])[] = [
  ['white space', 'accepted', ' \t\r\n{ "a" :\n1 } '],
  ['white space that is none', 'refused', '{\u00a0}'],
  ['a vertical tab', 'refused', '\u000b1'],
  ['nothing', 'refused', ''],
  ['a byte order mark', 'refused', '\ufeff1'],
  ['not UTF-8', 'refused', Uint8Array.of(0x22, 0xff, 0x22)],
  ['UTF-8 of a surrogate', 'refused', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
  ['UTF-16', 'refused', Uint8Array.of(0, 0x31)],
  ['two values', 'refused', '1 2'],
  ['a comma at the end', 'refused', '[1,]'],
  ['single quotes', 'refused', "'a'"],
  ['a comment', 'refused', '1 // one'],
  ['NaN', 'refused', 'NaN'],
  ['Infinity', 'refused', '[-Infinity]'],
  ['1e400', 'refused', '1e400'],
  ['-1e400', 'refused', '-1e400'],
  ['1e-400', 'accepted', '1e-400'],
  ['-0', 'accepted', '[-0, -0.0, -1e-400]'],
  ['01', 'refused', '01'],
  ['1.', 'refused', '1.'],
  ['.5', 'refused', '.5'],
  ['+1', 'refused', '+1'],
  ['0x10', 'refused', '0x10'],
  ['1_000', 'refused', '1_000'],
  ['True', 'refused', 'True'],
  ['digits that are not ASCII', 'refused', '\u06f1'],
  [
    'integers round 2^53',
    'accepted',
    '[9007199254740991,9007199254740992,9007199254740993,-9007199254740993]',
  ],
  ['a very long integer', 'accepted', `1${'0'.repeat(300)}`],
  ['an integer too long', 'refused', `1${'0'.repeat(5000)}`],
  ['a very long fraction', 'accepted', `0.${'3'.repeat(3000)}`],
  [
    'numbers at the edges of spelling',
    'accepted',
    '[1e21,999999999999999900000,1e-6,1e-7,0.000001234,123e-20,5e-324]',
  ],
  ['half a surrogate pair', 'refused', '"\\ud800"'],
  ['the other half', 'refused', '["\\udc00"]'],
  ['halves in the wrong order', 'refused', '"\\udc00\\ud800"'],
  ['half a surrogate pair as a name', 'refused', '{"\\ud800":1}'],
  ['a whole pair, escaped', 'accepted', '"\\ud83d\\ude00"'],
  [
    'every control character',
    'accepted',
    JSON.stringify(Array.from({ length: 33 }, (_, at) => String.fromCharCode(at))),
  ],
  ['a control character as it is', 'refused', '"\u0001"'],
  ['delete, separators, no character', 'accepted', '"\u007f\u0080\u2028\u2029\uffff\ufffd"'],
  ['an escape there is not', 'refused', '"\\x41"'],
  ['an escape in capitals', 'accepted', '"\\u00E9\\u001F"'],
  [
    'names by UTF-16',
    'accepted',
    '{"\\ufb33":1,"\\ud83d\\ude00":2,"10":3,"9":4,"":5,"a":6,"A":7,"\\u00e9":8}',
  ],
  ['names of JavaScript', 'accepted', '{"__proto__":{"a":1},"constructor":2,"toString":3}'],
  ['a name given as a number', 'refused', '{1:2}'],
  ['a hundred levels', 'accepted', `${'['.repeat(100)}${']'.repeat(100)}`],
  ['a hundred thousand levels', 'refused', '['.repeat(100_000)],
];

/** Numbers from all of what a double can be, by a generator with a fixed seed. */
function manyNumbers(): string {
  const view = new DataView(new ArrayBuffer(8));
  let state = 0x9e3779b97f4a7c15n;
  const numbers: number[] = [];
  while (numbers.length < 2000) {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    view.setBigUint64(0, state);
    const number = view.getFloat64(0);
    if (Number.isFinite(number)) numbers.push(number, Math.round(number % 1e6) / 1000);
  }
  return `[${numbers.map((number) => number.toExponential(20)).join(',')}]`;
}

/** Every character but surrogates, a thousand apart and all of the first. */
function manyStrings(): string {
  const points = Array.from({ length: 3000 }, (_, at) => (at < 1500 ? at : (at - 1500) * 743));
  return JSON.stringify(
    Object.fromEntries(
      points
        .filter((point) => point < 0xd800 || point > 0xdfff)
        .map((point) => [String.fromCodePoint(point), String.fromCodePoint(point)]),
    ),
  );
}

export function jsonCases(): Case[] {
  const rows = [
    ...texts,
    ['two thousand numbers', 'accepted', manyNumbers()] as const,
    ['three thousand characters', 'accepted', manyStrings()] as const,
  ];
  return rows.map(([name, expect, json]) => ({
    ...{ name: `JSON: ${name}`, kind: 'canonical-json', expect },
    inputs: inputsOf({ json: typeof json === 'string' ? utf8(json) : json }),
  }));
}
