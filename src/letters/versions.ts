import { sql } from 'kysely';
import {
  hashLetterText,
  letterTextJson,
  parseLetterText,
  type LetterText,
} from '@countersign/letter';
import { node } from '@countersign/proof/node';
import { asUid, isKeepable, type Db, type Tx } from '#platform/database';
import { scopesOf, writeAudit, type Actor } from '#accounts';
import { carryAnchors } from './anchors.ts';
import { finishText, readDraft, type DraftText } from './drafts.ts';
import { LetterRefusal } from './letter-refusal.ts';
import { holdLetter } from './letters.ts';
import { judgeVerdict, type LetterVerdict } from './verdict.ts';

/** What a new version changes: nothing that was said, what is told as fact, or what is asked for. */
export const changes = ['typo', 'factual', 'demand'] as const;
export type Change = (typeof changes)[number];

export interface ProposedVersion {
  readonly language: string;
  /** Absent for the first version. */
  readonly change?: Change;
  /** Told to signers; absent for the first version. */
  readonly note?: string;
}

/**
 * Proposes the draft of a language as the letter's next version. Its words are fixed now: another person
 * decides on these very bytes.
 *
 * @returns uid of the version.
 * @throws LetterRefusal `letter-version-open` while one is proposed; `letter-text-unchanged`,
 * `letter-text-empty`, `letter-text-too-long`, `letter-change-missing`, `letter-note-missing`.
 */
export async function proposeVersion(
  tx: Tx,
  actor: Actor,
  uid: string,
  input: ProposedVersion,
): Promise<string> {
  const letter = await holdLetter(tx, actor, uid);
  const draft = await readDraft(tx, actor, uid, input.language);
  if (draft === undefined) throw new LetterRefusal({ code: 'letter-text-empty', field: 'text' });
  const before = await lastVersions(tx, letter.id);
  if (before.isOpen) throw new LetterRefusal({ code: 'letter-version-open' });
  const number = before.number + 1;
  const text = finishText(draft.text, {
    letter: letter.uid,
    number,
    language: draft.language,
  });
  if (before.text !== undefined && sameWords(before.text, text)) {
    throw new LetterRefusal({ code: 'letter-text-unchanged', field: 'text' });
  }
  const { change, note } = changeOf(number, input);
  const { uid: version } = await tx
    .insertInto('letter_version')
    .values({
      ...{ letter_id: letter.id, number, change, change_note: note },
      language: text.language,
      text: letterTextJson(text),
      hash: Buffer.from(hashLetterText(node, text)),
      author_id: actor.accountId,
    })
    .returning('uid')
    .executeTakeFirstOrThrow();
  await carryAnchors(tx, letter.id, version, text);
  return version;
}

function changeOf(number: number, { change, note = '' }: ProposedVersion) {
  if (number === 1) return { change: 'first', note: '' } as const;
  if (change === undefined) {
    throw new LetterRefusal({ code: 'letter-change-missing', field: 'change' });
  }
  const told = note.trim();
  if (told === '' || told.length > 2_000) {
    throw new LetterRefusal({ code: 'letter-note-missing', field: 'note' });
  }
  if (!isKeepable(told)) throw new LetterRefusal({ code: 'bad-characters', field: 'note' });
  return { change, note: told };
}

interface LastVersions {
  readonly number: number;
  /** Of the newest approved version. */
  readonly text: LetterText | undefined;
  readonly isOpen: boolean;
}

async function lastVersions(tx: Tx, letterId: string): Promise<LastVersions> {
  const { rows } = await sql<{ number: number; text: string; state: string }>`
    select number, text, state from letter_version
    where letter_id = ${letterId} and state in ('proposed','approved')
    order by number desc limit 2`.execute(tx);
  const approved = rows.find(({ state }) => state === 'approved');
  return {
    number: approved?.number ?? 0,
    text: approved && parseLetterText(Buffer.from(approved.text)),
    isOpen: rows.some(({ state }) => state === 'proposed'),
  };
}

