import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { publish, takeBack } from '../../test/publish/publish-sample.ts';
import { assistantDocument, directorDocument } from '../../test/publish/sample-people.ts';
import { addPerson } from '../../test/record/fixture.ts';
import { openTestLog, type TestLog } from '../log/log.fixture.ts';
import { checkEditions } from './index.ts';

let log: TestLog;
const [shown, removed] = [directorDocument(), assistantDocument()];

beforeAll(async () => {
  log = await openTestLog();
  const people = [
    await addPerson(log.db, 'Dara', ['documenter']),
    await addPerson(log.db, 'Rana', ['reviewer', 'documenter']),
  ] as const;
  await publish(log.db, people, [shown, removed]);
  await takeBack(log.db, people, removed.subject, 'person');
  await log.drain();
});
afterAll(() => log.close());

/** What is found when rows were changed past every trigger, and put back after. */
async function foundAfter(statement: string): Promise<unknown> {
  let found: unknown;
  const undo = new Error('undo');
  const changing = log.db.transaction().execute(async (tx) => {
    for (const table of ['published.edition', 'published.subject']) {
      await sql`alter table ${sql.table(table)} disable trigger user`.execute(tx);
    }
    await sql.raw(statement).execute(tx);
    found = await checkEditions(tx);
    throw undo;
  });
  await expect(changing).rejects.toBe(undo);
  return found;
}

test('what readers see is held against the log, and what differs is named', async () => {
  expect(await checkEditions(log.db)).toEqual([]);
  const { subject } = shown;
  const altered = [{ subject, code: 'edition-altered' }];
  const word = `update published.edition set document = document || '{"lead": "other words"}'`;
  expect(await foundAfter(word)).toEqual(altered);
  expect(await foundAfter(`${word}, hash = sha256('x')`)).toEqual(altered);
  const hidden = `delete from published.mention; delete from published.subject where subject = '${subject}'`;
  expect(await foundAfter(hidden)).toEqual([{ subject, code: 'edition-missing' }]);
  // One that was taken back, shown again with what it said.
  const again = `insert into published.edition (subject, kind, number, document, hash)
      values ('${removed.subject}', 'person', 1, '{}', sha256('x'));
    update published.subject set removed_for = null, removed_at = null,
      edition = (select uid from published.edition where subject = '${removed.subject}')
    where subject = '${removed.subject}'`;
  expect(await foundAfter(again)).toEqual([{ subject: removed.subject, code: 'edition-removed' }]);
});
