import {
  canonicalJson,
  editionProofToJson,
  parseEditionProof,
  parseTlogProof,
  ProofError,
  parseSuccession,
  successionToJson,
  type EditionProof,
  type HashProvider,
  type JsonValue,
  type OpenedReceipt,
} from '@countersign/proof';
import { DossierFault } from './dossier-fault.ts';
import { hex } from './findings.ts';
import { parseManifest, type Manifest } from './manifest.ts';
import { manifestName, memberOrder, orderSubjects } from './member-names.ts';
import type { ZipMember } from './zip-records.ts';
import { readZip } from './read-zip.ts';

/** A dossier taken apart: what its manifest lists is there, to the byte. Nothing is proven yet. */
export interface ReadDossier {
  readonly manifest: Manifest;
  /** The subject itself first. */
  readonly subjects: readonly string[];
  readonly member: (name: string) => Uint8Array;
  /** The oldest first. */
  readonly successions: readonly ZipMember[];
  readonly timestamps: readonly ZipMember[];
}

/** @throws DossierFault with the member at fault. */
export function readDossier(provider: HashProvider, bytes: Uint8Array): ReadDossier {
  const members = readZip(bytes);
  const last = members.at(-1);
  if (last?.name !== manifestName) {
    throw new DossierFault('manifest-missing', manifestName, 'the manifest does not stand last');
  }
  const manifest = parseManifest(last.bytes);
  requireListed(provider, members.slice(0, -1), manifest);
  const others = members.flatMap(({ name }) =>
    name.startsWith('editions/') ? name.slice('editions/'.length, -'.json'.length) : [],
  );
  const subjects = orderSubjects(manifest.subject, others);
  const successions = members.filter(({ name }) => name.startsWith('successions/'));
  const timestamps = members.filter(({ name }) => name.startsWith('timestamps/'));
  requireOrder(members, memberOrder(subjects, successions.length, timestamps.length));
  const byName = new Map(members.map((one) => [one.name, one.bytes]));
  const member = (name: string) => byName.get(name) ?? missing(name);
  return { manifest, subjects, member, successions, timestamps };
}

function requireListed(
  provider: HashProvider,
  members: readonly ZipMember[],
  { members: listed }: Manifest,
): void {
  for (const [index, { name, bytes }] of members.entries()) {
    const entry = listed[index];
    if (entry?.name !== name) {
      throw new DossierFault('member-unexpected', name, 'the manifest does not list it here');
    }
    if (entry.length !== bytes.length || entry.sha256 !== hex(provider.sha256(bytes))) {
      throw new DossierFault('member-differs', name, 'other bytes than the manifest says');
    }
  }
  const absent = listed[members.length];
  if (absent !== undefined) missing(absent.name);
}

function requireOrder(members: readonly ZipMember[], order: readonly string[]): void {
  for (const [index, name] of order.entries()) {
    const found = members[index]?.name;
    if (found === name) continue;
    if (!members.some((one) => one.name === name)) missing(name);
    throw new DossierFault('member-unexpected', found, `${name} belongs here`);
  }
  const extra = members[order.length];
  if (extra !== undefined) {
    throw new DossierFault('member-unexpected', extra.name, 'no part of a dossier');
  }
}

/** `canonical`: the one spelling that members have; `any`: JSON as it may come from elsewhere. */
export type Spelling = 'canonical' | 'any';

/**
 * The document of an edition.
 *
 * @throws DossierFault `edition-malformed`.
 */
export function readEditionBytes(
  bytes: Uint8Array,
  name: string,
  spelling: Spelling = 'canonical',
): JsonValue {
  const text = textOf(bytes);
  try {
    const document = JSON.parse(text ?? '') as JsonValue;
    if (spelling === 'any' || canonicalJson(document) === text) return document;
  } catch {
    // Whatever ends the reading of a stranger's JSON (too deep, no JSON), it is none.
  }
  throw new DossierFault('edition-malformed', name, 'not canonical JSON');
}

/**
 * @throws DossierFault `proof-unreadable` for what is no proof, or more than one.
 */
export function readProofBytes(
  bytes: Uint8Array,
  name: string,
  spelling: Spelling = 'canonical',
): EditionProof {
  const text = textOf(bytes);
  try {
    const proof = parseEditionProof(JSON.parse(text ?? ''));
    // Names that nobody reads could hold anything.
    const isOnly = spelling === 'any' || canonicalJson(editionProofToJson(proof)) === text;
    // A dossier has the successions of its log once, as members of their own.
    const isWhole = spelling === 'any' || proof.successions.length === 0;
    if (isOnly && isWhole) return proof;
  } catch {
    // As above.
  }
  throw new DossierFault('proof-unreadable', name, 'not the canonical JSON of a proof');
}

/** @throws DossierFault `succession-unreadable`. */
export function readSuccessionMember({ name, bytes }: ZipMember): OpenedReceipt {
  const text = textOf(bytes);
  try {
    const succession = parseSuccession(JSON.parse(text ?? ''));
    if (canonicalJson(successionToJson(succession)) === text) return succession;
  } catch {
    // As above.
  }
  throw new DossierFault('succession-unreadable', name, 'not the canonical JSON of a succession');
}

/** The note that a proof's receipts are under. @throws DossierFault. */
export function checkpointOf({ register }: EditionProof, name: string): Uint8Array {
  try {
    return parseTlogProof(register.proof).checkpoint;
  } catch (error) {
    if (error instanceof ProofError) throw new DossierFault(error.code, name, error.message);
    throw error;
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function missing(name: string): never {
  throw new DossierFault('member-missing', name, 'it is not there');
}
