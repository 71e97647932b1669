import { Encrypter, type Decrypter } from 'age-encryption';
import { encodeBase64 } from '@countersign/proof';
import { digestText, requestDigest, requestLimits, type OpeningRequest } from './request.ts';
import { openShare, requireShare } from './seal-name.ts';
import {
  bytesOf,
  jsonBytes,
  listOf,
  malformed,
  membersOf,
  parseJson,
  textOf,
} from './strict-json.ts';
import { WithheldFault, type WithheldFaultCode } from './withheld-fault.ts';

/** What one organisation hands on: its shares, for who joins them and nobody else. */
export interface MadeShares {
  readonly bytes: Uint8Array;
  /** Which organisation's the identity is, from 0. */
  readonly organisation: number;
  readonly names: number;
  /** Names whose share is not what its signer should have made, by why. */
  readonly faults: readonly { readonly id: string; readonly code: WithheldFaultCode }[];
}

/**
 * Opens an organisation's shares and seals them for who joins them.
 *
 * @param bytes the request.
 * @param today `2026-03-01`, in UTC: before the day of its rule no share is given.
 * @throws WithheldFault `withheld-identity`, `withheld-too-early`.
 */
export async function makeShares(
  bytes: Uint8Array,
  request: OpeningRequest,
  identity: Decrypter,
  today: string,
): Promise<MadeShares> {
  for (const { rule } of request.names) {
    if (rule.notBefore !== undefined && rule.notBefore > today) {
      throw new WithheldFault('withheld-too-early', `not before ${rule.notBefore}`);
    }
  }
  const organisation = await findOrganisation(request, identity);
  const shares: [string, string][] = [];
  const faults: { id: string; code: WithheldFaultCode }[] = [];
  for (const sealed of request.names) {
    try {
      const share = await openShare(sealed, organisation, identity);
      shares.push([sealed.id, encodeBase64(share)]);
    } catch (error) {
      if (!(error instanceof WithheldFault)) throw error;
      faults.push({ id: sealed.id, code: error.code });
    }
  }
  const encrypter = new Encrypter();
  encrypter.addRecipient(request.openers);
  const age = await encrypter.encrypt(jsonBytes(shares));
  const file = jsonBytes({
    ...{ v: 1, kind: 'countersign/withheld-shares', organisation },
    ...{ request: digestText(requestDigest(bytes)), age: encodeBase64(age) },
  });
  return { bytes: file, organisation, names: shares.length, faults };
}

/** @throws WithheldFault `withheld-identity` when nothing in the request is for this identity. */
async function findOrganisation(request: OpeningRequest, identity: Decrypter): Promise<number> {
  // A signer may have made nonsense for one organisation: a few are tried before it is nobody's.
  for (const sealed of request.names.slice(0, 50)) {
    for (const [at, { age }] of sealed.shares.entries()) {
      const isOwn = await identity.decrypt(age).then(
        () => true,
        () => false,
      );
      if (isOwn) return at;
    }
  }
  throw new WithheldFault('withheld-identity', 'nothing here is for this identity');
}

/** The shares of one organisation, each known to be the one that was made. */
export interface ReadShares {
  readonly organisation: number;
  readonly shares: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads what an organisation handed on, whoever handed it on. One wrong share refuses the file, and the
 * organisation is named.
 *
 * @throws WithheldFault `withheld-malformed`, `withheld-other-request`, `withheld-identity`,
 * `withheld-share-foreign`, `withheld-share-wrong`.
 */
export async function readShares(
  file: Uint8Array,
  bytes: Uint8Array,
  request: OpeningRequest,
  openers: Decrypter,
): Promise<ReadShares> {
  const {
    v,
    kind,
    organisation,
    request: made,
    age,
  } = membersOf(parseJson(file, requestLimits.bytes), [
    'v',
    'kind',
    'organisation',
    'request',
    'age',
  ]);
  if (v !== 1 || kind !== 'countersign/withheld-shares') throw malformed('no shares');
  if (typeof organisation !== 'number' || request.panel.organisations[organisation] === undefined) {
    throw malformed('no organisation of the panel');
  }
  if (textOf(made, 44) !== digestText(requestDigest(bytes))) {
    throw new WithheldFault('withheld-other-request', 'of another request', organisation);
  }
  let opened: Uint8Array;
  try {
    opened = await openers.decrypt(bytesOf(age, requestLimits.bytes));
  } catch {
    throw new WithheldFault('withheld-identity', 'not for this identity', organisation);
  }
  const sealed = new Map(request.names.map((one) => [one.id, one]));
  const shares = new Map<string, Uint8Array>();
  for (const one of listOf(parseJson(opened, requestLimits.bytes), requestLimits.names)) {
    const [id = null, share = null] = listOf(one, 2);
    const own = sealed.get(textOf(id, 36));
    if (own === undefined) {
      throw new WithheldFault('withheld-share-foreign', 'a share of another name', organisation);
    }
    const read = bytesOf(share, 33, 33);
    requireShare(own, organisation, read);
    shares.set(own.id, read);
  }
  return { organisation, shares };
}
