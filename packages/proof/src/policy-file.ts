import { equalBytes } from './bytes.ts';
import { PolicyError, ProofError, type PolicyFault } from './errors.ts';
import { formatVkey, type NoteKey, parseVkey, signatureTypes } from './note-key.ts';
import {
  noQuorum,
  type Policy,
  type PolicyGroup,
  type PolicyLog,
  type PolicyWitness,
} from './policy.ts';
import type { HashProvider } from './provider.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** Limits of this implementation; the specification asks for at least 32 of each. */
const limits = { bytes: 262_144, logs: 256, witnesses: 256, groups: 256 };

interface Draft {
  readonly logs: PolicyLog[];
  readonly witnesses: PolicyWitness[];
  readonly groups: PolicyGroup[];
  /** Names defined so far, and whether each is a member of a group yet. */
  readonly names: Map<string, boolean>;
  quorum: string | undefined;
}

/**
 * Reads a policy file (C2SP tlog-policy). Names and addresses must be UTF-8 here; comments may be
 * anything. Logs must sign with Ed25519 and witnesses cosign with it: a policy that trusts a key
 * which cannot be verified is refused rather than read as if it trusted fewer.
 *
 * @throws PolicyError with the number of the line; its `cause` says what is wrong with a key.
 */
export function parsePolicy(provider: HashProvider, bytes: Uint8Array): Policy {
  if (bytes.length > limits.bytes) throw malformed('too-large', `more than ${limits.bytes} bytes`);
  const draft: Draft = {
    ...{ logs: [], witnesses: [], groups: [], names: new Map(), quorum: undefined },
  };
  let start = 0;
  for (let number = 1; start < bytes.length; number += 1) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found;
    readLine(provider, draft, bytes.subarray(start, end), number);
    start = end + 1;
  }
  const { quorum, logs, witnesses, groups } = draft;
  if (quorum === undefined) throw malformed('quorum-missing', 'no quorum line');
  return { logs, witnesses, groups, quorum };
}

function readLine(provider: HashProvider, draft: Draft, line: Uint8Array, number: number): void {
  try {
    if (line.some((byte) => (byte < 0x20 && byte !== 0x09) || byte === 0x7f)) {
      throw malformed('characters', 'a control character');
    }
    const first = line.find((byte) => byte !== 0x20 && byte !== 0x09);
    if (first === undefined || first === 0x23) return;
    const text = decodeUtf8(line);
    if (text === undefined) throw malformed('characters', 'not UTF-8');
    // Space and tab only: other white space of Unicode may stand in a name.
    const [keyword = '', ...items] = text.split(/[ \t]+/).filter((item) => item !== '');
    readItems(provider, draft, keyword, items);
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    const fault = error instanceof PolicyError ? error.fault : 'key';
    throw new PolicyError(fault, `line ${number}: ${error.message}`, number, { cause: error });
  }
}

function readItems(
  provider: HashProvider,
  draft: Draft,
  keyword: string,
  items: readonly string[],
): void {
  switch (keyword) {
    case 'log':
      readLog(provider, draft, items);
      return;
    case 'witness':
      readWitness(provider, draft, items);
      return;
    case 'group':
      readGroup(draft, items);
      return;
    case 'quorum':
      readQuorum(draft, items);
      return;
    default:
      throw malformed('unknown-line', 'a line is a log, a witness, a group or the quorum');
  }
}

function readLog(provider: HashProvider, { logs }: Draft, items: readonly string[]): void {
  const [vkey, url, ...rest] = items;
  if (vkey === undefined || rest.length > 0)
    throw malformed('log-parts', 'expected: log <vkey> [<url>]');
  const key = parseVkey(provider, vkey);
  requireKey(key, signatureTypes.ed25519, logs);
  if (logs.length >= limits.logs) throw malformed('too-many', `more than ${limits.logs} logs`);
  logs.push({ key, url });
}

