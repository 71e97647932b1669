import { sql } from 'kysely';
import {
  compareStructure,
  hashLetterText,
  letterTextJson,
  parseLetterText,
  type LetterText,
} from '@countersign/letter';
import { node } from '@countersign/proof/node';
import { may, scopesOf, writeAudit, type Actor } from '#accounts';
import { asUid, type Db, type Tx } from '#platform/database';
import { LetterRefusal, type LetterCode } from '../letter-refusal.ts';
import { judgeVerdict, type LetterVerdict } from '../verdict.ts';
import {
  finishTranslation,
  holdSource,
  readTranslationDraft,
  type TranslationCredits,
  type TranslationKey,
  type TranslationWords,
} from './translation-drafts.ts';

/** A translation as the desk reads it. */
export interface LetterTranslation extends TranslationCredits {
  readonly uid: string;
  /** Public id of the version it translates, and its number. */
  readonly version: string;
  readonly number: number;
  readonly language: string;
  /** Of this version in this language, from 1. */
  readonly revision: number;
  readonly text: LetterText;
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string;
  readonly state: 'proposed' | 'approved' | 'refused' | 'cancelled' | 'withdrawn';
  readonly author: string;
  readonly authorUid: string;
  readonly createdAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly comment: string;
}

/** All translations of a letter, the latest first; none of one that is not for this actor. */
export async function listTranslations(
  db: Db,
  actor: Actor,
  letter: string,
): Promise<LetterTranslation[]> {
  const { rows } = await sql<Omit<LetterTranslation, 'text'> & { text: string }>`
    select t.uid, v.uid as version, v.number, t.language, t.revision, t.text,
      encode(t.hash, 'hex') as hash, t.how, t.made_by as "madeBy", t.reviewed_by as "reviewedBy",
      t.departure, t.state, a.name as author, a.uid as "authorUid", t.created_at as "createdAt",
      b.name as "decidedBy", t.decided_at as "decidedAt", t.comment
    from letter l join letter_version v on v.letter_id = l.id
    join letter_translation t on t.version_id = v.id
    join account a on a.id = t.author_id left join account b on b.id = t.decided_by
    where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by t.id desc`.execute(db);
  return rows.map(({ text, ...row }) => ({ ...row, text: parseLetterText(Buffer.from(text)) }));
}

/** Of each version and language the newest that is approved, by language. Pure. */
export function currentTranslations(all: readonly LetterTranslation[]): LetterTranslation[] {
  const newest = new Map<string, LetterTranslation>();
  for (const one of all) {
    const key = `${one.version} ${one.language}`;
    const known = newest.get(key);
    if (one.state === 'approved' && (known === undefined || known.revision < one.revision)) {
      newest.set(key, one);
    }
  }
  return [...newest.values()].toSorted((one, other) => (one.language < other.language ? -1 : 1));
}

/**
 * Proposes a translation in work: its words and its credits are fixed now, and another person decides on
 * these very bytes.
 *
 * @returns uid of the translation.
 * @throws LetterRefusal `translation-open`, `letter-text-unchanged`, `letter-text-empty`,
 * `letter-text-too-long`; `translation-how`, `translation-made-by`, `translation-reviewed-by`;
 * `translation-structure` where it is built otherwise than the text and nothing says why.
 */
export async function proposeTranslation(
  tx: Tx,
  actor: Actor,
  key: TranslationKey,
): Promise<string> {
  const source = await holdSource(tx, actor, key);
  const draft = await readTranslationDraft(tx, actor, key);
  if (draft === undefined) throw new LetterRefusal({ code: 'letter-text-empty', field: 'title' });
  const text = finishTranslation(draft.words.pieces, source, key.language);
  const differs = compareStructure(source.text, text).length > 0;
  const credits = creditsOf(draft.words, differs);
  const before = (await listTranslations(tx, actor, key.letter)).filter(
    ({ version, language }) => version === key.version && language === key.language,
  );
  if (before.some(({ state }) => state === 'proposed')) {
    throw new LetterRefusal({ code: 'translation-open' });
  }
  const known = before.filter(({ state }) => state === 'approved' || state === 'withdrawn');
  const hash = Buffer.from(hashLetterText(node, text));
  const [current] = currentTranslations(before);
  if (current?.hash === hash.toString('hex') && hasCredits(current, credits)) {
    throw new LetterRefusal({ code: 'letter-text-unchanged', field: 'title' });
  }
  const { uid } = await tx
    .insertInto('letter_translation')
    .values({
      ...{ version_id: source.versionId, language: key.language, hash },
      revision: Math.max(0, ...known.map(({ revision }) => revision)) + 1,
      text: letterTextJson(text),
      ...{ how: credits.how, made_by: credits.madeBy, reviewed_by: credits.reviewedBy },
      ...{ departure: credits.departure, author_id: actor.accountId },
    })
    .returning('uid')
    .executeTakeFirstOrThrow();
  return uid;
}

