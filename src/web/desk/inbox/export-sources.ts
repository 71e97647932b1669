import { may, teamScope, writeAudit, type Actor } from '#accounts';
import {
  EvidenceRefusal,
  listSources,
  type SourceFilter,
  type SourceList,
  type SourceSummary,
} from '#evidence';
import type { Db } from '#platform/database';
import { toCsv } from './csv.ts';

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
];

const atOnce = 200;

/**
 * The list of sources as CSV, description only; whatever it is narrowed to, all of its pages. The
 * audit trail says who took it and how many rows.
 *
 * @throws EvidenceRefusal `not-allowed` for those outside the team.
 */
export async function exportSources(db: Db, actor: Actor, filter: SourceFilter): Promise<string> {
  if (!may(actor, 'export.take', { scopeId: teamScope })) {
    throw new EvidenceRefusal({ code: 'not-allowed' });
  }
  const sources: SourceSummary[] = [];
  let at: string | undefined = '';
  while (at !== undefined) {
    // oxlint-disable-next-line no-await-in-loop
    const page: SourceList = await listSources(db, actor, { ...filter, at, limit: atOnce });
    sources.push(...page.sources);
    at = page.next;
  }
  await writeAudit(db, {
    accountId: actor.accountId,
    action: 'export.taken',
    detail: { list: 'sources', rows: sources.length },
  });
  return toCsv([columns, ...sources.map(toRow)]);
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
