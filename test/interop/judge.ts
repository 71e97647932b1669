import {
  bucketOf,
  canonicalJson,
  type CheckpointFindings,
  decodeBase64,
  editionVerifier,
  encodeBase64,
  followSuccession,
  formatRegisterLine,
  formatVkey,
  hashLeaf,
  judgeCheckpoint,
  type JsonValue,
  keyIdText,
  openCommitment,
  parseBucket,
  parseBucketHashes,
  parseEditionProof,
  parseEntryBundle,
  parseLogEntry,
  parseNote,
  parseOpening,
  parsePolicy,
  parseRegisterProof,
  parseSuccession,
  parseTilePath,
  parseUint64,
  parseVkey,
  ProofError,
  type Provider,
  registerRoot,
  type Refusal,
  verifyConsistency,
  verifyInclusion,
  verifyInRegister,
  verifyNote,
  verifyReceipt,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { digestOfLeaves, readLeaves } from './read-leaves.ts';

/** What an implementation says to a case. `says` has the same form in both of them. */
export type Verdict =
  | { readonly accepted: true; readonly says: JsonValue }
  | { readonly accepted: false; readonly code: string };

/** The inputs of a case by name; a text is its UTF-8. */
export type Inputs = Readonly<Record<string, Uint8Array>>;

/** A refusal on the way to a verdict, of what is not the package's to refuse. */
class Refused extends Error {}

/** What `@countersign/proof` says to some bytes of a kind. @throws for a bug. */
export function judge(kind: string, inputs: Inputs, provider: Provider = node): Verdict {
  const run = judges[kind];
  if (run === undefined) throw new Error(`no judge of ${kind}`);
  try {
    return { accepted: true, says: run(inputs, provider) };
  } catch (error) {
    if (error instanceof ProofError) return { accepted: false, code: error.code };
    if (error instanceof Refused) return { accepted: false, code: error.message };
    throw error;
  }
}

const judges: Readonly<Record<string, (inputs: Inputs, provider: Provider) => JsonValue>> = {
  'canonical-json': (inputs) => canonical(json(inputs, 'json')),
  vkey: (inputs, provider) => formatVkey(parseVkey(provider, text(inputs, 'vkey'))),
  note: (inputs, provider) => {
    const keys = text(inputs, 'vkeys').split('\n');
    const { verified, ignored } = verifyNote(
      provider,
      parseNote(bytes(inputs, 'note')),
      keys.map((vkey) => parseVkey(provider, vkey)),
    );
    const nameOf = (one: { readonly name: string; readonly keyId: number }) =>
      `${one.name}+${keyIdText(one)}`;
    return { verified: verified.map(({ key }) => nameOf(key)), ignored: ignored.map(nameOf) };
  },
  policy: (inputs, provider) => {
    const { logs, witnesses, groups, quorum } = policy(inputs, provider);
    return {
      logs: logs.map(({ key }) => formatVkey(key)),
      witnesses: witnesses.map(({ name, key }) => [octets(name), formatVkey(key)]),
      groups: groups.map((one) => [octets(one.name), one.threshold, one.members.map(octets)]),
      quorum: octets(quorum),
    };
  },
  checkpoint: (inputs, provider) => {
    const verdict = judgeCheckpoint(provider, policy(inputs, provider), bytes(inputs, 'note'));
    return findingsJson(accepted(verdict).checkpoint);
  },
  receipt: (inputs, provider) => {
    const receipt = { entry: bytes(inputs, 'entry'), proof: bytes(inputs, 'proof') };
    const { index, checkpoint } = accepted(
      verifyReceipt(provider, policy(inputs, provider), receipt),
    );
    return { index: String(index), ...findingsJson(checkpoint) };
  },
  entry: (inputs) => {
    const { id, kind, commitment } = parseLogEntry(bytes(inputs, 'entry'));
    return { id, kind, commitment: encodeBase64(commitment) };
  },
  opening: (inputs, provider) => {
    const opening = parseOpening(json(inputs, 'opening'));
    return Object.fromEntries(openCommitment(provider, bytes(inputs, 'commitment'), opening));
  },
  bucket: (inputs) => {
    const number = Number(text(inputs, 'number'));
    const lines = parseBucket(bytes(inputs, 'bucket'));
    // A bucket does not say which it is: whoever asked for it knows.
    if (lines.some(({ id }) => bucketOf(id) !== number)) throw new Refused('another bucket');
    return lines.map(formatRegisterLine);
  },
  register: (inputs, provider) => {
    const buckets = parseBucketHashes(bytes(inputs, 'register'));
    if (!same(registerRoot(provider, buckets), bytes(inputs, 'root')))
      throw new Refused('another root');
    return buckets.map(encodeBase64);
  },
  'register-proof': (inputs, provider) => {
    const proof = parseRegisterProof(json(inputs, 'proof'));
    // Whoever asks knows what for.
    if (proof.id !== text(inputs, 'id')) throw new Refused('the proof of another id');
    const line = verifyInRegister(provider, proof, bytes(inputs, 'root'));
    return line === undefined ? null : formatRegisterLine(line);
  },
  edition: (inputs, provider) => {
    const document = inputs['document'] === undefined ? undefined : json(inputs, 'document');
    const proof = parseEditionProof(json(inputs, 'proof'));
    const proven = accepted(editionVerifier(provider, policy(inputs, provider))(proof, document));
    return {
      subject: proven.subject,
      number: proven.number,
      hash: proven.hash === undefined ? null : encodeBase64(proven.hash),
      index: String(proven.index),
      latest: proven.latest,
      ...findingsJson(proven.checkpoint),
    };
  },
  successions: (inputs, provider) => {
    const list = json(inputs, 'successions');
    if (!Array.isArray(list)) throw new Refused('successions are no list');
    const proofs = (list as readonly JsonValue[]).map(parseSuccession);
    const followed = followSuccession(provider, policy(inputs, provider), proofs);
    if (!followed.accepted) throw new ProofError(followed.code, followed.message);
    return {
      keys: followed.policy.logs.map(({ key }) => formatVkey(key)),
      indexes: followed.successions.map(({ index }) => String(index)),
    };
  },
  bundle: (inputs, provider) => {
    const width = Number(text(inputs, 'width'));
    const entries = parseEntryBundle(bytes(inputs, 'bundle'), width);
    return entries.map((entry) => encodeBase64(hashLeaf(provider, entry)));
  },
  'tile-path': (inputs) => {
    const { kind, at } = parseTilePath(text(inputs, 'path'));
    const level = kind === 'tile' ? String(at.level) : 'entries';
    return { level, index: String(at.index), width: at.width };
  },
  tree: (inputs) => {
    const head = { size: count(inputs, 'size'), root: bytes(inputs, 'root') };
    return digestOfLeaves(readLeaves(head, (path) => bytes(inputs, path)));
  },
  inclusion: (inputs, provider) => {
    const [index, size] = [count(inputs, 'index'), count(inputs, 'size')];
    const [leafHash, root] = [bytes(inputs, 'leaf'), bytes(inputs, 'root')];
    verifyInclusion(provider, { index, size, leafHash, root }, hashes(inputs, 'path'));
    return null;
  },
  consistency: (inputs, provider) => {
    const [oldSize, newSize] = [count(inputs, 'old-size'), count(inputs, 'new-size')];
    const [oldRoot, newRoot] = [bytes(inputs, 'old-root'), bytes(inputs, 'new-root')];
    verifyConsistency(provider, { oldSize, newSize, oldRoot, newRoot }, hashes(inputs, 'proof'));
    return null;
  },
};

/** What is found of a checkpoint, in the form that both implementations share. */
export function findingsJson(checkpoint: CheckpointFindings) {
  const { origin, size, root, countersigned, missing, ignored } = checkpoint;
  return {
    origin,
    size: String(size),
    root: encodeBase64(root),
    times: Object.fromEntries(countersigned.map(({ name, time }) => [name, String(time)])),
    missing,
    ignored: ignored.map(({ name }) => name),
  };
}

/** JSON as a reader of a served file has it. @throws Refused. */
export function parseJson(data: Uint8Array): JsonValue {
  try {
    return JSON.parse(decode(data)) as JsonValue;
  } catch (error) {
    throw error instanceof Refused ? error : new Refused('not JSON');
  }
}

function accepted<Verdicts extends { readonly accepted: boolean }>(
  verdict: Verdicts | Pick<Refusal, 'accepted' | 'code' | 'message'>,
): Extract<Verdicts, { readonly accepted: true }> {
  if (!verdict.accepted && 'code' in verdict) throw new ProofError(verdict.code, verdict.message);
  return verdict as Extract<Verdicts, { readonly accepted: true }>;
}

function canonical(value: JsonValue): string {
  try {
    return canonicalJson(value);
  } catch {
    throw new Refused('no canonical JSON');
  }
}

function policy(inputs: Inputs, provider: Provider) {
  return parsePolicy(provider, bytes(inputs, 'policy'));
}

function bytes(inputs: Inputs, name: string): Uint8Array {
  const input = inputs[name];
  if (input === undefined) throw new Refused(`${name} is missing`);
  return input;
}

function text(inputs: Inputs, name: string): string {
  return decode(bytes(inputs, name));
}

function decode(data: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw new Refused('not UTF-8');
  }
}

function json(inputs: Inputs, name: string): JsonValue {
  return parseJson(bytes(inputs, name));
}

function count(inputs: Inputs, name: string): bigint {
  const value = parseUint64(text(inputs, name));
  if (value === undefined) throw new Refused(`${name} is no number`);
  return value;
}

function hashes(inputs: Inputs, name: string): Uint8Array[] {
  const list = json(inputs, name);
  if (!Array.isArray(list)) throw new Refused(`${name} is no list`);
  return list.map((one: unknown) => decodeBase64(String(one)) ?? new Uint8Array());
}

function octets(name: string): string {
  return Buffer.from(name).toString('hex');
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
