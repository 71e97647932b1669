import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { asUid, asUids, isKeepable, type Db, type Tx } from '#platform/database';
import { may, scopesOf, teamScope, type Actor } from '#accounts';
import type { SnippetPart } from '#evidence';
import type { EditionDocument } from '#editions';
import { isVisible } from '../claims/visible.ts';
import { RecordRefusal } from '../record-refusal.ts';
import { documentTexts, type TextPlace } from './document-texts.ts';
import { findNames, soughtNames, tsqueryOf, type SoughtName } from './find-names.ts';

/** Somebody's name in words that another's edition quotes or says. */
export interface Trace {
  /** Whose name. */
  readonly of: string;
  /** On whose page it stands. */
  readonly subject: string;
  readonly kind: string;
  readonly place: TextPlace;
  /** The claim, passage, source or entity whose words they are. */
  readonly thing: string;
  /** Claims without which the page would not say them; none where no claim decides it. */
  readonly claims: readonly string[];
  /** Of those words, in hexadecimal: what was kept is asked again when they change. */
  readonly print: string;
  /** Whether a whole name stands there, and not only a family name. */
  readonly whole: boolean;
  /** The words with the name marked. */
  readonly parts: readonly SnippetPart[];
  /** Why it stays, where somebody said so. */
  readonly kept: { readonly reason: string; readonly by: string; readonly at: Date } | null;
}

// As many pages as anyone would look through; a name that is in more is a word of the language.
const mostEditions = 500;

/**
 * Where the names of some subjects stand in words of others' current editions: before they are taken
 * back, so that their author decides on these words too, and afterwards until each is dealt with.
 * Pages that name them by a link are not among it: taking back mends those by itself. Nothing for
 * somebody outside the team.
 */
export async function tracesOf(
  db: Db,
  actor: Actor,
  subjects: readonly string[],
): Promise<Trace[]> {
  if (!may(actor, 'desk.enter', { scopeId: teamScope })) return [];
  const uids = asUids(subjects);
  const traces: Trace[] = [];
  for (const of of uids) {
    const names = soughtNames(await namesOf(db, actor, of));
    if (names.length === 0) continue;
    const kept = await keptOf(db, of);
    for (const edition of await editionsWith(db, names, uids)) {
      // Whom a page names by a link goes with the link.
      const found = tracesIn(of, edition, names, kept);
      traces.push(...found.filter(({ place, thing }) => place !== 'name' || !uids.includes(thing)));
    }
  }
  return traces;
}

/**
 * Where the names would still stand once a decision to take back is carried out: in its own documents,
 * and in editions that it leaves as they are. What its approver must know before saying yes.
 */
export async function tracesAfter(
  db: Db,
  actor: Actor,
  {
    documents,
    removals,
    publicReason,
  }: {
    readonly documents: readonly EditionDocument[];
    readonly removals: readonly { readonly subject: string }[];
    /** What readers are told of the new editions. */
    readonly publicReason: string;
  },
): Promise<Trace[]> {
  if (!may(actor, 'desk.enter', { scopeId: teamScope })) return [];
  const removed = removals.map(({ subject }) => subject);
  const renewed = new Set(documents.map(({ subject }) => subject));
  const others = (await tracesOf(db, actor, removed)).filter(
    ({ subject }) => !renewed.has(subject),
  );
  const own: Trace[] = [];
  for (const of of removed) {
    const names = soughtNames(await namesOf(db, actor, of));
    const kept = await keptOf(db, of);
    for (const document of documents) {
      own.push(...tracesIn(of, { ...document, document, correction: publicReason }, names, kept));
    }
  }
  return [...own, ...others];
}

/** Traces that nobody has dealt with: neither gone nor kept with a reason. */
export function open(traces: readonly Trace[]): Trace[] {
  return traces.filter((trace) => trace.kept === null);
}

interface EditionFound {
  readonly subject: string;
  readonly kind: string;
  readonly document: EditionDocument;
  readonly correction: string | null;
}

type Kept = ReadonlyMap<string, NonNullable<Trace['kept']>>;

