import { equalBytes } from './bytes.ts';
import type { JsonValue } from './canonical-json.ts';
import { openCommitment } from './commitment.ts';
import { ProofError, type ProofErrorCode } from './errors.ts';
import { parseLogEntry } from './log-entry.ts';
import { type NoteKey, parseVkey, signatureTypes } from './note-key.ts';
import {
  type OpenedReceipt,
  openedReceiptToJson,
  openReceipt,
  parseOpenedReceipt,
} from './opened-receipt.ts';
import { noQuorum, type Policy } from './policy.ts';
import type { Provider } from './provider.ts';
import { type CheckpointFindings, verifyReceipt } from './receipt.ts';

/** Most successions that are followed in one chain. */
export const maxSuccessions = 16;

/** One key of a log was succeeded by another, as both of them have signed. */
export interface ProvenSuccession {
  readonly from: NoteKey;
  readonly successor: NoteKey;
  /** Id of the entry that says so, and its place in the log. */
  readonly entry: string;
  readonly index: bigint;
  readonly checkpoint: CheckpointFindings;
}

/** A policy brought up to the newest key, or why the chain is refused. */
export type FollowedPolicy =
  | {
      readonly accepted: true;
      readonly policy: Policy;
      /** In the order of the chain. */
      readonly successions: readonly ProvenSuccession[];
    }
  | {
      readonly accepted: false;
      /** Place of the proof at fault in the chain, from 0. */
      readonly at: number;
      readonly code: ProofErrorCode;
      /** For developers. */
      readonly message: string;
    };

/**
 * Follows the successions of a log's keys from one that a policy names to the newest
 * (spec/succession.md, "Following a chain"). Never throws for what is in the proofs.
 *
 * @param proofs of the chain, the oldest first; none leave the policy as it is.
 * @returns the policy with the newest key in the place of all that it succeeds.
 */
export function followSuccession(
  provider: Provider,
  policy: Policy,
  proofs: readonly OpenedReceipt[],
): FollowedPolicy {
  let at = 0;
  try {
    if (proofs.length > maxSuccessions) {
      throw invalid(`a chain of more than ${maxSuccessions} successions`);
    }
    const links: Link[] = [];
    for (const proof of proofs) {
      links.push(nextLink(provider, links, proof));
      at += 1;
    }
    const known = lastKnown(policy, links);
    const successions: ProvenSuccession[] = [];
    for (at = 0; at < links.length; at += 1) {
      const before = successions.at(-1);
      const link = links[at];
      if (link === undefined) break;
      // What leads up to a key that is trusted already needs nobody else's word.
      const quorum = at < known ? noQuorum : policy.quorum;
      const proven = proveLink(provider, { ...policy, quorum }, link);
      if (before !== undefined && proven.index <= before.index) {
        throw invalid('it stands before the one it follows');
      }
      successions.push(proven);
    }
    return { accepted: true, policy: brought(policy, links), successions };
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    return { accepted: false, at, code: error.code, message: error.message };
  }
}

interface Link {
  readonly from: NoteKey;
  readonly successor: NoteKey;
  readonly proof: OpenedReceipt;
}

/** What a proof says it links, if it can follow those before it. @throws ProofError. */
function nextLink(provider: Provider, links: readonly Link[], proof: OpenedReceipt): Link {
  const { kind, commitment } = parseLogEntry(proof.entry);
  if (kind !== 'key-succession') throw invalid(`an entry of kind ${kind}`);
  const fields = openCommitment(provider, commitment, proof.opening);
  const from = keyField(provider, fields, 'from');
  const successor = keyField(provider, fields, 'successor');
  if (from.name !== successor.name) throw invalid('the successor is of another origin');
  const before = links.at(-1);
  if (before !== undefined && !isSame(before.successor, from)) {
    throw invalid('it does not go on from the one before it');
  }
  if (isSame(from, successor) || links.some((link) => isSame(link.from, successor))) {
    throw invalid('the chain goes in a circle');
  }
  return { from, successor, proof };
}

function keyField(
  provider: Provider,
  fields: ReadonlyMap<string, JsonValue>,
  name: string,
): NoteKey {
  const value = fields.get(name);
  if (typeof value !== 'string') throw invalid(`the entry does not say "${name}"`);
  const key = parseVkey(provider, value);
  if (key.type !== signatureTypes.ed25519) throw invalid(`"${name}" is no key of a log`);
  return key;
}

/** How many links lead up to the newest key that the policy names. @throws ProofError. */
function lastKnown(policy: Policy, links: readonly Link[]): number {
  const names = (key: NoteKey) => policy.logs.some((log) => isSame(log.key, key));
  const known = links.findLastIndex(({ successor }) => names(successor)) + 1;
  const [first] = links;
  if (first === undefined || known > 0 || names(first.from)) return known;
  throw new ProofError('signature-missing', 'the policy names none of the keys of this chain');
}

function proveLink(provider: Provider, policy: Policy, link: Link): ProvenSuccession {
  const { from, successor, proof } = link;
  const logs = [from, successor].map((key) => ({ key, url: undefined }));
  const both = { ...policy, logs };
  const verify = (receipt: OpenedReceipt) => verifyReceipt(provider, both, receipt);
  const { id, index, checkpoint } = openReceipt(provider, () => verify(proof), proof);
  // The old key says who follows it; the new one, that it is held by who says so.
  if (checkpoint.logKeys.length < 2) throw invalid('not signed by both of the keys');
  return { from, successor, entry: id, index, checkpoint };
}

function brought(policy: Policy, links: readonly Link[]): Policy {
  const newest = links.at(-1)?.successor;
  if (newest === undefined) return policy;
  const inChain = ({ key }: Policy['logs'][number]) =>
    links.some(({ from, successor }) => isSame(key, from) || isSame(key, successor));
  const url = policy.logs.findLast(inChain)?.url;
  return {
    ...policy,
    logs: [...policy.logs.filter((log) => !inChain(log)), { key: newest, url }],
  };
}

function isSame(a: NoteKey, b: NoteKey): boolean {
  return a.name === b.name && equalBytes(a.publicKey, b.publicKey);
}

/** A succession as JSON (spec/succession.md). */
export function successionToJson(proof: OpenedReceipt): JsonValue {
  const json = openedReceiptToJson(proof);
  return { v: 1, ...json };
}

/** Reads a succession from JSON; nothing about it is verified. @throws ProofError `proof-malformed`. */
export function parseSuccession(json: unknown): OpenedReceipt {
  const proof = parseOpenedReceipt(json);
  if ((json as Readonly<Record<string, unknown>>)['v'] !== 1) {
    throw new ProofError('proof-malformed', 'expected version 1');
  }
  return proof;
}

function invalid(why: string): ProofError {
  return new ProofError('succession-invalid', why);
}
