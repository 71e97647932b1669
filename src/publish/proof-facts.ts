import { sql } from 'kysely';
import {
  editionVerifier,
  parseEditionProof,
  parseLogEntry,
  ProofError,
  type EditionProof,
  type JsonValue,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { ownPolicy, proveEditionAlone, readLogFacts, type TreeFiles } from '#log';
import { asUid, type Db } from '#platform/database';

/** What the log proves of a subject, once we have verified it as a stranger would. */
export interface ProofFacts {
  readonly entry: {
    /** Its id, by which what it says is served. */
    readonly id: string;
    readonly kind: string;
    /** Its place in the log, from 0. */
    readonly place: bigint;
    /** What it says, opened. */
    readonly fields: readonly OpenedField[];
  };
  /** Of the edition, or of the last one there was when it was taken back. */
  readonly number: number;
  /** SHA-256 of the document, hexadecimal; undefined when it was taken back. */
  readonly hash: string | undefined;
  /** The register of the checkpoint's last entry says so: nothing later is in the log. */
  readonly latest: boolean;
  readonly size: bigint;
}

export interface OpenedField {
  readonly name: string;
  readonly value: string;
}

/**
 * The proof of a subject's current edition or removal (spec/edition-proof.md), unverified. Of what was
 * taken back, nothing is proven until the log's newest checkpoint holds the removal: a proof of words
 * that are gone proves nothing to anybody, and would look like a fault.
 */
export async function proofOf(
  db: Db,
  files: TreeFiles,
  subject: string,
): Promise<JsonValue | undefined> {
  const json = await proveEditionAlone(db, files, subject);
  if (json === undefined) return undefined;
  const { kind } = parseLogEntry(parseEditionProof(json).edition.entry);
  if (kind === 'edition-removed') return json;
  const { rows } = await sql<{ removed: boolean }>`
    select removed_at is not null as removed from published.subject
    where subject = ${asUid(subject)}`.execute(db);
  return rows[0]?.removed === true ? undefined : json;
}

/**
 * The proof of a subject's current edition or removal under the newest published checkpoint, read
 * and verified. Works on a reader's connection.
 *
 * @param subject a UUID.
 * @returns undefined when the log says nothing of it yet; `refused` when the proof does not verify,
 *   which is a fault here that must not be told as a proof.
 */
export async function readProof(
  db: Db,
  files: TreeFiles,
  subject: string,
): Promise<ProofFacts | 'refused' | undefined> {
  const json = await proofOf(db, files, subject);
  if (json === undefined) return undefined;
  try {
    return await verified(db, parseEditionProof(json));
  } catch (error) {
    if (error instanceof ProofError) return 'refused';
    throw error;
  }
}

async function verified(db: Db, proof: EditionProof): Promise<ProofFacts | 'refused'> {
  const { id, kind } = parseLogEntry(proof.edition.entry);
  const fields = proof.edition.opening.fields.flatMap((field) =>
    'name' in field ? [{ name: field.name, value: fieldText(field.value) }] : [],
  );
  const number = Number(fields.find(({ name }) => name === 'number')?.value);
  const isRemoval = kind === 'edition-removed';
  const document = isRemoval ? undefined : await documentOf(db, proof.subject, number);
  const verify = editionVerifier(node, ownPolicy(await readLogFacts(db)));
  const verdict = verify(proof, document);
  if (!verdict.accepted) return 'refused';
  const { index, hash, latest, checkpoint } = verdict;
  return {
    entry: { id, kind, place: index, fields },
    number: verdict.number,
    hash: hash && Buffer.from(hash).toString('hex'),
    latest,
    size: checkpoint.size,
  };
}

function fieldText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function documentOf(db: Db, subject: string, number: number): Promise<JsonValue | undefined> {
  if (!Number.isSafeInteger(number)) return undefined;
  const { rows } = await sql<{ document: JsonValue }>`
    select document from published.edition
    where subject = ${asUid(subject)} and number = ${number}`.execute(db);
  return rows[0]?.document;
}
