import { may, teamScope, writeAudit, type Actor } from '#accounts';
import {
  EvidenceRefusal,
  listSources,
  type SourceFilter,
  type SourceList,
  type SourceSummary,
} from '#evidence';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { label, languageName, parseLanguageTag, term } from '#record';
import { toCsv } from '../../csv.ts';

const columns = [
  'uid',
  'title',
  'publisher',
  'published',
  'language',
  'material',
  'seen',
  'state',
  'assigned to',
  'changed',
  'reading',
  'claims',
  'proposed',
  'material_in_words',
  'language_in_words',
  'link',
];

const atOnce = 200;

/**
 * The list of sources as CSV, description only; whatever it is narrowed to, all of its pages. The
 * audit trail says who took it and how many rows.
 *
 * @throws EvidenceRefusal `not-allowed` for those outside the team.
 */
export async function exportSources(
  db: Db,
  actor: Actor,
  filter: SourceFilter,
  { locale, publicUrl }: { readonly locale: Locale; readonly publicUrl: string },
): Promise<string> {
  if (!may(actor, 'export.take', { scopeId: teamScope })) {
    throw new EvidenceRefusal({ code: 'not-allowed' });
  }
  const sources: SourceSummary[] = [];
  let at: string | undefined = '';
  while (at !== undefined) {
    const page: SourceList = await listSources(db, actor, { ...filter, at, limit: atOnce });
    sources.push(...page.sources);
    at = page.next;
  }
  await writeAudit(db, {
    accountId: actor.accountId,
    action: 'export.taken',
    detail: { list: 'sources', rows: sources.length },
  });
  return toCsv([
    columns,
    ...sources.map((source) => [...toRow(source), ...inWords(source, locale, publicUrl)]),
  ]);
}

function toRow(source: SourceSummary): string[] {
  return [
    source.uid,
    source.title,
    source.publisher ?? '',
    source.published ?? '',
    source.language ?? '',
    source.material,
    source.seen ? 'yes' : 'no',
    source.workState,
    source.assignedTo?.name ?? '',
    source.changedAt.toISOString(),
    source.readingCode ?? source.reading ?? '',
    String(source.claims),
    String(source.proposed),
  ];
}

// Codes are for programs; whoever opens the table reads these.
function inWords({ uid, material, language }: SourceSummary, locale: Locale, publicUrl: string) {
  const known = term('material-types', material);
  const tag = language === null ? undefined : parseLanguageTag(language);
  return [
    known === undefined ? '' : label(known, locale),
    tag === undefined ? '' : languageName(tag, locale),
    new URL(`/desk/sources/${uid}`, publicUrl).href,
  ];
}
