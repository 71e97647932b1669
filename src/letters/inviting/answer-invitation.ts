import { sql } from 'kysely';
import { parseLetterText, type LetterText } from '@countersign/letter';
import type { Db, Tx } from '#platform/database';
import { readKeptUntil } from '../retention/read-retention.ts';
import type { LetterSealer } from '../signing/signer-keys.ts';
import type { TranslationCredits } from '../translating/translation-drafts.ts';
import { readOwnPanel } from '../withheld/own-withheld.ts';
import type { PublicPanel } from '../withheld/read-withheld.ts';
import type { SigningState } from '../signing/signing-desk.ts';
import { findInvitation, noteOpened } from './invitation-link.ts';
import type { InvitedPerson } from './parse-people.ts';
import { endInvitation, withdrawInvitations } from './settle-invitation.ts';

/** What somebody who was invited sees behind the button of their link. */
export interface OpenedInvitation {
  /** Public id of the letter. */
  readonly letter: string;
  /** The newest approved text: before publication, too, for those who were invited. */
  readonly text: LetterText;
  /** SHA-256 (hexadecimal) of it. */
  readonly hash: string;
  /** Those of that text that are approved, one a language. */
  readonly translations: readonly InvitedTranslation[];
  readonly signing: SigningState;
  /** While it is paused. */
  readonly message: string;
  /** As the organisers wrote them; all of it can be changed by whom it is about. */
  readonly person: InvitedPerson;
  readonly hasSigned: boolean;
  /** It came by hand: an address is not asked for. */
  readonly byHand: boolean;
  /** The last day on which what signers give is kept; null when nobody has said. */
  readonly keptUntil: string | null;
  /** Who can open names that are withheld under this letter. */
  readonly panel: PublicPanel | null;
  /** Who has signed by name so far, if the organisers show it: at most 200, the newest first. */
  readonly signers: readonly SignerSoFar[] | undefined;
}

/** A translation that who was invited may read. */
export interface InvitedTranslation extends Omit<TranslationCredits, 'departure'> {
  readonly text: LetterText;
  readonly hash: string;
}

export interface SignerSoFar {
  readonly name: string;
  readonly credit: string;
}

/** @throws LetterRefusal `invitation-link`. */
export async function openInvitation(
  tx: Tx,
  sealer: LetterSealer,
  code: string,
): Promise<OpenedInvitation> {
  const invitation = await findInvitation(tx, sealer, code);
  await noteOpened(tx, invitation);
  const { letterId, letter, person, state, way } = invitation;
  const [{ id, text, hash, ...signing }, signers, keptUntil, panel] = await Promise.all([
    readLetterText(tx, letterId),
    readSigners(tx, letterId),
    readKeptUntil(tx, letterId),
    readOwnPanel(tx, letterId, new Date()),
  ]);
  const translations = await readTranslations(tx, id);
  return {
    ...{
      letter,
      hash,
      translations,
      person,
      signers,
      keptUntil,
      panel,
      signing: signing.state,
      message: signing.message,
    },
    text,
    hasSigned: state === 'signed',
    byHand: way !== 'smtp',
  };
}

interface TextRow {
  readonly id: string;
  readonly text: LetterText;
  readonly hash: string;
  readonly state: SigningState;
  readonly message: string;
}

/** The newest approved text of a letter that can be signed. */
export async function readLetterText(db: Db, letterId: string): Promise<TextRow> {
  const { rows } = await sql<Omit<TextRow, 'text'> & { text: string }>`
    select v.id, v.text, encode(v.hash, 'hex') as hash, s.state, s.message
    from letter_version v join letter_signing s on s.letter_id = v.letter_id
    where v.letter_id = ${letterId} and v.state = 'approved'
    order by v.number desc limit 1`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('A letter that is signed expected an approved version');
  return { ...row, text: parseLetterText(Buffer.from(row.text)) };
}

/** Translations of it, one a language. */
export async function readTranslations(db: Db, versionId: string): Promise<InvitedTranslation[]> {
  const { rows } = await sql<Omit<InvitedTranslation, 'text'> & { text: string }>`
    select distinct on (language) text, encode(hash, 'hex') as hash, how, made_by as "madeBy",
      reviewed_by as "reviewedBy" from letter_translation
    where version_id = ${versionId} and state = 'approved'
    order by language, revision desc`.execute(db);
  return rows.map(({ text, ...row }) => ({ ...row, text: parseLetterText(Buffer.from(text)) }));
}

async function readSigners(db: Db, letterId: string): Promise<SignerSoFar[] | undefined> {
  const { rows } = await sql<{ shows: boolean }>`
    select shows_signers and not names_hidden as shows from letter_signing
    where letter_id = ${letterId}`.execute(db);
  if (rows[0]?.shows !== true) return undefined;
  const { rows: signers } = await sql<SignerSoFar>`
    select h.name, h.credit from signature_shown h
    join letter_signature g on g.id = h.signature_id and g.state = 'confirmed'
    where h.letter_id = ${letterId} and h.name <> ''
    order by h.signature_id desc limit 200`.execute(db);
  return signers;
}

/** How somebody answers an invitation without signing. */
export type InvitationAnswer = 'declined' | 'unknown' | 'stopped';

/**
 * Takes the answer of somebody who was invited. `declined`, and `unknown` (it was not they who were meant),
 * erase everything that was known of them, at once; `stopped` sends them no more mail.
 *
 * @throws LetterRefusal `invitation-link`.
 */
export async function answerInvitation(
  tx: Tx,
  sealer: LetterSealer,
  code: string,
  answer: InvitationAnswer,
): Promise<void> {
  const { id } = await findInvitation(tx, sealer, code);
  if (answer === 'stopped') await stopReminding(tx, id);
  else await endInvitation(tx, id, answer === 'declined' ? 'answered' : 'unknown');
}

/** Sends somebody who was invited no more mail. */
export async function stopReminding(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql<{ uid: string }>`
    update letter_invitation set stopped = true, due_at = null where id = ${id} returning uid`.execute(
    tx,
  );
  await withdrawInvitations(tx, rows);
}
