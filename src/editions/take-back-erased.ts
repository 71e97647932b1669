import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import { subjectsMentioning } from './current-subjects.ts';
import { removeSubjects } from './publish.ts';

/**
 * Takes back whatever is still published of erased subjects, and the pages of others that still name
 * them: after a restore from a backup that knew nothing of the erasure. Where nothing is, nothing is
 * done.
 *
 * @returns the others, by uid; they may be published anew.
 */
export async function takeBackErased(tx: Tx, erased: readonly string[]): Promise<string[]> {
  if (erased.length === 0) return [];
  const naming = (await subjectsMentioning(tx, erased)).map(({ subject }) => subject);
  const { rows } = await sql<{ subject: string }>`
    select subject from published.subject
    where subject = any(${sql.val(erased)}::uuid[]) and edition is not null`.execute(tx);
  await removeSubjects(tx, [...rows.map(({ subject }) => subject), ...naming], 'erasure');
  return naming;
}
