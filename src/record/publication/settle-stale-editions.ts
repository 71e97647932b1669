import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { settleDoubts, uncomparedSubjects, type Doubt } from '#editions';
import { compareEditions, isStale } from './stale-editions.ts';

// Few enough that nobody who changes the same editions waits long.
const atOnce = 50;

/**
 * Compares the next doubted editions with the record and forgets the doubts that change nothing for
 * readers. Idempotent; publishes nothing.
 *
 * @returns how many were compared; 0 when none waits.
 */
export async function settleStaleEditions(db: Db): Promise<number> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const subjects = await uncomparedSubjects(tx, atOnce);
      if (subjects.length === 0) return 0;
      const { rows } = await sql<Doubt & { subject: string }>`
        select subject, cause, thing, since from edition_doubt
        where subject = any(${sql.val(subjects)}::uuid[])`.execute(tx);
      const bySubject = Map.groupBy(rows, ({ subject }) => subject);
      const doubted = subjects.map((subject) => ({
        subject,
        doubts: bySubject.get(subject) ?? [],
      }));
      const compared = await compareEditions(tx, doubted);
      const different = subjects.filter((subject) => {
        const found = compared.get(subject);
        return found !== undefined && isStale(found);
      });
      const same = subjects.filter((subject) => !different.includes(subject));
      await settleDoubts(tx, { same, different });
      return subjects.length;
    });
}