function hasCredits(
  one: TranslationCredits,
  { how, madeBy, reviewedBy, departure }: TranslationCredits,
) {
  const isSame = one.how === how && one.madeBy === madeBy && one.reviewedBy === reviewedBy;
  return isSame && one.departure === departure;
}

/** @throws LetterRefusal with everything that is missing. */
function creditsOf(words: TranslationWords, differs: boolean): TranslationCredits {
  const { how } = words;
  const said = {
    madeBy: wordsOf(words.madeBy),
    reviewedBy: wordsOf(words.reviewedBy),
    departure: differs ? wordsOf(words.departure) : '',
  };
  const problems: { code: LetterCode; field: string }[] = [];
  if (how === '') problems.push({ code: 'translation-how', field: 'how' });
  if (said.madeBy === '' || said.madeBy.length > 300) {
    problems.push({ code: 'translation-made-by', field: 'madeBy' });
  }
  if (said.reviewedBy === '' || said.reviewedBy.length > 300) {
    problems.push({ code: 'translation-reviewed-by', field: 'reviewedBy' });
  }
  if (differs && (said.departure === '' || said.departure.length > 2_000)) {
    problems.push({ code: 'translation-structure', field: 'departure' });
  }
  if (how === '' || problems.length > 0) throw new LetterRefusal(problems);
  return { how, ...said };
}

function wordsOf(typed: string): string {
  return typed.replaceAll(/\s+/gu, ' ').trim();
}

/**
 * Approves or refuses a proposed translation. Approved, it stands in the letter's next edition.
 *
 * @throws LetterRefusal `translation-own` for its author, unless one person runs the instance;
 * `translation-decided`; `letter-comment-missing` for a refusal that does not say why.
 */
export async function decideTranslation(
  tx: Tx,
  actor: Actor,
  translation: string,
  verdict: LetterVerdict,
): Promise<void> {
  const held = await holdTranslation(tx, actor, translation);
  const comment = judgeVerdict(actor, held, verdict, {
    own: 'translation-own',
    decided: 'translation-decided',
  });
  await sql`
    update letter_translation set state = ${verdict.approve ? 'approved' : 'refused'},
      decided_by = ${actor.accountId}, decided_at = now(), comment = ${comment}
    where id = ${held.id}`.execute(tx);
  await audit(tx, actor, translation, { approved: verdict.approve });
}

/** Takes one's own proposal back. @throws LetterRefusal `not-allowed`, `translation-decided`. */
export async function cancelTranslation(tx: Tx, actor: Actor, translation: string): Promise<void> {
  const held = await holdTranslation(tx, actor, translation);
  if (held.authorId !== actor.accountId) throw new LetterRefusal({ code: 'not-allowed' });
  if (held.state !== 'proposed') throw new LetterRefusal({ code: 'translation-decided' });
  await sql`update letter_translation set state = 'cancelled' where id = ${held.id}`.execute(tx);
}

/**
 * Leaves a translation, every revision of it, out of the letter's next edition. What is published is
 * decided on by two, as always.
 *
 * @throws LetterRefusal `not-allowed`; `translation-decided` for one that is not approved.
 */
export async function withdrawTranslation(
  tx: Tx,
  actor: Actor,
  translation: string,
): Promise<void> {
  const held = await holdTranslation(tx, actor, translation);
  if (!may(actor, 'letter.write', { scopeId: held.scopeId })) {
    throw new LetterRefusal({ code: 'not-allowed' });
  }
  if (held.state !== 'approved') throw new LetterRefusal({ code: 'translation-decided' });
  await sql`
    update letter_translation t set state = 'withdrawn' from letter_translation one
    where one.id = ${held.id} and t.version_id = one.version_id and t.language = one.language
      and t.state = 'approved'`.execute(tx);
  await audit(tx, actor, translation, { approved: false });
}

async function audit(tx: Tx, { accountId }: Actor, subject: string, detail: { approved: boolean }) {
  await writeAudit(tx, { accountId, action: 'letter.decided', subject, detail });
}

interface HeldTranslation {
  readonly id: string;
  readonly authorId: string;
  readonly state: LetterTranslation['state'];
  readonly scopeId: number;
}

// The letter first, as everybody who changes one does.
async function holdTranslation(tx: Tx, actor: Actor, uid: string): Promise<HeldTranslation> {
  const { rows } = await sql<HeldTranslation>`
    select t.id, t.author_id as "authorId", t.state, l.scope_id as "scopeId"
    from letter l join letter_version v on v.letter_id = l.id
    join letter_translation t on t.version_id = v.id
    where t.uid = ${asUid(uid)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    for no key update of l, t`.execute(tx);
  const [translation] = rows;
  if (translation === undefined) throw new LetterRefusal({ code: 'not-found' });
  return translation;
}
