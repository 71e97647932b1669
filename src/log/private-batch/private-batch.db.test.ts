import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  decodeBase64,
  hashLeaf,
  openCommitment,
  parseLogEntry,
  parseOpening,
  rootFromInclusion,
  type JsonValue,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { openTestLog, readLoggedEntries, type TestLog } from '../log.fixture.ts';
import { publishNewest } from '../publish-checkpoint.ts';
import { batchOnce, batchWhenDue, lastDueMs } from './batch-when-due.ts';
import { notePrivately } from './note-privately.ts';
import { privateReceipt } from './private-receipt.ts';

let log: TestLog;
const day = 86_400_000;
const noon = Date.UTC(2026, 0, 10, 12);

beforeEach(async () => {
  log = await openTestLog();
});

afterEach(() => log.close());

async function note(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const items = ids.map((id) => ({ about: id, fields: { what: 'copy', sha256: id } }));
  await log.db.transaction().execute((tx) => notePrivately(tx, items));
  return ids;
}

async function batch(nowMs: number, whenDue = asNew): Promise<boolean> {
  const made = await whenDue(nowMs);
  await log.drain();
  await publishNewest(log.db);
  return made;
}

const asNew = (nowMs: number) => batchWhenDue(log.db, nowMs);

test('a receipt shows one item, and nothing of the others', async () => {
  await batch(noon);
  const ids = await note(5);
  expect(await privateReceipt(log.db, log.files, ids[0] ?? '')).toBeUndefined();
  expect(await batch(noon + day)).toBe(true);
  for (const id of ids) {
    const receipt = (await privateReceipt(log.db, log.files, id)) as Record<string, JsonValue>;
    const item = parseOpening(receipt['item']);
    expect(openCommitment(node, item.commitment, item).get('sha256')).toBe(id);
    const { entry, opening } = receipt['batch'] as { entry: string; opening: JsonValue };
    const { commitment, kind } = parseLogEntry(Buffer.from(entry));
    expect(kind).toBe('batch');
    const root = openCommitment(node, commitment, parseOpening(opening)).get('root');
    const path = (receipt['path'] as string[]).map((hash) => decodeBase64(hash) ?? Buffer.of());
    expect(path).toHaveLength(8);
    const leafHash = hashLeaf(node, item.commitment);
    const leaf = { index: BigInt(Number(receipt['index'])), size: 256n, leafHash };
    expect(Buffer.from(rootFromInclusion(node, leaf, path)).toString('base64')).toBe(root);
    const text = JSON.stringify(receipt);
    for (const other of ids) if (other !== id) expect(text).not.toContain(other);
  }
});

test.each([
  ['asked as by a process that has just started', () => asNew],
  ['asked by one that runs', () => batchOnce(log.db)],
])(
  'there is one batch a day, full or empty, and none for a clock that was set back: %s',
  async (_, begin) => {
    const whenDue = begin();
    expect(await batch(noon, whenDue)).toBe(false);
    expect(await batch(noon + 1, whenDue)).toBe(false);
    expect(await batch(noon + day, whenDue)).toBe(true);
    expect(await batch(noon + day + 60_000, whenDue)).toBe(false);
    expect(await batch(noon - 30 * day, whenDue)).toBe(false);
    expect(await batch(noon + 9 * day, whenDue)).toBe(true);
    const entries = await readLoggedEntries(log.files, await log.checkpoint());
    expect(entries.filter((entry) => entry.includes('"batch"'))).toHaveLength(2);
    // Ten years ahead and back: the hour that comes next counts again, not that of ten years on.
    expect(await batch(noon + 3_650 * day, whenDue)).toBe(true);
    expect(await batch(noon + 10 * day, whenDue)).toBe(false);
    expect(await batch(noon + 11 * day, whenDue)).toBe(true);
    expect(await batch(noon + 11 * day + 60_000, whenDue)).toBe(false);
  },
);

test('more items than leaves make a larger batch, and each has its own place', async () => {
  await batch(noon);
  const ids = await note(300);
  await batch(noon + day);
  const places = new Set<number>();
  const shown = [ids[0], ids[150], ids[299]].filter((id) => id !== undefined);
  for (const id of shown) {
    const receipt = (await privateReceipt(log.db, log.files, id)) as Record<string, JsonValue>;
    expect(receipt['path']).toHaveLength(10);
    places.add(Number(receipt['index']));
  }
  expect(places.size).toBe(3);
});

test('the hour is the same everywhere', () => {
  expect(lastDueMs(Date.UTC(2026, 0, 10, 2, 59))).toBe(Date.UTC(2026, 0, 9, 3));
  expect(lastDueMs(Date.UTC(2026, 0, 10, 3))).toBe(Date.UTC(2026, 0, 10, 3));
});
