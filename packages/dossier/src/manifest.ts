import { canonicalJson, type JsonValue } from '@countersign/proof';
import { DossierFault } from './dossier-fault.ts';
import { isMemberName, isSubject, manifestName } from './member-names.ts';

/** One member as the manifest lists it. */
export interface ListedMember {
  readonly name: string;
  /** Bytes. */
  readonly length: number;
  /** Hexadecimal, lower case. */
  readonly sha256: string;
}

/** What the maker says of a dossier, apart from its members. Nobody vouches for it. */
export interface DossierHead {
  /** Kind of the subject: `person`, `event`, `source` … */
  readonly kind: string;
  readonly subject: string;
  /** In which language `index.html` is written: BCP 47. */
  readonly lang: string;
  /** Address of the public page, without language. */
  readonly address: string;
  /** Name of the organisation that publishes it. */
  readonly publisher: string;
  readonly demonstration: boolean;
  /** One person runs the record and reviews their own work. */
  readonly singleReviewer: boolean;
  readonly generator: {
    readonly name: string;
    readonly version: string;
    /** Version of what made `index.html`: who has the same can make it again. */
    readonly page: string;
  };
}

export interface Manifest extends DossierHead {
  /** Every member but the manifest itself, in order. */
  readonly members: readonly ListedMember[];
}

export const manifestLimits = { bytes: 262_144, text: 300 } as const;

/** The manifest as it is written: canonical JSON (RFC 8785). */
export function formatManifest(manifest: Manifest): Uint8Array {
  return new TextEncoder().encode(canonicalJson({ v: 1, ...manifest } as unknown as JsonValue));
}

/** @throws DossierFault `manifest-malformed`. */
export function parseManifest(bytes: Uint8Array): Manifest {
  if (bytes.length > manifestLimits.bytes) malformed('too large');
  const { v, members, generator, ...rest } = object(parseJson(bytes));
  if (v !== 1) malformed('another version');
  if (!Array.isArray(members)) malformed('no list of members');
  const { name, version, page, ...unknownOfGenerator } = object(generator);
  const { kind, subject, lang, address, publisher, ...flags } = rest;
  const { demonstration, singleReviewer, ...unknown } = flags;
  if (typeof demonstration !== 'boolean' || typeof singleReviewer !== 'boolean') {
    malformed('a mark that is neither true nor false');
  }
  const manifest: Manifest = {
    kind: text(kind),
    subject: subjectOf(subject),
    lang: text(lang),
    address: text(address),
    publisher: text(publisher),
    demonstration,
    singleReviewer,
    generator: { name: text(name), version: text(version), page: text(page) },
    members: members.map(listedMember),
  };
  if (Object.keys({ ...unknown, ...unknownOfGenerator }).length > 0) malformed('more than it says');
  if (!equalBytes(formatManifest(manifest), bytes)) malformed('not canonical JSON');
  return manifest;
}

function listedMember(value: unknown): ListedMember {
  const { name, length, sha256 } = object(value);
  if (typeof name !== 'string' || !isMemberName(name) || name === manifestName) {
    malformed('a member of another name');
  }
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) {
    malformed('a member of no length');
  }
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) malformed('no hash');
  return { name, length, sha256 };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return malformed('no JSON');
  }
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return malformed('no object');
  }
  return value as Readonly<Record<string, unknown>>;
}

function text(value: unknown): string {
  const isText =
    typeof value === 'string' && value.length <= manifestLimits.text && value.isWellFormed();
  return isText ? value : malformed('no text');
}

function subjectOf(value: unknown): string {
  const subject = text(value);
  return isSubject(subject) ? subject : malformed('no subject');
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function malformed(why: string): never {
  throw new DossierFault('manifest-malformed', manifestName, why);
}
