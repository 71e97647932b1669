import { encodeBase64 } from '@countersign/proof';
import { hashFor } from './hashes.ts';
import { isRecipient, panelDigest, panelJson, readPanel, type Panel } from './panel.ts';
import { readSealedName, sealedNameJson, type SealedName } from './sealed-name.ts';
import {
  jsonBytes,
  listOf,
  malformed,
  membersOf,
  parseJson,
  textOf,
  uuidOf,
} from './strict-json.ts';

/** What the organisations are asked to open (spec/withheld.md, "The ceremony"). */
export interface OpeningRequest {
  /** Random UUID: what was opened once is not asked for again. */
  readonly round: string;
  /** Of the letter, for people. */
  readonly title: string;
  readonly panel: Panel;
  /** age recipient of who joins the shares. */
  readonly openers: string;
  /** age recipient of the instance, to which the keys are brought. */
  readonly desk: string;
  readonly names: readonly SealedName[];
}

/** Most names of one ceremony, and most bytes of its file. */
export const requestLimits = { names: 5_000, bytes: 256 * 1024 * 1024 } as const;

export function formatRequest({
  round,
  title,
  panel,
  openers,
  desk,
  names,
}: OpeningRequest): Uint8Array {
  return jsonBytes({
    ...{ v: 1, kind: 'countersign/withheld-request', round, title, openers, desk },
    panel: panelJson(panel),
    names: names.map(sealedNameJson),
  });
}

/** Reads a request that anybody may have made. @throws WithheldFault. */
export function parseRequest(bytes: Uint8Array): OpeningRequest {
  const { v, kind, round, title, panel, openers, desk, names } = membersOf(
    parseJson(bytes, requestLimits.bytes),
    ['v', 'kind', 'round', 'title', 'panel', 'openers', 'desk', 'names'],
  );
  if (v !== 1 || kind !== 'countersign/withheld-request') throw malformed('no request');
  const request = {
    ...{ round: uuidOf(round), title: textOf(title, 2_000), panel: readPanel(panel) },
    ...{ openers: textOf(openers, 2_100), desk: textOf(desk, 2_100) },
    names: listOf(names, requestLimits.names).map(readSealedName),
  };
  if (!isRecipient(request.openers) || !isRecipient(request.desk)) throw malformed('no recipient');
  const digest = panelDigest(request.panel);
  const ids = new Set(request.names.map(({ id }) => id));
  if (ids.size !== request.names.length) throw malformed('a name occurs twice');
  for (const { rule, shares } of request.names) {
    const isOfPanel = rule.panel === digest && shares.length === request.panel.organisations.length;
    if (!isOfPanel) throw malformed('a name that is sealed for another panel');
  }
  return request;
}

/** What the organisations compare by telephone, and every later file names. */
export function requestDigest(bytes: Uint8Array): Uint8Array {
  return hashFor('withheld-request', bytes);
}

/** The first 128 bits of a digest, as people read them to each other. */
export function spokenDigest(digest: Uint8Array): string {
  const hex = [...digest.subarray(0, 16)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return (hex.match(/.{4}/gu) ?? []).join(' ');
}

export function digestText(digest: Uint8Array): string {
  return encodeBase64(digest);
}
