import { canonicalJson, encodeBase64, type JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { type Case, inputsOf, textOf, utf8 } from './case.ts';
import { ownProof, type OwnEdition, policy } from './own-log.ts';

const subject = '0a5f6c1e-64d5-4c4e-9a53-0f6f5f0c8f3b';
const other = '0a6f6c1e-64d5-4c4e-9a53-0f6f5f0c8f3b';
const document = { subject, says: 'this' };
const digestOf = (value: JsonValue) => node.sha256(utf8(canonicalJson(value)));
const hash = digestOf(document);
const fields = { subject, number: 1, hash: encodeBase64(hash) };
const line = { id: subject, number: 1, hash };
const sound: OwnEdition = { subject, fields, line };
const removal: OwnEdition = {
  ...{ subject, kind: 'edition-removed', fields: { subject, number: 1, 'reason-class': 'safety' } },
  line: { id: subject, number: 1 },
};
const nameless = { says: 'this' };
const listed = [subject];

type Row = readonly [string, Case['expect'], OwnEdition, JsonValue | undefined];

/** Proofs by a log that says what it should not, or unusual things that it may say. */
const rows: readonly Row[] = [
  ['an edition', 'accepted', sound, document],
  ['with its members in another order', 'accepted', sound, { says: 'this', subject }],
  ['a removal', 'accepted', removal, undefined],
  ['without its document', 'refused', sound, undefined],
  ['another document', 'refused', sound, { subject, says: 'that' }],
  ['a removal with a document', 'refused', removal, document],
  ['the register after it is not the last entry', 'accepted', after('other'), document],
  ['the register before the edition', 'accepted', order('register', 'edition'), document],
  ['an entry of a register as the edition', 'refused', { ...sound, kind: 'register' }, document],
  ['an entry of unknown kind as the edition', 'refused', { ...sound, kind: 'edition' }, document],
  ['a correction as the register', 'refused', registerKind('edition-corrected'), document],
  ['the entry of another subject', 'refused', said({ subject: other }), document],
  ['no subject in the entry', 'refused', without('subject'), document],
  ['no hash in the entry', 'refused', without('hash'), document],
  ['no number in the entry', 'refused', without('number'), document],
  ['another number in the entry', 'refused', said({ number: 2 }), document],
  ['its number as text', 'refused', said({ number: '1' }), document],
  ['its number as true', 'refused', said({ number: true }), document],
  ['its hash as a number', 'refused', said({ hash: 1 }), document],
  ['its hash of 31 bytes', 'refused', said({ hash: 'A'.repeat(42) }), document],
  [
    'its hash in hexadecimal',
    'refused',
    said({ hash: Buffer.from(hash).toString('hex') }),
    document,
  ],
  ['nothing in the register', 'refused', { ...sound, line: undefined }, document],
  ['only another in the register', 'refused', { ...sound, line: { ...line, id: other } }, document],
  ['removed in the register', 'refused', { ...sound, line: { id: subject, number: 1 } }, document],
  ['a removal kept in the register', 'refused', { ...removal, line }, undefined],
  [
    'another hash in the register',
    'refused',
    { ...sound, line: { ...line, hash: digestOf('another') } },
    document,
  ],
  ['no root in the register entry', 'refused', { ...sound, registerFields: { x: 1 } }, document],
  ['a root that is true', 'refused', { ...sound, registerFields: { root: true } }, document],
  [
    'a document without its subject',
    'refused',
    {
      ...said({ hash: encodeBase64(digestOf(nameless)) }),
      line: { ...line, hash: digestOf(nameless) },
    },
    nameless,
  ],
  [
    'a document that is a list',
    'refused',
    {
      ...said({ hash: encodeBase64(digestOf(listed)) }),
      line: { ...line, hash: digestOf(listed) },
    },
    listed,
  ],
];

function said(changed: Record<string, JsonValue>): OwnEdition {
  return { ...sound, fields: { ...fields, ...changed } };
}

function without(name: keyof typeof fields): OwnEdition {
  const { [name]: _, ...rest } = fields;
  return { ...sound, fields: rest };
}

function registerKind(kind: string): OwnEdition {
  return { ...sound, registerKind: kind };
}

function after(last: 'other'): OwnEdition {
  return { ...sound, order: ['edition', 'register', last] };
}

function order(...which: readonly ('edition' | 'register')[]): OwnEdition {
  return { ...sound, order: which };
}

/** Each proof, and the sound one with its file changed. */
export function editionCases(): Case[] {
  const made = rows.map(([name, expect, edition, shown]): Case => {
    const proof = JSON.stringify(ownProof(edition));
    const inputs = inputsOf({ policy, proof });
    const documents = shown === undefined ? {} : inputsOf({ document: JSON.stringify(shown) });
    return {
      name: `edition: ${name}`,
      kind: 'edition',
      inputs: { ...inputs, ...documents },
      expect,
    };
  });
  return [...made, ...fileCases()];
}

function fileCases(): Case[] {
  const proof = ownProof(sound);
  const [edition, register] = [proof['edition'], proof['register']] as Record<string, JsonValue>[];
  const signedTwice = (receipt: Record<string, JsonValue> | undefined) => {
    const text = textOf(receipt?.['proof']);
    return { ...receipt, proof: `${text}${text.slice(text.indexOf('\u2014'))}` };
  };
  const changed: readonly (readonly [string, Case['expect'], JsonValue])[] = [
    ['with members that nobody names', 'accepted', { ...proof, note: 'x', '': null }],
    ['version 2', 'refused', { ...proof, v: 2 }],
    ['version true', 'refused', { ...proof, v: true }],
    ['version "1"', 'refused', { ...proof, v: '1' }],
    ['no version', 'refused', omit(proof, 'v')],
    ['no subject', 'refused', omit(proof, 'subject')],
    ['another subject', 'refused', { ...proof, subject: other }],
    ['its subject in capitals', 'refused', { ...proof, subject: subject.toUpperCase() }],
    ['no edition', 'refused', omit(proof, 'edition')],
    ['no register', 'refused', omit(proof, 'register')],
    ['an edition that is null', 'refused', { ...proof, edition: null }],
    ['an entry that is no text', 'refused', { ...proof, edition: { ...edition, entry: {} } }],
    ['the opening of another entry', 'refused', swapped(proof, 'opening')],
    ['the proof of another entry', 'refused', swapped(proof, 'proof')],
    ['the entry of another proof', 'refused', swapped(proof, 'entry')],
    ['no line', 'refused', { ...proof, register: omit({ ...register }, 'line') }],
    [
      'one note signed twice and the other once',
      'refused',
      { ...proof, register: { ...register, ...signedTwice(register) } },
    ],
    [
      'both notes signed twice',
      'accepted',
      {
        ...{ ...proof, edition: signedTwice(edition) },
        register: { ...register, ...signedTwice(register) },
      },
    ],
  ];
  return changed.map(([name, expect, file]) => ({
    ...{ name: `edition file: ${name}`, kind: 'edition', expect },
    inputs: inputsOf({ policy, proof: JSON.stringify(file), document: JSON.stringify(document) }),
  }));
}

function omit(value: Record<string, JsonValue>, name: string): Record<string, JsonValue> {
  const { [name]: _, ...rest } = value;
  return rest;
}

function swapped(proof: Record<string, JsonValue>, member: string): Record<string, JsonValue> {
  const [edition, register] = [proof['edition'], proof['register']] as Record<string, JsonValue>[];
  return { ...proof, edition: { ...edition, [member]: register?.[member] ?? null } };
}
