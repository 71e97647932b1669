import { sql } from 'kysely';
import {
  mentionedSubjects,
  verifyDossier,
  writeDossier,
  zipLimits,
  type DossierEdition,
  type DossierHead,
  type PageMaker,
} from '@countersign/dossier';
import { decodeBase64, parseEditionProof, type JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import {
  logPolicy,
  proveEdition,
  readCheckpoint,
  readLogFacts,
  readTimestamps,
  successionChain,
  type TreeFiles,
} from '#log';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { addressOf } from '../reading/names.ts';

/** What a dossier says of whoever publishes it. */
export interface DossierMaker {
  readonly publisher: string;
  /** Origin without a slash at the end. */
  readonly publicUrl: string;
  readonly demonstration: boolean;
  readonly singleReviewer: boolean;
  readonly page: PageMaker;
}

export type BuiltDossier =
  | { readonly state: 'built'; readonly bytes: Uint8Array }
  /** Nothing by that id was ever published. */
  | { readonly state: 'absent' }
  | { readonly state: 'removed' }
  /** Published, and not in the log yet or not countersigned. */
  | { readonly state: 'not-yet' }
  | { readonly state: 'too-large' };

/** Bounds what one request can cost (spec/dossier.md). */
const limits = { others: 200, documentBytes: 8 * 1024 * 1024, timestamps: 9 } as const;

const generator = { name: 'countersign', version: '0.1.0', page: '' };

/**
 * Builds the dossier of a subject (spec/dossier.md) under the newest published checkpoint: the same
 * published state and language give the same bytes. Verified before it is handed out.
 *
 * @param db a reader's connection.
 * @param subject from an address, so anything.
 */
export async function buildDossier(
  db: Db,
  files: TreeFiles,
  maker: DossierMaker,
  subject: string,
  locale: Locale,
): Promise<BuiltDossier> {
  // One snapshot, so that all proofs are under one checkpoint however long it takes.
  const collected = await snapshot(db, (tx) => collect(tx, files, maker, subject));
  if (collected.state !== 'collected') return collected;
  const { editions, kind, policy, successions, timestamps } = collected;
  const head: DossierHead = {
    ...{ kind, subject, lang: locale, publisher: maker.publisher.slice(0, 300), generator },
    address: `${maker.publicUrl}${addressOf(locale, kind, subject) ?? ''}`,
    demonstration: maker.demonstration,
    singleReviewer: maker.singleReviewer,
  };
  const bytes = writeDossier(node, { head, editions, policy, successions, timestamps }, maker.page);
  if (bytes.length > zipLimits.bytes) return { state: 'too-large' };
  const verdict = await verifyDossier(node, { bytes });
  if (verdict.outcome === 'refused') {
    throw new Error(`a dossier of our own is refused: ${verdict.code} ${verdict.member ?? ''}`);
  }
  return { state: 'built', bytes };
}

/** The proven document of a subject, canonical when served (spec/edition-proof.md, "Addresses"). */
export async function provenDocument(
  db: Db,
  files: TreeFiles,
  subject: string,
): Promise<JsonValue | undefined> {
  const found = await snapshot(db, (tx) => provenEdition(tx, files, subject));
  return typeof found === 'string' ? undefined : found.document;
}

interface Collected {
  readonly state: 'collected';
  readonly kind: string;
  readonly editions: readonly DossierEdition[];
  readonly policy: string;
  readonly successions: readonly JsonValue[];
  readonly timestamps: readonly Uint8Array[];
}

async function collect(
  db: Db,
  files: TreeFiles,
  { publicUrl }: DossierMaker,
  subject: string,
): Promise<Collected | Exclude<BuiltDossier, { readonly state: 'built' }>> {
  const own = await provenEdition(db, files, subject);
  if (typeof own === 'string') return { state: own };
  const facts = await readLogFacts(db);
  const policy = logPolicy(facts, `${publicUrl}/log/`);
  const successions = successionChain(facts.keys);
  if (policy === undefined) return { state: 'not-yet' };
  const timestamps = (await readTimestamps(db)).slice(0, limits.timestamps);
  const editions = [own, ...(await othersOf(db, files, own))];
  return { state: 'collected', kind: own.kind, editions, policy, successions, timestamps };
}

async function othersOf(
  db: Db,
  files: TreeFiles,
  own: DossierEdition & { readonly bytes: number },
): Promise<DossierEdition[]> {
  const { rows } = await sql<{ subject: string }>`
    select subject from published.subject
    where subject = any(${sql.val(mentionedSubjects(own.document))}::uuid[]) and edition is not null
    order by subject`.execute(db);
  const others: DossierEdition[] = [];
  let bytes = own.bytes;
  for (const { subject } of rows) {
    if (others.length === limits.others) break;
    const found = await provenEdition(db, files, subject);
    if (typeof found === 'string') continue;
    bytes += found.bytes;
    if (bytes > limits.documentBytes) break;
    others.push(found);
  }
  return others;
}

interface FoundEdition extends DossierEdition {
  readonly kind: string;
  /** Length of its document as the database has it: near enough for a limit. */
  readonly bytes: number;
}

/** The edition that the log proves, which may be older than the one that was published just now. */
async function provenEdition(
  db: Db,
  files: TreeFiles,
  subject: string,
): Promise<FoundEdition | 'absent' | 'removed' | 'not-yet'> {
  const { rows: known } = await sql<{ current: boolean }>`
    select edition is not null as current from published.subject
    where subject::text = ${subject}`.execute(db);
  if (known[0] === undefined) return 'absent';
  // Taken back is taken back, also while the log has not been told.
  if (!known[0].current) return 'removed';
  if ((await readCheckpoint(db)) === undefined) return 'not-yet';
  const proof = await proveEdition(db, files, subject);
  if (proof === undefined) return 'not-yet';
  const encoded = openedField(proof, 'hash');
  const number = openedField(proof, 'number');
  const hash = typeof encoded === 'string' ? decodeBase64(encoded) : undefined;
  if (hash === undefined || typeof number !== 'number') return 'not-yet';
  const { rows } = await sql<{ kind: string; document: JsonValue; bytes: number }>`
    select kind, document, octet_length(document::text) as bytes from published.edition
    where subject = ${subject} and number = ${number} and hash = ${Buffer.from(hash)}`.execute(db);
  const [row] = rows;
  return row === undefined ? 'not-yet' : { subject, number, proof, ...row };
}

function openedField(proof: JsonValue, name: string): JsonValue | undefined {
  const { fields } = parseEditionProof(proof).edition.opening;
  const field = fields.find((one) => 'name' in one && one.name === name);
  return field !== undefined && 'name' in field ? field.value : undefined;
}

function snapshot<Result>(db: Db, work: (db: Db) => Promise<Result>): Promise<Result> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((tx) => work(tx));
}
