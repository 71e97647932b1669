import { type Case, inputsOf } from './case.ts';

const entry =
  '{"commitment":"q8ZB1vFz0u8f9m0r7N2m4X2s4v8h8kKk4m6wq0Qm0eM=","id":"6f0d6c0a-6a51-4b0a-8a3a-1e6a0f5b9d57","kind":"edition-published","v":1}';
const ofKind = (kind: string) => entry.replace('edition-published', kind);

type Row = readonly [string, Case['expect'], string];

const entries: readonly Row[] = [
  ['the example', 'accepted', entry],
  ['of a kind that is not known', 'accepted', ofKind('x')],
  ['of the longest kind', 'accepted', ofKind('k'.repeat(64))],
  ['of a kind too long', 'refused', ofKind('k'.repeat(65))],
  ['of a kind with a capital', 'refused', ofKind('Register')],
  ['of a kind with a digit', 'refused', ofKind('register2')],
  ['of a kind that begins with a hyphen', 'refused', ofKind('-register')],
  ['of no kind', 'refused', ofKind('')],
  ['of a kind with an escape', 'refused', ofKind('\\u0072egister')],
  ['with a line feed', 'refused', `${entry}\n`],
  ['with white space', 'refused', entry.replace(',', ', ')],
  ['with another member', 'refused', entry.replace(',"v"', ',"time":0,"v"')],
  [
    'with its members in another order',
    'refused',
    `{"v":1,${entry.slice(1).replace(',"v":1', '')}`,
  ],
  ['with its id in capitals', 'refused', entry.replace('6f0d6c0a', '6F0D6C0A')],
  ['with its commitment unpadded', 'refused', entry.replace('eM=', 'eM')],
  ['with bits that carry nothing', 'refused', entry.replace('eM=', 'eN=')],
  ['with a commitment of 33 bytes', 'refused', entry.replace('eM=', 'eMA')],
  ['of version 2', 'refused', entry.replace('"v":1', '"v":2')],
  ['of version 1.0', 'refused', entry.replace('"v":1', '"v":1.0')],
  ['of version true', 'refused', entry.replace('"v":1', '"v":true')],
  ['nothing', 'refused', ''],
];

/** Text, and how many entries there should be. */
const bundles: readonly (readonly [string, Case['expect'], readonly number[], number])[] = [
  ['one entry', 'accepted', [0, 1, 65], 1],
  ['an entry of no bytes', 'accepted', [0, 0], 1],
  ['two entries', 'accepted', [0, 1, 65, 0, 0], 2],
  ['an entry too few', 'refused', [0, 1, 65], 2],
  ['an entry too many', 'refused', [0, 1, 65, 0, 0], 1],
  ['nothing', 'refused', [], 1],
  ['half a length', 'refused', [0], 1],
  ['half a length after an entry', 'refused', [0, 0, 0], 1],
  ['half an entry', 'refused', [0, 2, 65], 1],
  ['a length the other way round', 'refused', [1, 0, 65], 1],
  ['256 entries', 'accepted', Array.from({ length: 512 }, () => 0), 256],
  ['257 entries', 'refused', Array.from({ length: 514 }, () => 0), 256],
];

const paths: readonly Row[] = [
  ['with a line feed', 'refused', 'tile/0/000\n'],
  ['with digits of another script', 'refused', 'tile/0/\u06f0\u06f0\u06f0'],
  ['of a large index', 'accepted', 'tile/0/x018/x446/x744/x073/x709/x551/615'],
  ['of an index too large', 'refused', 'tile/0/x018/x446/x744/x073/x709/x551/616'],
  ['of a larger index', 'refused', `tile/0/${'x001/'.repeat(30)}000`],
  ['with an x in capitals', 'refused', 'tile/0/X001/000'],
  ['escaped', 'refused', 'tile/0/%30%30%30'],
  ['above', 'refused', 'tile/0/../0/000'],
];

export function smallCases(): Case[] {
  return [
    ...entries.map(([name, expect, text]): Case => {
      return { name: `entry: ${name}`, kind: 'entry', inputs: inputsOf({ entry: text }), expect };
    }),
    ...bundles.map(([name, expect, bytes, width]): Case => {
      const inputs = inputsOf({ bundle: Uint8Array.from(bytes), width: String(width) });
      return { name: `bundle: ${name}`, kind: 'bundle', inputs, expect };
    }),
    ...paths.map(([name, expect, path]): Case => {
      return { name: `path: ${name}`, kind: 'tile-path', inputs: inputsOf({ path }), expect };
    }),
  ];
}
