import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { Encrypter, type Decrypter } from 'age-encryption';
import { combine, split } from 'shamir-secret-sharing';
import { encodeBase64 } from '@countersign/proof';
import { ruleJson, type WithheldRule } from '@countersign/letter';
import { hashFor, isSame } from './hashes.ts';
import { panelDigest, type Panel } from './panel.ts';
import { boundTo, nameBytes, type SealedName, type WithheldName } from './sealed-name.ts';
import { bytesOf, jsonBytes, membersOf, parseJson, textOf, uuidOf } from './strict-json.ts';
import { WithheldFault } from './withheld-fault.ts';

// A key encrypts one name and nothing else, so that the nonce may be the same.
const nonce = new Uint8Array(12);

/**
 * Seals a name for a panel: encrypted with a random key, which is split so that `need` organisations
 * have it together. Nothing of the key remains.
 *
 * @throws WithheldFault `withheld-malformed` for a name that is too long, or a rule of another panel.
 */
export async function sealName(
  name: WithheldName,
  rule: WithheldRule,
  panel: Panel,
): Promise<SealedName> {
  if (rule.panel !== panelDigest(panel)) {
    throw new WithheldFault('withheld-malformed', 'the rule is of another panel');
  }
  const id = crypto.randomUUID();
  const bound = boundTo({ id, rule });
  const key = crypto.getRandomValues(new Uint8Array(32));
  const shares = await split(key, panel.organisations.length, panel.need);
  const body = chacha20poly1305(key, nonce, bound).encrypt(padded(name));
  const hash = hashKey(key);
  key.fill(0);
  return {
    ...{ id, rule, body, key: hash },
    shares: await Promise.all(
      panel.organisations.map(async ({ recipient }, at) => {
        const share = shares[at] ?? new Uint8Array(0);
        const encrypter = new Encrypter();
        encrypter.addRecipient(recipient);
        const age = await encrypter.encrypt(shareBytes({ id, rule, share }));
        return { check: hashShare(bound, share), age };
      }),
    ),
  };
}

/** What a check is: the hash of a share, with what it is a share of. */
function hashShare(bound: Uint8Array, share: Uint8Array): Uint8Array {
  return hashFor('withheld-share', hashFor('withheld-bound', bound), share);
}

function hashKey(key: Uint8Array): Uint8Array {
  return hashFor('withheld-key', key);
}

interface Share {
  readonly id: string;
  readonly rule: WithheldRule;
  readonly share: Uint8Array;
}

function shareBytes({ id, rule, share }: Share): Uint8Array {
  return jsonBytes({ id, rule: ruleJson(rule), share: encodeBase64(share), v: 1 });
}

/**
 * The share of one organisation. That it names the same name and rule as what surrounds it is checked:
 * who serves a request cannot have a name opened by a rule that its signer did not choose.
 *
 * @param at which organisation, from 0.
 * @throws WithheldFault `withheld-identity`, `withheld-share-foreign`, `withheld-share-wrong`.
 */
export async function openShare(
  sealed: SealedName,
  at: number,
  identity: Decrypter,
): Promise<Uint8Array> {
  const own = sealed.shares[at];
  if (own === undefined) throw new WithheldFault('withheld-malformed', 'no share', at);
  let bytes: Uint8Array;
  try {
    bytes = await identity.decrypt(own.age);
  } catch {
    throw new WithheldFault('withheld-identity', 'the identity does not open the share', at);
  }
  const { id, rule, share, v } = membersOf(parseJson(bytes, 4_096), ['id', 'rule', 'share', 'v']);
  const bound = jsonBytes({ id: uuidOf(id), rule, v });
  if (!isSame(bound, boundTo(sealed))) {
    throw new WithheldFault('withheld-share-foreign', 'a share of another name or rule', at);
  }
  const opened = bytesOf(share, 33, 33);
  requireShare(sealed, at, opened);
  return opened;
}

/** @throws WithheldFault `withheld-share-wrong`. */
export function requireShare(sealed: SealedName, at: number, share: Uint8Array): void {
  const check = sealed.shares[at]?.check;
  if (check === undefined || !isSame(check, hashShare(boundTo(sealed), share))) {
    throw new WithheldFault('withheld-share-wrong', 'not the share that was made', at);
  }
}

/**
 * The key of a name from shares that were checked.
 *
 * @throws WithheldFault `withheld-key-wrong`: fewer than are needed, or whoever made them did not split
 * the key.
 */
export async function joinShares(
  sealed: SealedName,
  shares: readonly Uint8Array[],
): Promise<Uint8Array> {
  const key = shares.length < 2 ? new Uint8Array(0) : await joined(shares);
  requireKey(sealed, key);
  return key;
}

async function joined(shares: readonly Uint8Array[]): Promise<Uint8Array> {
  try {
    return await combine([...shares]);
  } catch {
    throw new WithheldFault('withheld-key-wrong', 'the shares do not belong together');
  }
}

function requireKey(sealed: SealedName, key: Uint8Array): void {
  if (!isSame(hashKey(key), sealed.key)) {
    throw new WithheldFault('withheld-key-wrong', 'not the key of this name');
  }
}

/** The name behind a key. @throws WithheldFault `withheld-key-wrong`, `withheld-name-altered`. */
export function openName(sealed: SealedName, key: Uint8Array): WithheldName {
  requireKey(sealed, key);
  try {
    const bytes = chacha20poly1305(key, nonce, boundTo(sealed)).decrypt(sealed.body);
    const opened = membersOf(parseJson(bytes, nameBytes), fields);
    return {
      name: textOf(opened.name, 1_000),
      credit: textOf(opened.credit, 1_000),
      affiliation: textOf(opened.affiliation, 1_000),
      country: textOf(opened.country, 2),
    };
  } catch {
    throw new WithheldFault('withheld-name-altered', 'not what was encrypted with this key');
  }
}

const fields = ['name', 'credit', 'affiliation', 'country'] as const;

// White space after JSON says nothing.
function padded({ name, credit, affiliation, country }: WithheldName): Uint8Array {
  const text = jsonBytes({ name, credit, affiliation, country });
  if (text.length > nameBytes) throw new WithheldFault('withheld-malformed', 'too long a name');
  const bytes = new Uint8Array(nameBytes).fill(0x20);
  bytes.set(text);
  return bytes;
}
