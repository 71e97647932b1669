import { Encrypter, type Decrypter } from 'age-encryption';
import { encodeBase64 } from '@countersign/proof';
import { digestText, requestDigest, requestLimits, type OpeningRequest } from './request.ts';
import { joinShares, openName } from './seal-name.ts';
import type { SealedName, WithheldName } from './sealed-name.ts';
import type { ReadShares } from './share-file.ts';
import {
  bytesOf,
  jsonBytes,
  listOf,
  malformed,
  membersOf,
  parseJson,
  textOf,
  uuidOf,
} from './strict-json.ts';
import { WithheldFault } from './withheld-fault.ts';

/** Keys of names, for the instance that asked and nobody else. */
export interface MadeOpening {
  readonly bytes: Uint8Array;
  readonly opened: number;
  /** Ids of names that do not open. */
  readonly failed: readonly string[];
}

/**
 * Joins what the organisations handed on. Names are opened to see that they open, and not kept: what
 * comes out are their keys.
 *
 * @throws WithheldFault `withheld-share-twice`, `withheld-too-few`.
 */
export async function makeOpening(
  bytes: Uint8Array,
  request: OpeningRequest,
  given: readonly ReadShares[],
): Promise<MadeOpening> {
  const organisations = new Set<number>();
  for (const { organisation } of given) {
    if (organisations.has(organisation)) {
      throw new WithheldFault('withheld-share-twice', 'two of one organisation', organisation);
    }
    organisations.add(organisation);
  }
  if (given.length < request.panel.need) {
    throw new WithheldFault('withheld-too-few', `${given.length} of ${request.panel.need}`);
  }
  const keys: [string, string][] = [];
  const failed: string[] = [];
  for (const sealed of request.names) {
    const key = await keyOf(sealed, given);
    if (key === undefined) failed.push(sealed.id);
    else keys.push([sealed.id, encodeBase64(key)]);
  }
  const encrypter = new Encrypter();
  encrypter.addRecipient(request.desk);
  const file = jsonBytes({
    ...{ v: 1, kind: 'countersign/withheld-opening', keys },
    request: digestText(requestDigest(bytes)),
  });
  return { bytes: await encrypter.encrypt(file), opened: keys.length, failed };
}

async function keyOf(
  sealed: SealedName,
  given: readonly ReadShares[],
): Promise<Uint8Array | undefined> {
  const shares = given.flatMap(({ shares: own }) => own.get(sealed.id) ?? []);
  try {
    const key = await joinShares(sealed, shares);
    openName(sealed, key);
    return key;
  } catch (error) {
    if (!(error instanceof WithheldFault)) throw error;
    return undefined;
  }
}

/** What an opening says; the keys are held to the names by `openName`. */
export interface ReadOpening {
  /** Digest of the request, base64. */
  readonly request: string;
  readonly keys: ReadonlyMap<string, Uint8Array>;
}

/** @throws WithheldFault `withheld-identity` when it was not made for this round; `withheld-malformed`. */
export async function readOpening(file: Uint8Array, desk: Decrypter): Promise<ReadOpening> {
  let bytes: Uint8Array;
  try {
    bytes = await desk.decrypt(file);
  } catch {
    throw new WithheldFault('withheld-identity', 'not for this round');
  }
  const { v, kind, keys, request } = membersOf(parseJson(bytes, requestLimits.bytes), [
    ...(['v', 'kind', 'keys', 'request'] as const),
  ]);
  if (v !== 1 || kind !== 'countersign/withheld-opening') throw malformed('no opening');
  return {
    request: textOf(request, 44),
    keys: new Map(
      listOf(keys, requestLimits.names).map((one) => {
        const [id = null, key = null] = listOf(one, 2);
        return [uuidOf(id), bytesOf(key, 32, 32)];
      }),
    ),
  };
}

/** Names that keys open, and ids of those that they do not. */
export function openNames(
  names: readonly SealedName[],
  keys: ReadonlyMap<string, Uint8Array>,
): { readonly opened: ReadonlyMap<string, WithheldName>; readonly failed: readonly string[] } {
  const opened = new Map<string, WithheldName>();
  const failed: string[] = [];
  for (const sealed of names) {
    const key = keys.get(sealed.id);
    try {
      if (key === undefined) failed.push(sealed.id);
      else opened.set(sealed.id, openName(sealed, key));
    } catch (error) {
      if (!(error instanceof WithheldFault)) throw error;
      failed.push(sealed.id);
    }
  }
  return { opened, failed };
}
