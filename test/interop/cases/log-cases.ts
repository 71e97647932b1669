import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  bucketOf,
  bundlePath,
  changedBundles,
  changedTiles,
  closeFields,
  type JsonValue,
  openingToJson,
  parseEditionProof,
  parseEntryBundle,
  parseLogEntry,
  parseOpening,
  parseSignedCheckpoint,
  registerProofToJson,
  tilePath,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { type Inputs, judge } from '../judge.ts';
import { changedCases } from './blind-changes.ts';
import { type Case, inputsOf, textOf } from './case.ts';

interface Sound {
  readonly name: string;
  readonly kind: string;
  readonly inputs: Inputs;
  /** Inputs that prove what the case says; the others are what the reader trusts or asks for. */
  readonly proving?: readonly string[];
  /** Inputs that prove nothing by themselves, and are only read. */
  readonly reading?: readonly string[];
}

/** Everything a served log has: whole, and changed in every way that needs no understanding of it. */
export function logCases(title: string, folder: string): Case[] {
  const read = (name: string) => Uint8Array.from(readFileSync(path.join(folder, name)));
  const sound = [
    ...editions(folder, read),
    ...checkpoints(read),
    ...entries(read),
    ...registers(folder, read),
    ...successions(folder, read),
  ];
  return sound.flatMap((one): Case[] => {
    const named = { ...one, name: `${title}: ${one.name}` };
    const verdict = judge(one.kind, one.inputs);
    if (!verdict.accepted) return [{ ...named, expect: 'accepted' }];
    const { proving = [], reading = [] } = one;
    return [
      { ...named, expect: 'accepted' },
      ...proving.flatMap((input) => changedCases(named, input, verdict.says, 'unharmed')),
      ...reading.flatMap((input) => changedCases(named, input, verdict.says, 'agreed')),
    ];
  });
}

type Read = (name: string) => Uint8Array;

function parsedJson(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString());
}

function editions(folder: string, read: Read): Sound[] {
  const policy = read('policy');
  const documents = new Set(readdirSync(path.join(folder, 'document')));
  const subjects = readdirSync(path.join(folder, 'proof')).toSorted();
  const kept = subjects.find((subject) => documents.has(subject)) ?? '';
  const removed = subjects.find((subject) => !documents.has(subject)) ?? '';
  const [proof, removal] = [read(`proof/${kept}`), read(`proof/${removed}`)];
  const { edition } = parseEditionProof(parsedJson(proof));
  return [
    {
      ...{ name: 'an edition', kind: 'edition', proving: ['proof', 'document'] },
      ...{ reading: ['policy'], inputs: { policy, proof, document: read(`document/${kept}`) } },
    },
    {
      ...{ name: 'a removal', kind: 'edition', proving: ['proof'] },
      inputs: { policy, proof: removal },
    },
    {
      ...{ name: 'a receipt', kind: 'receipt', proving: ['entry', 'proof'] },
      inputs: { policy, entry: edition.entry, proof: edition.proof },
    },
    registerProof('a line of the register', proof),
    registerProof('the line of a removal', removal),
  ];
}

function registerProof(name: string, file: Uint8Array): Sound {
  const { register } = parseEditionProof(parsedJson(file));
  const [root] = register.opening.fields.flatMap((one) =>
    'name' in one && one.name === 'root' ? [Buffer.from(textOf(one.value), 'base64')] : [],
  );
  const proof = JSON.stringify(registerProofToJson(register.line));
  const inputs = inputsOf({ proof, id: register.line.id, root: Uint8Array.from(root ?? []) });
  return { name, kind: 'register-proof', proving: ['proof'], inputs };
}

function checkpoints(read: Read): Sound[] {
  const [policy, note] = [read('policy'), read('checkpoint')];
  const { size, root } = parseSignedCheckpoint(note).checkpoint;
  const tiles = [...changedTiles(0n, size)].map(tilePath);
  const files = Object.fromEntries(tiles.map((name) => [name, read(name)]));
  return [
    {
      ...{ name: 'the checkpoint', kind: 'checkpoint', proving: ['note'], reading: ['policy'] },
      inputs: { policy, note },
    },
    { name: 'the policy', kind: 'policy', reading: ['policy'], inputs: { policy } },
    {
      ...{ name: 'the tree', kind: 'tree', proving: tiles },
      inputs: { ...inputsOf({ size: String(size) }), root, ...files },
    },
  ];
}

function entries(read: Read): Sound[] {
  const { size } = parseSignedCheckpoint(read('checkpoint')).checkpoint;
  const last = [...changedBundles(0n, size)].at(-1);
  if (last === undefined) throw new Error('expected a bundle');
  const bundle = read(bundlePath(last));
  const [entry] = parseEntryBundle(bundle, last.width);
  if (entry === undefined) throw new Error('expected an entry');
  const { id, commitment } = parseLogEntry(entry);
  const whole = read(`opening/${id}`);
  const opening = parseOpening(parsedJson(whole));
  const partly: JsonValue = openingToJson(closeFields(node, opening, ['number', 'subject']));
  return [
    {
      ...{ name: 'a bundle', kind: 'bundle', reading: ['bundle'] },
      inputs: inputsOf({ bundle, width: String(last.width) }),
    },
    { name: 'an entry', kind: 'entry', reading: ['entry'], inputs: inputsOf({ entry }) },
    {
      ...{ name: 'an opening', kind: 'opening', proving: ['opening'], reading: ['commitment'] },
      inputs: { commitment, opening: whole },
    },
    {
      ...{ name: 'an opening in part', kind: 'opening', proving: ['opening'] },
      inputs: inputsOf({ commitment, opening: JSON.stringify(partly) }),
    },
  ];
}

/** What leads a reader who knows the first key alone to the one that signs. */
function successions(folder: string, read: Read): Sound[] {
  const policy = read('old-policy');
  const [subject = ''] = readdirSync(path.join(folder, 'document')).toSorted();
  const [proof, document] = [read(`proof/${subject}`), read(`document/${subject}`)];
  return [
    {
      ...{ name: 'the successions', kind: 'successions', proving: ['successions'] },
      ...{ reading: ['policy'], inputs: { policy, successions: read('successions') } },
    },
    {
      ...{ name: 'an edition to who knows the old key', kind: 'edition', proving: ['proof'] },
      inputs: { policy, proof, document },
    },
  ];
}

function registers(folder: string, read: Read): Sound[] {
  const [subject] = readdirSync(path.join(folder, 'proof')).toSorted();
  const { register } = parseEditionProof(parsedJson(read(`proof/${subject}`)));
  const fields = register.opening.fields.flatMap((one) => ('name' in one ? [one] : []));
  const root = Buffer.from(textOf(fields.find(({ name }) => name === 'root')?.value), 'base64');
  const hashes = read(`register/${root.toString('hex')}`);
  const number = bucketOf(register.line.id);
  const hash = Buffer.from(hashes.subarray(number * 32, number * 32 + 32)).toString('hex');
  return [
    {
      ...{ name: 'the register', kind: 'register', proving: ['register'] },
      inputs: inputsOf({ register: hashes, root: Uint8Array.from(root) }),
    },
    {
      ...{ name: 'a bucket', kind: 'bucket', reading: ['bucket'] },
      inputs: inputsOf({ bucket: read(`register/bucket/${hash}`), number: String(number) }),
    },
  ];
}
