import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { loadActor, writeAudit, type Actor } from '#accounts';
import { parseLetterText, type LetterText } from '@countersign/letter';
import { asUid, isKeepable, type Db, type Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';
import { hashLink } from '../signing/signer-keys.ts';
import type { KnownChannel } from '../signing/form-lists.ts';

/** What an author says of the publication of their testimony; the last word holds. */
export type TestimonyWord = 'permitted' | 'held' | 'taken-back';

/** One thing that the author said. */
export interface TestimonyStep {
  readonly step: TestimonyWord;
  /** Number of the version that was before them. */
  readonly version: number;
  readonly how: 'link' | KnownChannel;
  /** Who said it; empty for whoever holds the link. */
  readonly who: string;
  /** Who of the desk wrote it down; null by the link. */
  readonly writtenBy: string | null;
  readonly at: Date;
}

/** What the desk sees of the author's will. */
export interface Testimony {
  readonly hasLink: boolean;
  /** The last first. */
  readonly steps: readonly TestimonyStep[];
  /** Number of the version that may be published now; undefined while none may. */
  readonly permitted: number | undefined;
}

/** @returns undefined for a letter that is no testimony, or not for this actor. */
export async function readTestimony(
  db: Db,
  actor: Actor,
  letter: string,
): Promise<Testimony | undefined> {
  const { rows } = await sql<{ id: string; hasLink: boolean }>`
    select l.id, exists (select from testimony_link k where k.letter_id = l.id) as "hasLink"
    from letter l where l.uid = ${asUid(letter)} and l.kind = 'testimony'
      and l.scope_id = any(${sql.val(actor.scopes)}::integer[])`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const steps = await stepsOf(db, row.id);
  const [last] = steps;
  const permitted = last?.step === 'permitted' ? last.version : undefined;
  return { hasLink: row.hasLink, steps, permitted };
}

async function stepsOf(db: Db, letterId: string): Promise<TestimonyStep[]> {
  const { rows } = await sql<TestimonyStep>`
    select s.step, v.number as version, s.how, s.who, a.name as "writtenBy", s.at
    from testimony_step s join letter_version v on v.id = s.version_id
    left join account a on a.id = s.account_id
    where s.letter_id = ${letterId} order by s.id desc limit 100`.execute(db);
  return rows;
}

/** @returns number of the version that the author permits to be published, by their last word. */
export async function permittedVersion(db: Db, letterId: string): Promise<number | undefined> {
  const [last] = await stepsOf(db, letterId);
  return last?.step === 'permitted' ? last.version : undefined;
}

/**
 * Refuses for a testimony whose newest approved version its author has not permitted.
 *
 * @throws LetterRefusal `testimony-not-permitted`.
 */
export async function assertPermitted(
  db: Db,
  { id, kind }: { readonly id: string; readonly kind: string },
): Promise<void> {
  if (kind !== 'testimony') return;
  const newest = await newestVersion(db, id);
  const permitted = await permittedVersion(db, id);
  if (newest === undefined || permitted !== newest.number) {
    throw new LetterRefusal({ code: 'testimony-not-permitted' });
  }
}

/**
 * Makes the link by which the author decides; one that was made before opens nothing any more.
 *
 * @returns the link's code: shown once, kept as a hash.
 * @throws LetterRefusal `letter-unapproved`; `testimony-only` for what people sign.
 */
export async function makeTestimonyLink(tx: Tx, actor: Actor, letter: string): Promise<string> {
  const { id, kind } = await holdLetter(tx, actor, letter);
  if (kind !== 'testimony') throw new LetterRefusal({ code: 'testimony-only' });
  if ((await newestVersion(tx, id)) === undefined) {
    throw new LetterRefusal({ code: 'letter-unapproved' });
  }
  const code = randomBytes(32).toString('base64url');
  await sql`
    insert into testimony_link (letter_id, link, made_by) values (${id}, ${hashLink(code)}, ${actor.accountId})
    on conflict (letter_id) do update
      set link = excluded.link, made_by = excluded.made_by, made_at = now()`.execute(tx);
  await audit(tx, actor, letter, 'link');
  return code;
}

/**
 * Writes down what the author said by another way than their link.
 *
 * @throws LetterRefusal `testimony-only`, `testimony-who`, `letter-unapproved`.
 */
export async function recordTestimonyWord(
  tx: Tx,
  actor: Actor,
  letter: string,
  word: {
    readonly step: 'permitted' | 'held';
    readonly how: KnownChannel;
    readonly who: string;
  },
): Promise<void> {
  const { id, kind } = await holdLetter(tx, actor, letter);
  if (kind !== 'testimony') throw new LetterRefusal({ code: 'testimony-only' });
  const who = word.who.trim();
  if (who === '' || who.length > 300 || !isKeepable(who)) {
    throw new LetterRefusal({ code: 'testimony-who', field: 'who' });
  }
  const newest = await newestVersion(tx, id);
  if (newest === undefined) throw new LetterRefusal({ code: 'letter-unapproved' });
  // What the author themselves held or took back, nobody lets go for them.
  const [last] = await stepsOf(tx, id);
  if (word.step === 'permitted' && last?.how === 'link' && last.step !== 'permitted') {
    throw new LetterRefusal({ code: 'testimony-authors-hold' });
  }
  await sql`
    insert into testimony_step (letter_id, step, version_id, how, who, account_id)
    values (${id}, ${word.step}, ${newest.id}, ${word.how}, ${who}, ${actor.accountId})`.execute(
    tx,
  );
  await audit(tx, actor, letter, word.step);
}

async function audit(tx: Tx, { accountId }: Actor, subject: string, testimony: string) {
  await writeAudit(tx, { accountId, action: 'letter.signing', subject, detail: { testimony } });
}

/** What the author's own page shows once they pressed its button. */
export interface AuthorsView {
  readonly letter: string;
  /** The newest approved version, which a permission is for. */
  readonly text: LetterText;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  readonly word: TestimonyWord | undefined;
  readonly isPublic: boolean;
  /** Two people are asked to take it back. */
  readonly isLeaving: boolean;
}

/** @throws LetterRefusal `testimony-link`: never made, or replaced; nothing tells which. */
export async function readAsAuthor(db: Db, code: string): Promise<AuthorsView> {
  const letter = await findByLink(db, code);
  const newest = await newestVersion(db, letter.id);
  if (newest === undefined) throw new LetterRefusal({ code: 'testimony-link' });
  const [last] = await stepsOf(db, letter.id);
  return {
    ...{ letter: letter.uid, text: parseLetterText(Buffer.from(newest.text)), hash: newest.hash },
    ...{ word: last?.step, isPublic: letter.isPublic, isLeaving: letter.isLeaving },
  };
}

/**
 * Does what the author says by their link.
 *
 * @param hash of the text that was before them: a permission is for these words and no others.
 * @returns what taking it back needs, when it is public and they ask for that the first time.
 * @throws LetterRefusal `testimony-link`; `testimony-changed` when another version was approved since.
 */
export async function sayAsAuthor(
  tx: Tx,
  code: string,
  word: { readonly step: TestimonyWord; readonly hash: string },
): Promise<{ readonly letter: string; readonly organiser: Actor | undefined } | undefined> {
  const { id } = await findByLink(tx, code);
  await sql`select id from letter where id = ${id} for no key update`.execute(tx);
  const letter = await findByLink(tx, code);
  const newest = await newestVersion(tx, letter.id);
  if (newest === undefined) throw new LetterRefusal({ code: 'testimony-link' });
  if (word.step === 'permitted' && newest.hash !== word.hash) {
    throw new LetterRefusal({ code: 'testimony-changed' });
  }
  const [last] = await stepsOf(tx, letter.id);
  if (last?.step !== word.step || last.version !== newest.number) {
    await sql`
      insert into testimony_step (letter_id, step, version_id, how)
      values (${letter.id}, ${word.step}, ${newest.id}, 'link')`.execute(tx);
  }
  if (word.step !== 'permitted') await stopWaiting(tx, letter.id);
  const asks = word.step === 'taken-back' && letter.isPublic && !letter.isLeaving;
  return asks ? { letter: letter.uid, organiser: await loadActor(tx, letter.madeBy) } : undefined;
}

// At that very minute either the publication or the hold comes first: both take the letter before.
async function stopWaiting(tx: Tx, letterId: string): Promise<void> {
  await sql`
    update letter_embargo set state = 'stopped', ended_at = now()
    where letter_id = ${letterId} and state = 'waiting'`.execute(tx);
}

interface LinkedLetter {
  readonly id: string;
  readonly uid: string;
  readonly madeBy: string;
  readonly isPublic: boolean;
  readonly isLeaving: boolean;
}

async function findByLink(db: Db, code: string): Promise<LinkedLetter> {
  const { rows } = await sql<LinkedLetter>`
    select l.id, l.uid, k.made_by as "madeBy",
      exists (select from published.subject p where p.subject = l.uid and p.edition is not null)
        as "isPublic",
      exists (select from decision d join decision_subject s on s.decision_id = d.id
        where s.subject = l.uid and d.kind = 'remove' and d.state = 'proposed') as "isLeaving"
    from testimony_link k join letter l on l.id = k.letter_id
    where k.link = ${hashLink(code)}`.execute(db);
  const [letter] = rows;
  if (letter === undefined) throw new LetterRefusal({ code: 'testimony-link' });
  return letter;
}

async function newestVersion(db: Db, letterId: string) {
  const { rows } = await sql<{ id: string; number: number; hash: string; text: string }>`
    select id, number, encode(hash, 'hex') as hash, text from letter_version
    where letter_id = ${letterId} and state = 'approved' order by number desc limit 1`.execute(db);
  return rows[0];
}
