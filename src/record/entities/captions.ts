import { sql } from 'kysely';
import { asUid, asUids, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import { formatEdtf, type Edtf } from '#platform/calendar';
import { localDigits, type Locale } from '#platform/languages';
import type { CaptionPart } from '../projection/project-entity.ts';
import { durationWords } from '../figures/index.ts';
import { inLocale, kind, label, type Labels } from '../vocabulary/index.ts';
import { isVisible } from '../claims/visible.ts';
import { termOf, type AddedTerms } from '../terms.ts';

/** What an entity is called, for one reader. */
export interface Caption {
  readonly id: string;
  readonly uid: string;
  readonly kind: string;
  /** Empty when nothing the reader may see names it. */
  readonly text: string;
}

// An involvement is named by its perpetrator, who has a name: two steps. One more for safety, and
// then an end, because a caption must not follow a circle of references.
const maxDepth = 3;

interface CaptionRow {
  id: string;
  uid: string;
  kind: string;
  caption: CaptionPart[];
}

/**
 * Captions of some entities in the reader's language, made only of what the reader may see. At most
 * three statements, whatever the number of entities. Entities outside the reader's scopes are absent.
 */
export async function captionsOf(
  db: Db,
  actor: Actor,
  entityIds: readonly string[],
  locale: Locale,
  added: AddedTerms,
): Promise<Map<string, Caption>> {
  const rows = new Map<string, CaptionRow>();
  let wanted = [...new Set(entityIds)];
  for (let depth = 0; depth < maxDepth && wanted.length > 0; depth += 1) {
    for (const row of await loadCaptions(db, scopesOf(actor), wanted)) rows.set(row.id, row);
    const mentioned = wanted.flatMap((id) => mentionedBy(rows.get(id)));
    wanted = [...new Set(mentioned)].filter((id) => !rows.has(id));
  }
  const captions = new Map<string, Caption>();
  for (const [id, row] of rows) {
    const text = putIntoWords(row, rows, locale, added, maxDepth);
    captions.set(id, { id, uid: row.uid, kind: row.kind, text });
  }
  return captions;
}

/** The same for entities known by uid; a map by uid. */
export async function captionsByUid(
  db: Db,
  actor: Actor,
  uids: readonly string[],
  locale: Locale,
  added: AddedTerms,
): Promise<Map<string, Caption>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<{ id: string }>`
    select id from entity where uid = any(${sql.val(asUids(uids))}::uuid[])
      and scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(db);
  const ids = rows.map((row) => row.id);
  const captions = await captionsOf(db, actor, ids, locale, added);
  return new Map(
    ids.flatMap((id) => {
      const caption = captions.get(id);
      return caption === undefined ? [] : [[caption.uid, caption] as const];
    }),
  );
}

/**
 * Captions, by uid, of what is called after some entities – "arrest – Nader Vahdat" – as far as
 * claims from one source speak of it; two steps far, as captions go.
 */
export async function captionsAfter(
  db: Db,
  actor: Actor,
  source: string,
  uids: readonly string[],
  locale: Locale,
  added: AddedTerms,
): Promise<Record<string, string>> {
  if (uids.length === 0) return {};
  const scopes = scopesOf(actor);
  const isLive = sql`c.state in ('proposed','accepted') and ${isVisible(scopes)}`;
  const { rows } = await sql<{ id: string }>`
    with here as materialized (
      select distinct named.id
      from source s join passage p on p.source_id = s.id join claim c on c.passage_id = p.id
      cross join lateral (values (c.entity_id), (c.value_entity_id)) as named (id)
      where s.uid = ${asUid(source)} and s.scope_id = any(${sql.val(scopes)}::integer[])
        and named.id is not null and ${isVisible(scopes)}
    ), once as (
      select here.id from here where exists (
        select from claim c join entity e on e.id = c.value_entity_id
        where c.entity_id = here.id and ${isLive}
          and e.uid = any(${sql.val(asUids(uids))}::uuid[]))
    )
    select id from once
    union
    select here.id from here where exists (
      select from claim c join once on once.id = c.value_entity_id
      where c.entity_id = here.id and ${isLive})`.execute(db);
  const ids = rows.map((row) => row.id);
  const captions = await captionsOf(db, actor, ids, locale, added);
  return Object.fromEntries([...captions.values()].map(({ uid, text }) => [uid, text]));
}

async function loadCaptions(
  db: Db,
  scopes: readonly number[],
  ids: readonly string[],
): Promise<CaptionRow[]> {
  // A profile a scope: the one with most to say of it comes first.
  const { rows } = await sql<CaptionRow>`
    select distinct on (e.id) e.id, e.uid, e.kind, coalesce(p.caption, '[]') as caption
    from entity e
    left join profile p on p.entity_id = e.id and p.scope_id = any(${sql.val(scopes)}::integer[])
    where e.id = any(${sql.val(ids)}::bigint[])
      and e.scope_id = any(${sql.val(scopes)}::integer[])
    order by e.id, p.caption = '[]', p.claims desc nulls last, p.scope_id`.execute(db);
  return rows;
}

function mentionedBy(row: CaptionRow | undefined): string[] {
  if (row === undefined) return [];
  return row.caption.flatMap((part) =>
    part.type === 'entity' ? [part.id, ...(part.others ?? [])] : [],
  );
}

function putIntoWords(
  row: CaptionRow,
  rows: ReadonlyMap<string, CaptionRow>,
  locale: Locale,
  added: AddedTerms,
  depth: number,
): string {
  const words = row.caption.map((part) => {
    switch (part.type) {
      case 'text':
        return inLanguage(part.byLanguage, locale);
      case 'term': {
        const found = termOf(part.vocabulary, part.code, added);
        return found === undefined ? part.code : label(found, locale);
      }
      case 'date':
        return formatEdtf(part.value as Edtf, locale);
      case 'duration':
        return durationWords(part.value, locale);
      case 'kind':
        return label(kind(part.code), locale);
      case 'entity': {
        const other = rows.get(part.id);
        if (other === undefined || depth === 0) return '';
        const called = putIntoWords(other, rows, locale, added, depth - 1);
        if (other.kind === 'act') return calledAfter(row.kind, called, locale);
        // Only those whom the reader may see are counted.
        const more = (part.others ?? []).filter((one) => rows.has(one)).length;
        return called === '' || more === 0 ? called : withMore(called, more, locale);
      }
    }
  });
  return words.filter((word) => word !== '').join(' – ');
}

// An involvement whose perpetrator is not known is told by its act, and must not look like the act.
function calledAfter(code: string, act: string, locale: Locale): string {
  const pattern = kind(code)?.calledAfter;
  if (pattern === undefined || act === '') return act;
  return inLocale(pattern, locale).replace('{of}', () => act);
}

const oneMore: Labels = { en: '{of} and 1 more', fr: '{of} et 1 autre', fa: '{of} و ۱ تن دیگر' };
const manyMore: Labels = {
  en: '{of} and {n} more',
  fr: '{of} et {n} autres',
  fa: '{of} و {n} تن دیگر',
};

function withMore(name: string, more: number, locale: Locale): string {
  return inLocale(more === 1 ? oneMore : manyMore, locale)
    .replace('{n}', () => localDigits(String(more), locale))
    .replace('{of}', () => name);
}

/** The rendering in the reader's language, else the one without a language, else the first. */
export function inLanguage(byLanguage: Readonly<Record<string, string>>, locale: string): string {
  const exact = Object.entries(byLanguage).find(([tag]) => tag.split('-', 1)[0] === locale);
  return exact?.[1] ?? byLanguage[''] ?? byLanguage['en'] ?? Object.values(byLanguage)[0] ?? '';
}
