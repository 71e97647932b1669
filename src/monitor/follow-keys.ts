import {
  followSuccession,
  hashLeaf,
  parseSuccession,
  ProofError,
  type Policy,
  type ProvenSuccession,
  type VerifiedTiles,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { alarm, type Finding } from './finding.ts';
import { verified } from './judge-checkpoint.ts';
import type { LogReader } from './log-reader.ts';

/** A policy brought up to the key that signs now, by what the log shows of its own keys. */
export interface FollowedKeys {
  readonly policy: Policy;
  readonly successions: readonly Succession[];
  readonly alarms: readonly Finding[];
}

interface Succession extends ProvenSuccession {
  readonly leafHash: Uint8Array;
}

/**
 * Follows the successions that a log serves (spec/succession.md). What cannot be followed is an alarm,
 * and leaves the policy as it is.
 */
export async function followKeys(
  reader: LogReader,
  prefix: string,
  policy: Policy,
): Promise<FollowedKeys> {
  const asItIs = { policy, successions: [], alarms: [] };
  const bytes = await reader.find(`${prefix}successions`, 'successions');
  if (bytes === undefined) return asItIs;
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (!Array.isArray(json)) throw new ProofError('proof-malformed', 'no list');
    const proofs = json.map(parseSuccession);
    const followed = followSuccession(node, policy, proofs);
    if (!followed.accepted) throw new ProofError(followed.code, followed.message);
    const successions = followed.successions.map((one, at) => ({
      ...one,
      leafHash: hashLeaf(node, proofs[at]?.entry ?? new Uint8Array()),
    }));
    return { policy: followed.policy, successions, alarms: [] };
  } catch (error) {
    if (!(error instanceof ProofError || error instanceof SyntaxError)) throw error;
    const about = error instanceof ProofError ? error.code : 'proof-malformed';
    return { ...asItIs, alarms: [alarm('succession-refused', { about })] };
  }
}

/** Holds the entries that the successions rest on against the log that is followed. */
export async function missingSuccessions(
  { successions }: FollowedKeys,
  tiles: VerifiedTiles<Promise<Uint8Array>>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { index, leafHash } of successions) {
    const isThere =
      index < tiles.size &&
      Buffer.compare(await verified(() => tiles.leafHash(index)), leafHash) === 0;
    if (!isThere) findings.push(alarm('succession-forged', { index: String(index) }));
  }
  return findings;
}
