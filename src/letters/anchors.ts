import { sql } from 'kysely';
import {
  findWords,
  parseLetterText,
  sentencesOf,
  wordsAt,
  type LetterText,
  type Stretch,
} from '@countersign/letter';
import { asUid, asUids, type Db, type Tx } from '#platform/database';
import { may, scopesOf, type Actor } from '#accounts';
import { currentDocuments } from '#editions';
import { LetterRefusal } from './letter-refusal.ts';

/** A stretch of a version's text and one claim it rests on. */
export interface Anchor extends Stretch {
  readonly uid: string;
  /** Uid of the version. */
  readonly version: string;
  readonly words: string;
  /** Whose page tells the claim. */
  readonly subject: string;
  readonly claim: string;
}

/** Anchors of all versions of a letter in the order of the text; none of one that is not for this actor. */
export async function listAnchors(db: Db, actor: Actor, letter: string): Promise<Anchor[]> {
  const { rows } = await sql<Anchor>`
    select a.uid, v.uid as version, a.block, a.starts as start, a.ends as "end", a.words, a.subject,
      a.claim
    from letter l join letter_version v on v.letter_id = l.id
    join letter_anchor a on a.version_id = v.id
    where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by v.id, a.block, a.ends, a.starts, a.id`.execute(db);
  return rows;
}

/** Sentences that hold a figure and rest on nothing, as people would be asked about them. Pure. */
export function bareFigures(text: LetterText, anchors: readonly Stretch[]): string[] {
  return sentencesOf(text)
    .filter(({ hasFigure }) => hasFigure)
    .filter((sentence) => !anchors.some((anchor) => overlaps(anchor, sentence)))
    .map(({ words }) => words);
}

/** Whether two stretches of a text share a letter. */
export function overlaps(one: Stretch, other: Stretch): boolean {
  return one.block === other.block && one.start < other.end && one.end > other.start;
}

/**
 * Ties a stretch of a version to claims that readers see on a subject's page. What is said twice is kept
 * once.
 *
 * @throws LetterRefusal `not-found` also for words that the version does not have there;
 * `letter-anchor-missing`, `letter-anchor-private`.
 */
export async function addAnchors(
  tx: Tx,
  actor: Actor,
  version: string,
  anchored: Stretch & { readonly subject: string; readonly claims: readonly string[] },
): Promise<void> {
  const held = await holdForAnchors(tx, actor, sql`v.uid = ${asUid(version)}`);
  const { block, start, end } = anchored;
  const words = wordsAt(held.text, anchored);
  if (words === '') throw new LetterRefusal({ code: 'not-found' });
  const claims = asUids(anchored.claims);
  if (claims.length === 0)
    throw new LetterRefusal({ code: 'letter-anchor-missing', field: 'claim' });
  const [subject = ''] = asUids([anchored.subject]);
  const { document } = (await currentDocuments(tx, [subject])).get(subject) ?? {};
  const told = new Set(document?.claims.map(({ uid }) => uid));
  if (!claims.every((claim) => told.has(claim))) {
    throw new LetterRefusal({ code: 'letter-anchor-private', field: 'claim' });
  }
  await sql`
    insert into letter_anchor (version_id, block, starts, ends, words, subject, claim, author_id)
    select ${held.id}, ${block}, ${start}, ${end}, ${words}, ${subject}, claim, ${actor.accountId}
    from unnest(${sql.val(claims)}::uuid[]) as claim on conflict do nothing`.execute(tx);
}

/** Takes an anchor away. What was published with it stays in its edition. */
export async function dropAnchor(tx: Tx, actor: Actor, anchor: string): Promise<void> {
  await holdForAnchors(
    tx,
    actor,
    sql`v.id = (select version_id from letter_anchor where uid = ${asUid(anchor)})`,
  );
  await sql`delete from letter_anchor where uid = ${asUid(anchor)}`.execute(tx);
}

interface HeldVersion {
  readonly id: string;
  readonly text: LetterText;
}

async function holdForAnchors(
  tx: Tx,
  actor: Actor,
  which: ReturnType<typeof sql>,
): Promise<HeldVersion> {
  const { rows } = await sql<{ id: string; text: string; scopeId: number }>`
    select v.id, v.text, l.scope_id as "scopeId"
    from letter_version v join letter l on l.id = v.letter_id
    where ${which} and v.state in ('proposed','approved')
      and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    for no key update of v`.execute(tx);
  const [version] = rows;
  if (version === undefined) throw new LetterRefusal({ code: 'not-found' });
  if (!may(actor, 'letter.write', { scopeId: version.scopeId })) {
    throw new LetterRefusal({ code: 'not-allowed' });
  }
  return { id: version.id, text: parseLetterText(Buffer.from(version.text)) };
}

/** Gives a new version the anchors of the newest approved one whose words it still has, and has once. */
export async function carryAnchors(
  tx: Tx,
  letterId: string,
  version: string,
  text: LetterText,
): Promise<void> {
  const { rows } = await sql<Pick<Anchor, 'words' | 'subject' | 'claim'> & { author: string }>`
    select a.words, a.subject, a.claim, a.author_id as author from letter_anchor a
    where a.version_id = (select id from letter_version
      where letter_id = ${letterId} and state = 'approved' order by number desc limit 1)`.execute(
    tx,
  );
  const carried = rows.flatMap((anchor) => {
    const found = findWords(text, anchor.words);
    return found === undefined ? [] : [{ ...anchor, ...found }];
  });
  if (carried.length === 0) return;
  await sql`
    insert into letter_anchor (version_id, block, starts, ends, words, subject, claim, author_id)
    select v.id, a.block, a.start, a."end", a.words, a.subject, a.claim, a.author
    from letter_version v, jsonb_to_recordset(${JSON.stringify(carried)}::jsonb) as a(block integer,
      start integer, "end" integer, words text, subject uuid, claim uuid, author bigint)
    where v.uid = ${version} on conflict do nothing`.execute(tx);
}