function readWitness(provider: HashProvider, draft: Draft, items: readonly string[]): void {
  const [name, vkey, url, ...rest] = items;
  if (name === undefined || vkey === undefined || rest.length > 0) {
    throw malformed('witness-parts', 'expected: witness <name> <vkey> [<url>]');
  }
  const { witnesses } = draft;
  const key = parseVkey(provider, vkey);
  requireKey(key, signatureTypes.cosignature, witnesses);
  if (witnesses.length >= limits.witnesses)
    throw malformed('too-many', `more than ${limits.witnesses} witnesses`);
  define(draft, name);
  witnesses.push({ name, key, url });
}

function readGroup(draft: Draft, items: readonly string[]): void {
  const [name, rule, ...members] = items;
  if (name === undefined || rule === undefined) {
    throw malformed('group-parts', 'expected: group <name> all|any|<k> <name>...');
  }
  if (members.length === 0) throw malformed('group-parts', 'a group without members');
  const threshold =
    rule === 'all' ? members.length : rule === 'any' ? 1 : parseThreshold(rule, members.length);
  for (const member of members) {
    const taken = draft.names.get(member);
    if (taken === undefined) throw malformed('name-unknown', `${member} is not defined before`);
    // Otherwise one countersigner would count in more than one way.
    if (taken) throw malformed('name-in-group', `${member} is a member of a group already`);
    draft.names.set(member, true);
  }
  if (draft.groups.length >= limits.groups)
    throw malformed('too-many', `more than ${limits.groups} groups`);
  define(draft, name);
  draft.groups.push({ name, threshold, members });
}

function parseThreshold(text: string, members: number): number {
  const threshold = /^[1-9][0-9]{0,3}$/.test(text) ? Number(text) : 0;
  if (threshold < 1 || threshold > members)
    throw malformed('threshold', `of ${members} members, not ${text}`);
  return threshold;
}

function readQuorum(draft: Draft, items: readonly string[]): void {
  const [name, ...rest] = items;
  if (name === undefined || rest.length > 0)
    throw malformed('quorum-parts', 'expected: quorum <name>');
  if (draft.quorum !== undefined) throw malformed('quorum-twice', 'a second quorum line');
  if (name !== noQuorum && !draft.names.has(name))
    throw malformed('name-unknown', `${name} is not defined before`);
  draft.quorum = name;
}

function define({ names }: Draft, name: string): void {
  if (name === noQuorum) throw malformed('name-twice', '"none" is the name of no witness or group');
  if (names.has(name)) throw malformed('name-twice', `${name} is defined twice`);
  names.set(name, false);
}

/** Keys are the same if their bytes are, whatever they are named (tlog-policy, "Public key representation"). */
function requireKey(
  key: NoteKey,
  type: number,
  others: readonly { readonly key: NoteKey }[],
): void {
  if (key.type !== type)
    throw malformed('key-type', `the key is of type ${key.type}, expected ${type}`);
  if (others.some((other) => equalBytes(other.key.publicKey, key.publicKey))) {
    throw malformed('key-twice', 'the same key twice');
  }
}

/**
 * Writes a policy file, one line each: logs, witnesses, groups, quorum. Reading it gives the policy
 * again.
 *
 * @throws ProofError `policy-malformed` if it is none that a file can hold.
 */
export function formatPolicy(provider: HashProvider, policy: Policy): Uint8Array {
  const { logs, witnesses, groups, quorum } = policy;
  const lines = [
    ...logs.map(({ key, url }) => ['log', formatVkey(key), ...optional(url)]),
    ...witnesses.map(({ name, key, url }) => ['witness', name, formatVkey(key), ...optional(url)]),
    ...groups.map(({ name, threshold, members }) => ['group', name, String(threshold), ...members]),
    ['quorum', quorum],
  ];
  for (const item of lines.flat()) {
    if (!/^[^ \t\n]+$/.test(item) || !item.isWellFormed()) {
      throw malformed('characters', 'a name or URL that is empty or has a space');
    }
  }
  const text = lines.map((items) => `${items.join(' ')}\n`).join('');
  const bytes = encodeUtf8(text);
  parsePolicy(provider, bytes);
  return bytes;
}

function optional(url: string | undefined): string[] {
  return url === undefined ? [] : [url];
}

function malformed(fault: PolicyFault, why: string): PolicyError {
  return new PolicyError(fault, why);
}