function tracesIn(
  of: string,
  { subject, kind, document, correction }: EditionFound,
  names: readonly SoughtName[],
  kept: Kept,
): Trace[] {
  return documentTexts(document, correction ?? '').flatMap((text): Trace[] => {
    const found = findNames(text.text, names);
    if (found === undefined) return [];
    const { place, thing, claims } = text;
    const print = tracePrint(place, text.text);
    const reason = kept.get(`${subject} ${thing} ${print}`) ?? null;
    return [{ of, subject, kind, place, thing, claims, print, ...found, kept: reason }];
  });
}

/** Which words are meant, in hexadecimal: other words at the same place are another trace. */
export function tracePrint(place: TextPlace, text: string): string {
  return createHash('sha256').update(`${place}\n${text}`).digest('hex');
}

/** Every name somebody was ever recorded under, as far as the actor may see. */
export async function namesOf(db: Db, actor: Actor, uid: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct unnest(array[c.value, c.original]) as name
    from entity e join claim c on c.entity_id = e.id
    where e.uid = ${asUid(uid)} and c.property in ('name','otherName','title','otherTitle')
      and ${isVisible(scopesOf(actor))}`.execute(db);
  return rows.flatMap(({ name }) => name ?? []);
}

// Editions whose words are not written down yet are looked through one by one.
async function editionsWith(
  db: Db,
  names: readonly SoughtName[],
  without: readonly string[],
): Promise<EditionFound[]> {
  const { rows } = await sql<EditionFound>`
    with found as (
      select edition from edition_words where words @@ ${tsqueryOf(names)}::tsquery
      union all
      select e.uid from published.edition e
      where not exists (select from edition_words w where w.edition = e.uid)
    )
    select s.subject, s.kind, e.document, e.correction
    from found f join published.edition e on e.uid = f.edition
    join published.subject s on s.edition = e.uid
    where s.subject <> all(${sql.val(without)}::uuid[])
    order by s.subject limit ${mostEditions}`.execute(db);
  return rows;
}

/** Words in which a name was left on purpose, by subject, thing and print. */
export async function keptOf(db: Db, removed: string): Promise<Kept> {
  const { rows } = await sql<{ key: string; reason: string; by: string; at: Date }>`
    select k.subject || ' ' || k.thing || ' ' || encode(k.print, 'hex') as key, k.reason,
      a.name as by, k.at
    from kept_trace k join account a on a.id = k.account_id where k.removed = ${removed}`.execute(
    db,
  );
  return new Map(rows.map(({ key, ...kept }) => [key, kept]));
}

/** Which words are meant, as {@link Trace} tells them. */
export type TracePlace = Pick<Trace, 'of' | 'subject' | 'thing' | 'print'>;

/**
 * Keeps a name in somebody else's words on purpose, with the reason.
 *
 * @throws RecordRefusal `not-allowed`, `comment-missing`, `value-too-long`, `bad-characters`; and
 * `not-found` when the words are not there (any more).
 */
export async function keepTrace(
  tx: Tx,
  actor: Actor,
  place: TracePlace,
  reason: string,
): Promise<void> {
  if (!may(actor, 'publication.propose', { scopeId: teamScope })) {
    throw new RecordRefusal({ code: 'not-allowed' });
  }
  const said = reason.trim();
  if (said === '') throw new RecordRefusal({ code: 'comment-missing', field: 'reason' });
  if (said.length > 2_000) {
    throw new RecordRefusal({ code: 'value-too-long', field: 'reason', params: { most: 2_000 } });
  }
  if (!isKeepable(said)) throw new RecordRefusal({ code: 'bad-characters', field: 'reason' });
  const traces = await tracesOf(tx, actor, [place.of]);
  const isThere = traces.some(
    ({ subject, thing, print }) =>
      subject === place.subject && thing === place.thing && print === place.print,
  );
  if (!isThere) throw new RecordRefusal({ code: 'not-found' });
  await sql`
    insert into kept_trace (removed, subject, thing, print, reason, account_id)
    values (${place.of}, ${place.subject}, ${place.thing}, decode(${place.print}, 'hex'), ${said},
      ${actor.accountId})
    on conflict (removed, subject, thing, print) do update
      set reason = excluded.reason, account_id = excluded.account_id, at = now()`.execute(tx);
}
