import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatLogEntry } from '@countersign/proof';
import { enqueueEntries } from './enqueue-entries.ts';
import type { NewEntry } from './entry-fields.ts';
import { openTestLog, type TestLog } from './log.fixture.ts';

let log: TestLog;

beforeEach(async () => {
  log = await openTestLog();
});
afterEach(() => log.close());

const queue = (...entries: NewEntry[]) =>
  log.db.transaction().execute((tx) => enqueueEntries(tx, entries));

const sound: NewEntry = { kind: 'batch', fields: { root: 'r' } };

/** As no room of ours says it: the length of an entry is that of its kind. */
function entryOf(bytes: number): NewEntry {
  const id = '00000000-0000-4000-8000-000000000000';
  const { length } = formatLogEntry({ id, kind: '', commitment: new Uint8Array(32) });
  return { kind: 'k'.repeat(bytes - length), fields: { root: 'r' } } as never;
}

const tooLarge = { code: 'entry-too-large' };

test('an entry too large for the log is refused where it is queued, and the log goes on', async () => {
  await queue(sound);
  await log.drain();
  const before = (await log.checkpoint()).size;
  await expect(queue(sound, entryOf(65_536))).rejects.toMatchObject(tooLarge);
  const root = 'r'.repeat(65_536);
  await expect(queue(sound, { kind: 'batch', fields: { root } })).rejects.toMatchObject(tooLarge);
  // The most that a bundle could hold is not what an entry of ours is: the database refuses its kind.
  await expect(queue(sound, entryOf(65_535))).rejects.toThrow('log_entry_kind_check');
  await queue(sound);
  await log.drain();
  // Nothing of what was refused came in, nor what stood beside it: an entry and a register root.
  expect((await log.checkpoint()).size).toBe(before + 2n);
});