/** Whether a draft holds words that its letter's newest approved version does not. */
export function isDraftNew(text: DraftText, versions: readonly LetterVersion[]): boolean {
  const [approved] = versions
    .filter(({ state }) => state === 'approved')
    .toSorted((one, other) => other.number - one.number);
  if (text.title.trim() === '' || text.blocks.length === 0) return false;
  if (approved === undefined) return true;
  const { letter, number, language } = approved.text;
  return !sameWords(approved.text, finishText(text, { letter, number, language }));
}

function sameWords(one: LetterText, other: LetterText): boolean {
  return letterTextJson({ ...one, number: 0 }) === letterTextJson({ ...other, number: 0 });
}

/**
 * Approves or refuses a proposed version. The first approved one makes a draft a letter that people can
 * be asked to sign.
 *
 * @throws LetterRefusal `letter-version-own` for its author, unless one person runs the instance;
 * `letter-version-decided`; `letter-comment-missing` for a refusal that does not say why.
 */
export async function decideVersion(
  tx: Tx,
  actor: Actor,
  version: string,
  verdict: LetterVerdict,
): Promise<void> {
  const held = await holdVersion(tx, actor, version);
  const comment = judgeVerdict(actor, held, verdict, {
    own: 'letter-version-own',
    decided: 'letter-version-decided',
  });
  await tx
    .updateTable('letter_version')
    .set({
      state: verdict.approve ? 'approved' : 'refused',
      decided_by: actor.accountId,
      decided_at: new Date(),
      comment,
    })
    .where('id', '=', held.id)
    .execute();
  await writeAudit(tx, {
    accountId: actor.accountId,
    action: 'letter.decided',
    subject: version,
    detail: { approved: verdict.approve },
  });
}

/** Takes one's own proposal back, so that the draft can be worked on and proposed again. */
export async function cancelVersion(tx: Tx, actor: Actor, version: string): Promise<void> {
  const held = await holdVersion(tx, actor, version);
  if (held.authorId !== actor.accountId) throw new LetterRefusal({ code: 'not-allowed' });
  if (held.state !== 'proposed') throw new LetterRefusal({ code: 'letter-version-decided' });
  await tx
    .updateTable('letter_version')
    .set({ state: 'cancelled' })
    .where('id', '=', held.id)
    .execute();
}

interface HeldVersion {
  readonly id: string;
  readonly letterId: string;
  readonly authorId: string;
  readonly state: string;
  readonly scopeId: number;
}

async function holdVersion(tx: Tx, actor: Actor, uid: string): Promise<HeldVersion> {
  const { rows } = await sql<HeldVersion>`
    select v.id, v.letter_id as "letterId", v.author_id as "authorId", v.state, l.scope_id as "scopeId"
    from letter_version v join letter l on l.id = v.letter_id
    where v.uid = ${asUid(uid)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    for no key update of v`.execute(tx);
  const [version] = rows;
  if (version === undefined) throw new LetterRefusal({ code: 'not-found' });
  return version;
}

/** A version as the desk reads it. */
export interface LetterVersion {
  readonly uid: string;
  readonly number: number;
  readonly text: LetterText;
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string;
  readonly change: Change | 'first';
  readonly note: string;
  readonly state: 'proposed' | 'approved' | 'refused' | 'cancelled';
  readonly author: string;
  readonly authorUid: string;
  readonly createdAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly comment: string;
}

/** All versions of a letter, the latest first; none of a letter that is not for this actor. */
export async function listVersions(db: Db, actor: Actor, uid: string): Promise<LetterVersion[]> {
  const { rows } = await sql<Omit<LetterVersion, 'text'> & { text: string }>`
    select v.uid, v.number, v.text, encode(v.hash, 'hex') as hash, v.change,
      v.change_note as note, v.state, a.name as author, a.uid as "authorUid",
      v.created_at as "createdAt", b.name as "decidedBy", v.decided_at as "decidedAt", v.comment
    from letter l join letter_version v on v.letter_id = l.id
    join account a on a.id = v.author_id left join account b on b.id = v.decided_by
    where l.uid = ${asUid(uid)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by v.id desc`.execute(db);
  return rows.map(({ text, ...row }) => ({ ...row, text: parseLetterText(Buffer.from(text)) }));
}
