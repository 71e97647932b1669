import {
  bucketOf,
  encodeBase64,
  formatBucket,
  formatRegisterLine,
  hashBucket,
  type JsonValue,
  proveInRegister,
  type RegisterLine,
  registerProofToJson,
  registerRoot,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { type Case, inputsOf, utf8 } from './case.ts';

const id = (start: string) => `${start}-64d5-4c4e-9a53-0f6f5f0c8f3b`;
const hash = node.sha256(utf8('a document'));
const lines: readonly RegisterLine[] = [
  { id: id('0a100000'), number: 1, hash },
  { id: id('0a200000'), number: 999_999_999, hash },
  { id: id('0a300000'), number: 2 },
  { id: id('0a400000'), number: 1, hash },
  { id: id('0a500000'), number: 1 },
];
const buckets = Array.from({ length: 256 }, (_, at) => (at === 0x0a ? lines : []));
const hashes = buckets.map((bucket) => hashBucket(node, bucket));
const root = registerRoot(node, hashes);

interface Proof {
  readonly v: JsonValue;
  readonly id: JsonValue;
  readonly size: JsonValue;
  readonly lines: readonly Record<string, JsonValue>[];
  readonly buckets: readonly JsonValue[];
}

function prove(subject: string): Proof {
  const own = buckets[bucketOf(subject)] ?? [];
  return registerProofToJson(proveInRegister(node, subject, own, hashes)) as unknown as Proof;
}

const [first, third, between, before, after, elsewhere] = [
  prove(id('0a100000')),
  prove(id('0a300000')),
  prove(id('0a250000')),
  prove(id('0a000000')),
  prove(id('0aff0000')),
  prove(id('ff000000')),
];

/** The proof with its first line changed. */
function shown(proof: Proof, changed: Record<string, JsonValue>): Proof {
  const [one, ...others] = proof.lines;
  return { ...proof, lines: [{ ...one, ...changed }, ...others] };
}

function said(text: string): Proof {
  return shown(first, { line: text });
}

const line = formatRegisterLine({ id: id('0a100000'), number: 1, hash });
const path = third.lines[0]?.['path'] as readonly JsonValue[];

type Row = readonly [string, Case['expect'], unknown];

const rows: readonly Row[] = [
  ['the first line', 'accepted', first],
  ['a line that says removed', 'accepted', third],
  ['none between two', 'accepted', between],
  ['none before the first', 'accepted', before],
  ['none after the last', 'accepted', after],
  ['none in an empty bucket', 'accepted', elsewhere],
  ['with members that nobody names', 'accepted', { ...shown(first, { x: 1 }), note: 'x' }],
  ['version 2', 'refused', { ...first, v: 2 }],
  ['version true', 'refused', { ...first, v: true }],
  ['an id in capitals', 'refused', { ...first, id: id('0A100000') }],
  ['an id without hyphens', 'refused', { ...first, id: id('0a100000').replaceAll('-', '') }],
  ['no id', 'refused', { ...first, id: null }],
  ['the line of another id', 'refused', { ...first, id: id('0a200000') }],
  ['a size too large', 'refused', { ...first, size: 6 }],
  ['a size too small', 'refused', { ...first, size: 4 }],
  ['a size as text', 'refused', { ...first, size: '5' }],
  ['a size of a half', 'refused', { ...first, size: 5.5 }],
  ['a size beyond any', 'refused', { ...first, size: 2 ** 40 }],
  ['no lines of a bucket that has some', 'refused', { ...first, lines: [] }],
  ['no lines, and no size', 'refused', { ...first, lines: [], size: 0 }],
  ['an index too large', 'refused', shown(first, { index: 1 })],
  ['an index below zero', 'refused', shown(first, { index: -1 })],
  ['an index as text', 'refused', shown(first, { index: '0' })],
  ['an index that is false', 'refused', shown(first, { index: false })],
  ['lines that are no list', 'refused', { ...first, lines: first.lines[0] }],
  ['a line that is null', 'refused', { ...first, lines: [null] }],
  ['a line twice', 'refused', { ...first, lines: [first.lines[0], first.lines[0]] }],
  ['a line and its neighbour', 'refused', { ...first, lines: [first.lines[0], between.lines[0]] }],
  ['three lines', 'refused', { ...between, lines: [...between.lines, third.lines[0]] }],
  ['neighbours in another order', 'refused', { ...between, lines: between.lines.toReversed() }],
  ['one neighbour of two', 'refused', { ...between, lines: between.lines.slice(1) }],
  ['the other neighbour of two', 'refused', { ...between, lines: between.lines.slice(0, 1) }],
  [
    'neighbours that are none',
    'refused',
    { ...between, lines: [first.lines[0], between.lines[1]] },
  ],
  ['the neighbours of a line that is there', 'refused', { ...between, id: id('0a300000') }],
  ['the last line as neighbour of one before', 'refused', { ...after, id: id('0a450000') }],
  ['the first line as neighbour of one after', 'refused', { ...before, id: id('0a150000') }],
  ['a path too long', 'refused', shown(third, { path: [...path, encodeBase64(hash)] })],
  ['a path too short', 'refused', shown(third, { path: path.slice(1) })],
  ['a path turned round', 'refused', shown(third, { path: path.toReversed() })],
  ['a path that is null', 'refused', shown(third, { path: null })],
  [
    'a path of 65',
    'refused',
    shown(third, { path: Array.from({ length: 65 }, () => path[0] ?? '') }),
  ],
  ['seven siblings', 'refused', { ...first, buckets: first.buckets.slice(1) }],
  ['nine siblings', 'refused', { ...first, buckets: [...first.buckets, encodeBase64(hash)] }],
  ['siblings turned round', 'refused', { ...first, buckets: first.buckets.toReversed() }],
  ['siblings that are numbers', 'refused', { ...first, buckets: first.buckets.map(() => 1) }],
  ['the number 0', 'refused', said(line.replace(' 1 ', ' 0 '))],
  ['the number 01', 'refused', said(line.replace(' 1 ', ' 01 '))],
  ['a number of ten digits', 'refused', said(line.replace(' 1 ', ' 1000000000 '))],
  ['a line with a line feed', 'refused', said(`${line}\n`)],
  ['a line with two spaces', 'refused', said(line.replace(' ', '  '))],
  ['a hash without padding', 'refused', said(line.slice(0, -1))],
  ['a hash with bits that carry nothing', 'refused', said(line.replace(/.=$/, 'z='))],
  ['removed with a hash', 'refused', said(line.replace('edition', 'removed'))],
  ['another word', 'refused', said(line.replace('edition', 'Edition'))],
  ['null', 'refused', null],
];

const bucket = Buffer.from(formatBucket(lines)).toString();
const split = bucket.split('\n');

const bucketTexts: readonly (readonly [string, Case['expect'], string, string?])[] = [
  ['a bucket', 'accepted', bucket],
  ['an empty bucket', 'accepted', ''],
  ['a bucket of another number', 'refused', bucket, '11'],
  ['a line feed and nothing', 'refused', '\n'],
  ['without its last line feed', 'refused', bucket.slice(0, -1)],
  ['with an empty line', 'refused', `${bucket}\n`],
  ['lines in another order', 'refused', `${split.slice(0, -1).toReversed().join('\n')}\n`],
  ['a line twice', 'refused', `${split[0]}\n${bucket}`],
  ['an id in capitals', 'refused', bucket.toUpperCase()],
  ['lines ended as on Windows', 'refused', bucket.replaceAll('\n', '\r\n')],
  ['a tab', 'refused', bucket.replace(' ', '\t')],
];

/** The id that is asked for: its own, if it has one. */
function idOf(proof: unknown): string {
  const own = typeof proof === 'object' && proof !== null && 'id' in proof ? proof.id : '';
  return typeof own === 'string' ? own : '';
}

export function registerCases(): Case[] {
  return [
    ...rows.map(([name, expect, proof]): Case => ({
      ...{ name: `register: ${name}`, kind: 'register-proof', expect },
      inputs: inputsOf({ root, proof: JSON.stringify(proof), id: idOf(proof) }),
    })),
    ...bucketTexts.map(([name, expect, text, number = '10']): Case => ({
      ...{ name: `bucket: ${name}`, kind: 'bucket', expect },
      inputs: inputsOf({ bucket: text, number }),
    })),
  ];
}
