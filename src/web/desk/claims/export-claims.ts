import type { ClaimView } from '#record';
import { toCsv } from '../../csv.ts';
import type { ClaimWords } from './claim-words.ts';

const columns = [
  'claim',
  'entity',
  'entity_kind',
  'entity_name',
  'property',
  'value',
  'value_in_words',
  'value_entity',
  'measure',
  'language',
  'original_value',
  'basis',
  'reason',
  'certainty',
  'valid',
  'state',
  'quote',
  'source',
  'source_title',
  'chain',
  'author',
  'written_at',
  'supersedes',
  'property_in_words',
  'basis_in_words',
  'link',
] as const;

type Row = Readonly<Record<(typeof columns)[number], string>>;

/** Claims as a table, one row each, in the order given; the columns are a FollowTheMoney statement's and ours beside them. */
export function claimsAsCsv(
  claims: readonly ClaimView[],
  words: ReadonlyMap<string, ClaimWords>,
  publicUrl: string,
): string {
  const rows = claims.map((claim) => rowOf(claim, words.get(claim.uid), publicUrl));
  return toCsv([columns, ...rows.map((row) => columns.map((column) => row[column]))]);
}

/** The same with nested values: one JSON object a line. */
export function claimsAsJsonLines(
  claims: readonly ClaimView[],
  words: ReadonlyMap<string, ClaimWords>,
): string {
  const lines = claims.map(({ scopeId: _, ...claim }) =>
    JSON.stringify({ ...claim, inWords: words.get(claim.uid)?.value.text }),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function rowOf(claim: ClaimView, said: ClaimWords | undefined, publicUrl: string): Row {
  return {
    claim: claim.uid,
    entity: claim.entity.uid,
    entity_kind: claim.entity.kind,
    entity_name: claim.entity.text,
    property: claim.property,
    value: claim.value,
    value_in_words: said?.value.text ?? '',
    value_entity: claim.valueEntity?.text ?? '',
    measure: claim.measure === null ? '' : JSON.stringify(claim.measure),
    language: claim.language ?? '',
    original_value: claim.original ?? '',
    basis: claim.basis,
    reason: claim.reason,
    certainty: claim.certainty,
    valid: claim.valid ?? '',
    state: claim.state,
    quote: claim.passage?.quote ?? '',
    source: claim.source?.uid ?? '',
    source_title: claim.source?.title ?? '',
    chain: claim.chain.map((link) => `${link.text}${link.seen ? '' : ' (not seen)'}`).join(' > '),
    author: claim.author.name,
    written_at: claim.createdAt.toISOString(),
    supersedes: claim.supersedes ?? '',
    property_in_words: said?.propertyLabel ?? '',
    basis_in_words: said?.basisLabel ?? '',
    link: new URL(`/desk/claims/${claim.uid}`, publicUrl).href,
  };
}
