import { sql } from 'kysely';
import { z } from 'zod';
import type { JsonValue } from '@countersign/proof';
import { letterTextJson } from '@countersign/letter';
import { asUid, asUids, type Db, type Tx } from '#platform/database';
import { scopesOf, type Action, type Actor } from '#accounts';
import type {
  DecisionInput,
  EditionDocument,
  PublicAnchor,
  PublicLetterTranslation,
  PublicLetterVersion,
  Verdict,
} from '#editions';
import { decidePublication, proposeDocuments, proposeRemoval } from '#record';
import { listAnchors, type Anchor } from './anchors.ts';
import { listDeliveries, publicDeliveries } from './course/deliveries.ts';
import { keepForLater, refuseWhileWaiting } from './course/embargo.ts';
import { listSolidarity } from './course/solidarity.ts';
import { assertPermitted } from './course/testimony.ts';
import { LetterRefusal } from './letter-refusal.ts';
import { holdLetter, readLetter } from './letters.ts';
import {
  currentTranslations,
  listTranslations,
  type LetterTranslation,
} from './translating/translations.ts';
import { listVersions, type LetterVersion } from './versions.ts';

/**
 * The edition that publishing a letter now would make: every version that was approved with its translations, what is known of
 * its delivery, and what others did for it.
 *
 * @throws LetterRefusal `not-found`; `letter-unapproved` while there is none.
 */
export async function prepareLetter(db: Db, actor: Actor, uid: string): Promise<EditionDocument> {
  const letter = await readLetter(db, actor, uid);
  if (letter === undefined) throw new LetterRefusal({ code: 'not-found' });
  const anchors = await listAnchors(db, actor, uid);
  const versions = (await listVersions(db, actor, uid))
    .filter(({ state }) => state === 'approved')
    .toSorted((one, other) => one.number - other.number);
  const last = versions.at(-1);
  const translations = currentTranslations(await listTranslations(db, actor, uid));
  if (last === undefined) throw new LetterRefusal({ code: 'letter-unapproved' });
  const { language, title } = last.text;
  const own = translations.filter(({ version }) => version === last.uid);
  const titles = Object.fromEntries([
    ...own.map((one) => [one.language, one.text.title]),
    [language, title],
  ]) as Record<string, string>;
  const deliveries = publicDeliveries(await listDeliveries(db, actor, uid));
  const solidarity = await listSolidarity(db, actor, uid);
  return {
    ...{ v: 1, subject: letter.uid, kind: 'letter', names: titles },
    caption: [{ type: 'text', byLanguage: titles }],
    ...{ properties: [], parts: [], claims: [], passages: [] },
    ...{ sources: [], entities: [], terms: [] },
    letter: {
      form: letter.kind,
      versions: versions.map((version) => publicVersion(version, anchors, translations)),
      ...(deliveries.length > 0 && { deliveries }),
      ...(solidarity.length > 0 && { solidarity }),
    },
  };
}

function publicVersion(
  { uid, text, hash, change, note }: LetterVersion,
  anchors: readonly Anchor[],
  translations: readonly LetterTranslation[],
): PublicLetterVersion {
  const json = JSON.parse(letterTextJson(text)) as JsonValue;
  const own = publicAnchors(anchors.filter(({ version }) => version === uid));
  const translated = translations.filter(({ version }) => version === uid).map(publicTranslation);
  return {
    ...{ text: json, hash, change },
    ...(note !== '' && { note }),
    ...(own.length > 0 && { anchors: own }),
    ...(translated.length > 0 && { translations: translated }),
  };
}

function publicTranslation(translation: LetterTranslation): PublicLetterTranslation {
  const { text, hash, how, madeBy, reviewedBy, departure } = translation;
  return {
    ...{ text: JSON.parse(letterTextJson(text)) as JsonValue, hash, how, madeBy, reviewedBy },
    ...(departure !== '' && { departure }),
  };
}

// One a stretch, with all it rests on.
function publicAnchors(anchors: readonly Anchor[]): PublicAnchor[] {
  const byStretch = Map.groupBy(anchors, ({ block, start, end }) => `${block} ${start} ${end}`);
  return [...byStretch.values()].flatMap((group): PublicAnchor[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { block, start, end } = first;
    const claims = group.map(({ subject, claim }) => ({ subject, claim }));
    return [{ block, start, end, claims }];
  });
}

/**
 * Proposes to publish a letter, or the versions that were approved since it was.
 *
 * @param again that a letter which was taken back is published again is meant so.
 * @param publishAt when it takes effect; as soon as it is approved unless said.
 * @returns uid of the decision.
 * @throws LetterRefusal `letter-unapproved`, `embargo-past`, `embargo-waits`, `testimony-not-permitted`;
 * EditionRefusal as `proposePublication` does.
 */
