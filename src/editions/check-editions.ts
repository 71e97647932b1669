import { readRegisterLines } from '#log';
import type { Db } from '#platform/database';
import { currentDocuments } from './current-documents.ts';
import { editionHash } from './edition-hash.ts';

/** A subject whose public document is not what the log's register says of it. */
export interface AlteredEdition {
  readonly subject: string;
  readonly code: 'edition-altered' | 'edition-missing' | 'edition-removed';
}

/** Holds what readers see against the register. What waits for its place in the log is left out. */
export async function checkEditions(db: Db): Promise<AlteredEdition[]> {
  const found: AlteredEdition[] = [];
  for await (const lines of readRegisterLines(db)) {
    const documents = await currentDocuments(
      db,
      lines.map(({ id }) => id),
    );
    for (const { id: subject, number, hash } of lines) {
      const shown = documents.get(subject);
      if (shown !== undefined && shown.number > number) continue;
      if (hash === undefined) {
        if (shown !== undefined) found.push({ subject, code: 'edition-removed' });
      } else if (shown === undefined) {
        if (!(await isTakenBack(db, subject))) found.push({ subject, code: 'edition-missing' });
      } else if (shown.number !== number || !editionHash(shown.document).equals(hash)) {
        found.push({ subject, code: 'edition-altered' });
      }
    }
  }
  return found;
}

// A removal that waits for its place: readers see the tombstone already.
async function isTakenBack(db: Db, subject: string): Promise<boolean> {
  const row = await db
    .selectFrom('published.subject')
    .select('removed_for')
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row !== undefined && row.removed_for !== null;
}
