import { sql, type RawBuilder } from 'kysely';
import { asUid, keptPlan, type Db, type Tx } from '#platform/database';
import type { Appearance, Verification, WithheldRule } from '@countersign/letter';
import { LetterRefusal } from '../letter-refusal.ts';
import { openPerson } from './sealed-person.ts';
import type { SignerPerson } from './sign-form.ts';
import { hashLink, openSignerKeys, type LetterSealer, type SignerKeys } from './signer-keys.ts';

/** Held: the link was opened, and nobody knows yet by whom. Aside: confirmed, doubted, and not counted. */
export type SignatureState = 'waiting' | 'held' | 'confirmed' | 'aside';

/** A signature as its signer's link finds it. */
export interface HeldSignature {
  readonly id: string;
  readonly uid: string;
  readonly letterId: string;
  /** Public id of the letter. */
  readonly letter: string;
  readonly versionId: string;
  /** SHA-256 of the text, base64. */
  readonly text: string;
  readonly state: SignatureState;
  readonly via: 'smtp' | 'outbox';
  /** Somebody's first under this letter, or their word for another version. */
  readonly affirms: 'first' | 'again';
  readonly appearance: Appearance;
  readonly verification: Verification | null;
  readonly languages: readonly string[];
  readonly mailbox: Buffer;
  readonly entry: string | null;
  /** Readers see the letter. */
  readonly isPublic: boolean;
  /** Until when the name is withheld, where it is. */
  readonly rule: WithheldRule | null;
  readonly confirmedAt: Date | null;
  readonly person: SignerPerson;
  readonly keys: SignerKeys;
}

/**
 * Holds the signature that a link is for until the transaction ends.
 *
 * @throws LetterRefusal `signature-link`: never made, expired, or erased since; nothing tells which.
 */
export async function holdSignature(
  tx: Tx,
  sealer: LetterSealer,
  link: string,
): Promise<HeldSignature> {
  const { rows } = await sql<Row>`${keptPlan} ${byLink(link)} for no key update of g`.execute(tx);
  return readRow(sealer, rows[0]);
}

/** A signature that a link holds, among others that are held with it. */
export interface HeldByLink {
  readonly signature: HeldSignature;
  /** Nothing else is there of its mailbox under this letter, no form and no invitation. */
  readonly isPlain: boolean;
}

/**
 * Holds what many links are for.
 *
 * @param waits for what somebody else holds; else it is left out.
 * @returns by link; without those that are for nothing.
 */
export async function holdSignatures(
  tx: Tx,
  sealer: LetterSealer,
  links: readonly string[],
  waits: boolean,
): Promise<Map<string, HeldByLink>> {
  const byHash = new Map(links.map((link) => [hashLink(link).toString('hex'), link]));
  const hashes = links.map(hashLink);
  // In one order, as whoever holds several must: each would wait for the other.
  const { rows } = await sql<Row & { hash: string; isPlain: boolean }>`${keptPlan}
    select ${columns}, encode(g.link, 'hex') as hash, (select o.id from letter_signature o
        where o.letter_id = g.letter_id and o.mailbox = g.mailbox and o.id <> g.id limit 1) is null
      and (select i.id from letter_invitation i where i.letter_id = g.letter_id
        and i.mailbox = g.mailbox limit 1) is null
      and (select i.id from letter_invitation i where i.signature_id = g.id limit 1) is null as "isPlain"
    from ${tables} where g.link = any(${sql.val(hashes)}::bytea[])
    order by g.id for no key update of g ${waits ? sql`` : sql`skip locked`}`.execute(tx);
  return new Map(
    rows.map(({ hash, isPlain, ...row }) => [
      byHash.get(hash) ?? '',
      { signature: readRow(sealer, row), isPlain },
    ]),
  );
}

/** The same by its public id, for the desk. @returns undefined when it is not there. */
export async function holdSignatureByUid(
  tx: Tx,
  sealer: LetterSealer,
  uid: string,
): Promise<HeldSignature | undefined> {
  const { rows } = await sql<Row>`${signatures} where g.uid = ${asUid(uid)}
    for no key update of g`.execute(tx);
  return rows[0] && readRow(sealer, rows[0]);
}

/** The same for looking only. @throws LetterRefusal `signature-link`. */
export async function findSignature(
  db: Db,
  sealer: LetterSealer,
  link: string,
): Promise<HeldSignature> {
  const { rows } = await sql<Row>`${byLink(link)}`.execute(db);
  return readRow(sealer, rows[0]);
}

type Row = Omit<HeldSignature, 'person' | 'keys' | 'languages'> & {
  languages: readonly string[] | null;
  person: string;
  secret: string;
};

/** Signatures that meet a condition on `letter_signature g`, in the order of their ids. */
export async function readSignatures(
  db: Db,
  sealer: LetterSealer,
  condition: RawBuilder<unknown>,
  most: number,
): Promise<HeldSignature[]> {
  const { rows } = await sql<Row>`
    ${signatures} where ${condition} order by g.id limit ${most}`.execute(db);
  // Deriving a letter's keys costs more than opening one of its signatures.
  const keys = new Map<string, SignerKeys>();
  return rows.map((row) => {
    const known = keys.get(row.letter) ?? openSignerKeys(sealer, row.letter, row.secret);
    keys.set(row.letter, known);
    return readWith(known, row);
  });
}

const columns = sql`
  g.id, g.uid, g.letter_id as "letterId", l.uid as letter, g.version_id as "versionId",
  encode(v.hash, 'base64') as text, g.state, g.via, g.affirms, g.appearance, g.verification, g.languages,
  g.mailbox, g.entry, g.confirmed_at as "confirmedAt", g.person, s.secret, w.rule,
  exists (select from published.subject p where p.subject = l.uid and p.edition is not null) as "isPublic"`;
const tables = sql`
  letter_signature g left join letter_withheld w on w.signature_id = g.id join letter l on l.id = g.letter_id
  join letter_signing s on s.letter_id = l.id join letter_version v on v.id = g.version_id`;
const signatures = sql`select ${columns} from ${tables}`;

const byLink = (link: string) => sql`${signatures} where g.link = ${hashLink(link)}`;

function readRow(sealer: LetterSealer, row: Row | undefined): HeldSignature {
  if (row === undefined) throw new LetterRefusal({ code: 'signature-link' });
  return readWith(openSignerKeys(sealer, row.letter, row.secret), row);
}

function readWith(
  keys: SignerKeys,
  { secret: _secret, person: sealed, ...rest }: Row,
): HeldSignature {
  const { person, languages = rest.languages ?? [] } = openPerson(keys, rest.uid, sealed);
  return { ...rest, keys, person, languages };
}