export async function proposeLetter(
  tx: Tx,
  actor: Actor,
  input: DecisionInput,
  uid: string,
  { again = false, publishAt, now = new Date() }: Proposing = {},
): Promise<string> {
  const letter = await holdLetter(tx, actor, uid);
  await assertPermitted(tx, letter);
  await refuseWhileWaiting(tx, letter.id);
  if (publishAt !== undefined && publishAt <= now) {
    throw new LetterRefusal({ code: 'embargo-past', field: 'publishAt' });
  }
  const document = await prepareLetter(tx, actor, letter.uid);
  const selection = {
    letter: letter.uid,
    ...(publishAt !== undefined && { publishAt: publishAt.toISOString() }),
  };
  return proposeDocuments(tx, actor, input, [document], {
    ...{ selection, again, action: 'letter.write' },
  });
}

interface Proposing {
  readonly again?: boolean;
  readonly publishAt?: Date;
  /** The present, for tests. */
  readonly now?: Date;
}

/** Proposes to take a letter back. Its signatures, and what they were given for, are not touched. */
export async function proposeLetterRemoval(
  tx: Tx,
  actor: Actor,
  input: DecisionInput,
  uid: string,
): Promise<string> {
  const { uid: subject } = await holdLetter(tx, actor, uid);
  return proposeRemoval(tx, actor, input, [{ subject, kind: 'letter' }], [], 'letter.write');
}

const storedSelection = z.object({
  letter: z.uuid(),
  publishAt: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .optional(),
});

/**
 * Approves or refuses any decision to publish, correct or take back. Letters are decided on by those who
 * decide on letters, everything else as the record has it. A letter with a minute of its own takes effect
 * then (`endEmbargo`).
 *
 * @throws LetterRefusal `testimony-not-permitted`, `embargo-waits`; EditionRefusal as `decidePublication` does.
 */
export async function decideAnything(
  tx: Tx,
  actor: Actor,
  uid: string,
  verdict: Omit<Verdict, 'later'> & { readonly now?: Date },
): Promise<void> {
  const { kinds, removes, selection } = await contentsOf(tx, uid);
  const action = decidingAction(kinds);
  if (action !== 'letter.decide') return decidePublication(tx, actor, uid, verdict);
  if (removes) {
    await decidePublication(tx, actor, uid, verdict, { action });
    if (verdict.approve) await endSigning(tx, uid);
    return;
  }
  const { letter: of, publishAt } = storedSelection.parse(selection);
  const letter = await holdLetter(tx, actor, of);
  if (verdict.approve) {
    await assertPermitted(tx, letter);
    await refuseWhileWaiting(tx, letter.id);
  }
  const later = publishAt !== undefined && publishAt > (verdict.now ?? new Date());
  await decidePublication(
    tx,
    actor,
    uid,
    { ...verdict, later },
    {
      action,
      recheck: async () => [await prepareLetter(tx, actor, letter.uid)],
    },
  );
  if (verdict.approve && later) {
    await keepForLater(tx, actor, uid, { letterId: letter.id, publishAt });
  }
}

/** What somebody must be allowed to decide on a set of subjects of these kinds. */
export function decidingAction(kinds: readonly string[]): Action {
  return kinds.length > 0 && kinds.every((kind) => kind === 'letter')
    ? 'letter.decide'
    : 'publication.decide';
}

async function contentsOf(tx: Tx, decision: string) {
  const { rows } = await sql<{ kind: string; removes: boolean; selection: JsonValue }>`
    select s.kind, d.kind = 'remove' as removes, d.selection
    from decision d join decision_subject s on s.decision_id = d.id
    where d.uid = ${asUid(decision)}`.execute(tx);
  return {
    kinds: rows.map(({ kind }) => kind),
    removes: rows.some(({ removes }) => removes),
    selection: rows[0]?.selection,
  };
}

// A letter that was taken back is signed no more, and nothing of it appears by itself.
async function endSigning(tx: Tx, decision: string): Promise<void> {
  const letters = sql`(select l.id from letter l join decision_subject s on s.subject = l.uid
    join decision d on d.id = s.decision_id where d.uid = ${asUid(decision)} and s.document is null)`;
  await sql`
    update letter_signing set state = 'closed', message = '', closed_at = now()
    where letter_id in ${letters} and state <> 'closed'`.execute(tx);
  await sql`
    update letter_embargo set state = 'stopped', ended_at = now()
    where letter_id in ${letters} and state = 'waiting'`.execute(tx);
}

/** What the desk calls some letters, by uid; those that are not for this actor are absent. */
export async function letterNames(
  db: Db,
  actor: Actor,
  uids: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ uid: string; name: string }>`
    select uid, name from letter where uid = any(${sql.val(asUids(uids))}::uuid[])
      and scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(db);
  return new Map(rows.map(({ uid, name }) => [uid, name]));
}
