import { encodeBase64, type JsonValue } from '@countersign/proof';
import { readRule, ruleJson, type WithheldRule } from '@countersign/letter';
import { panelLimits } from './panel.ts';
import { bytesOf, jsonBytes, listOf, malformed, membersOf, uuidOf } from './strict-json.ts';

/** What a signer wants shown one day. */
export interface WithheldName {
  readonly name: string;
  readonly credit: string;
  readonly affiliation: string;
  /** ISO 3166-1 alpha-2, or empty. */
  readonly country: string;
}

/** A name that so many organisations can open together, and nobody else (spec/withheld.md). */
export interface SealedName {
  /** Random UUID, linked to nothing. */
  readonly id: string;
  readonly rule: WithheldRule;
  readonly body: Uint8Array;
  /** Hash of the key of `body`. */
  readonly key: Uint8Array;
  /** One an organisation, in the order of the panel. */
  readonly shares: readonly SealedShare[];
}

export interface SealedShare {
  /** Hash of the share. */
  readonly check: Uint8Array;
  /** The share as an age file for the organisation. */
  readonly age: Uint8Array;
}

/** Every name has this many bytes before it is encrypted: its length says nothing. */
export const nameBytes = 2_048;

/** Most bytes of a share as an age file; one to a hybrid recipient is the longest. */
const mostShareBytes = 4_096;

export function sealedNameJson({ id, rule, body, key, shares }: SealedName): JsonValue {
  return {
    ...{ id, rule: ruleJson(rule), body: encodeBase64(body), key: encodeBase64(key) },
    shares: shares.map(({ check, age }) => ({
      check: encodeBase64(check),
      age: encodeBase64(age),
    })),
  };
}

/** Reads one that anybody may have made; what is in it is known when it is opened. @throws WithheldFault. */
export function readSealedName(value: JsonValue): SealedName {
  const { id, rule, body, key, shares } = membersOf(value, ['id', 'rule', 'body', 'key', 'shares']);
  const read = readRule(rule);
  if (read === undefined) throw malformed('no rule');
  return {
    ...{ id: uuidOf(id), rule: read, key: bytesOf(key, 32, 32) },
    body: bytesOf(body, nameBytes + 16, nameBytes + 16),
    shares: listOf(shares, panelLimits.organisations).map((one) => {
      const { check, age } = membersOf(one, ['check', 'age']);
      return { check: bytesOf(check, 32, 32), age: bytesOf(age, mostShareBytes) };
    }),
  };
}

/** What body and shares are bound to: this name, under this rule, for this panel. */
export function boundTo({ id, rule }: Pick<SealedName, 'id' | 'rule'>): Uint8Array {
  return jsonBytes({ id, rule: ruleJson(rule), v: 1 });
}
