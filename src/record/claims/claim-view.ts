import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import type { Region } from '#evidence';
import type { Locale } from '#platform/languages';
import { captionsOf, type Caption } from '../entities/captions.ts';
import { loadAddedTerms } from '../terms.ts';
import type { Claim } from './claim.ts';
import { isVisible } from './visible.ts';

/** The words a claim rests on and where they stand. */
export interface PassageView {
  readonly uid: string;
  readonly sourceUid: string;
  readonly copy: string;
  /** The text layer it stands in; null for a region or a stretch of time. */
  readonly layer: string | null;
  readonly quote: string | null;
  readonly start: number | null;
  readonly end: number | null;
  /** A box of a picture or a stretch of a recording; null for words. */
  readonly region: Region | null;
  readonly state: string;
}

export interface LinkView {
  /** Entity or source meant; absent for plain words. */
  readonly uid?: string;
  readonly type: 'entity' | 'source' | 'label';
  readonly text: string;
  readonly seen: boolean;
}

/** A claim as the desk shows it. Carries uids only: nothing sequential reaches a page. */
export interface ClaimView {
  readonly uid: string;
  readonly entity: { readonly uid: string; readonly kind: string; readonly text: string };
  readonly property: string;
  readonly value: string;
  /** What an entity-valued claim points to. */
  readonly valueEntity: {
    readonly uid: string;
    readonly kind: string;
    readonly text: string;
  } | null;
  readonly measure: unknown;
  readonly language: string | null;
  readonly original: string | null;
  readonly basis: string;
  readonly reason: string;
  readonly certainty: string;
  readonly valid: string | null;
  readonly state: string;
  readonly author: { readonly uid: string; readonly name: string };
  readonly createdAt: Date;
  readonly supersedes: string | null;
  readonly scopeId: number;
  readonly passage: PassageView | null;
  readonly source: { readonly uid: string; readonly title: string } | null;
  readonly chain: readonly LinkView[];
}

/**
 * Puts claims into the form the desk shows, with the captions of everything they mention, in a fixed
 * number of statements. A claim that points to an entity the reader may not see is left out, because
 * its value would tell of that entity.
 */
export async function viewClaims(
  db: Db,
  actor: Actor,
  claims: readonly Claim[],
  locale: Locale,
): Promise<ClaimView[]> {
  if (claims.length === 0) return [];
  const [mentions, added] = await Promise.all([
    loadMentions(db, actor, claims),
    loadAddedTerms(db),
  ]);
  const captions = await captionsOf(db, actor, mentionedEntities(claims), locale, added);
  return claims.flatMap((claim) => viewClaim(claim, mentions, captions) ?? []);
}

interface Mentions {
  readonly passages: ReadonlyMap<string, PassageView>;
  readonly sources: ReadonlyMap<string, { uid: string; title: string }>;
  readonly authors: ReadonlyMap<string, { uid: string; name: string }>;
  readonly superseded: ReadonlyMap<string, string>;
}

function mentionedEntities(claims: readonly Claim[]): string[] {
  return claims.flatMap((claim) => [
    claim.entityId,
    ...(claim.valueEntityId === null ? [] : [claim.valueEntityId]),
    ...claim.chain.flatMap((link) => link.entityId ?? []),
  ]);
}

async function loadMentions(db: Db, actor: Actor, claims: readonly Claim[]): Promise<Mentions> {
  const passageIds = claims.flatMap((claim) => claim.passageId ?? []);
  const sourceIds = claims.flatMap((claim) => [
    ...(claim.sourceId === null ? [] : [claim.sourceId]),
    ...claim.chain.flatMap((link) => link.sourceId ?? []),
  ]);
  const authorIds = claims.map((claim) => claim.authorId);
  const supersededIds = claims.flatMap((claim) => claim.supersedes ?? []);
  const [passages, sources, authors, superseded] = await Promise.all([
    sql<PassageView & { id: string }>`
      select p.id, p.uid, s.uid as "sourceUid", k.uid as copy, l.uid as layer, p.quote, p.start_offset as start,
        p.end_offset as "end", p.region, p.state
      from passage p join source s on s.id = p.source_id join copy k on k.id = p.copy_id
      left join text_layer l on l.id = p.layer_id
      where p.id = any(${sql.val(passageIds)}::bigint[])
        and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(db),
    sql<{ id: string; uid: string; title: string }>`
      select id, uid, title from source where id = any(${sql.val(sourceIds)}::bigint[])
        and scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(db),
    sql<{ id: string; uid: string; name: string }>`
      select id, uid, name from account where id = any(${sql.val(authorIds)}::bigint[])`.execute(
      db,
    ),
    sql<{ id: string; uid: string }>`
      select c.id, c.uid from claim c where c.id = any(${sql.val(supersededIds)}::bigint[])
        and ${isVisible(scopesOf(actor))}`.execute(db),
  ]);
  return {
    passages: new Map(passages.rows.map(({ id, ...passage }) => [id, passage])),
    sources: new Map(sources.rows.map(({ id, ...source }) => [id, source])),
    authors: new Map(authors.rows.map(({ id, ...author }) => [id, author])),
    superseded: new Map(superseded.rows.map((row) => [row.id, row.uid])),
  };
}

function viewClaim(
  claim: Claim,
  mentions: Mentions,
  captions: ReadonlyMap<string, Caption>,
): ClaimView | undefined {
  const entity = captions.get(claim.entityId);
  const valueEntity = claim.valueEntityId === null ? null : captions.get(claim.valueEntityId);
  const author = mentions.authors.get(claim.authorId);
  if (entity === undefined || valueEntity === undefined || author === undefined) return undefined;
  return {
    uid: claim.uid,
    entity: named(entity),
    property: claim.property,
    value: claim.value,
    valueEntity: valueEntity === null ? null : named(valueEntity),
    measure: claim.measure,
    language: claim.language,
    original: claim.original,
    basis: claim.basis,
    reason: claim.reason,
    certainty: claim.certainty,
    valid: claim.valid,
    state: claim.state,
    author: { uid: author.uid, name: author.name },
    createdAt: claim.createdAt,
    supersedes:
      claim.supersedes === null ? null : (mentions.superseded.get(claim.supersedes) ?? null),
    scopeId: claim.scopeId,
    passage: claim.passageId === null ? null : (mentions.passages.get(claim.passageId) ?? null),
    source: claim.sourceId === null ? null : (mentions.sources.get(claim.sourceId) ?? null),
    chain: viewChain(claim, mentions, captions),
  };
}

function viewChain(
  claim: Claim,
  mentions: Mentions,
  captions: ReadonlyMap<string, Caption>,
): LinkView[] {
  return claim.chain.map((link): LinkView => {
    if (link.entityId !== null) {
      const entity = captions.get(link.entityId);
      const text = entity?.text ?? '';
      return { type: 'entity', text, seen: link.seen, ...(entity && { uid: entity.uid }) };
    }
    if (link.sourceId !== null) {
      const source = mentions.sources.get(link.sourceId);
      const text = source?.title ?? '';
      return { type: 'source', text, seen: link.seen, ...(source && { uid: source.uid }) };
    }
    return { type: 'label', text: link.label ?? '', seen: link.seen };
  });
}

function named(caption: Caption) {
  return { uid: caption.uid, kind: caption.kind, text: caption.text };
}
