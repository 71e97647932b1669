import { afterAll, beforeAll, expect, test } from 'vitest';
import { listSources } from '#evidence';
import { addReadSource, openCodingFixture, type CodingFixture } from '../coding/coding-fixture.ts';
import { arrange } from './arrange.ts';
import { exportSources } from './export-sources.ts';

let fixture: CodingFixture;
let uid: string;

beforeAll(async () => {
  fixture = await openCodingFixture();
  ({ uid } = await addReadSource(fixture.db, fixture.documenter, 'Words.'));
});

afterAll(() => fixture.close());

const first = async () => {
  const { sources, counts } = await listSources(fixture.db, fixture.documenter);
  const [source] = sources;
  return {
    state: source?.workState,
    who: source?.assignedTo?.name,
    changed: source?.changedSinceLook,
    counts,
  };
};

test('a source that is taken is begun, and whoever moved it has seen it', async () => {
  expect(await first()).toMatchObject({ state: 'new', changed: true, counts: { new: 1 } });
  const { db, documenter, reviewer } = fixture;
  await arrange(db, documenter, { source: uid, seen: 'new', change: 'assign-me' });
  expect(await first()).toMatchObject({ state: 'in-work', who: 'Nasrin', changed: false });
  await arrange(db, reviewer, { source: uid, seen: 'in-work', change: 'done' });
  expect(await first()).toMatchObject({ state: 'done', changed: true, counts: { done: 1 } });
  await arrange(db, documenter, { source: uid, seen: 'done', change: 'assign-nobody' });
  expect((await first()).who).toBeUndefined();
});

test('somebody outside the team can neither move it nor take the list', async () => {
  const { db, outsider } = fixture;
  await expect(arrange(db, outsider, { source: uid, seen: 'new', change: 'done' })).rejects.toThrow(
    'not-found',
  );
  await expect(exportSources(db, outsider, {})).rejects.toThrow('not-allowed');
});

test('the list goes out narrowed as asked, and the audit trail knows', async () => {
  const { db, documenter } = fixture;
  const csv = await exportSources(db, documenter, { workState: 'done' });
  const [header = '', row = '', ...rest] = csv.trim().split('\r\n');
  expect(header.replace('\uFEFF', '')).toMatch(/^uid,title,publisher/);
  expect(row).toMatch(new RegExp(`^${uid},A report,The Paper,`));
  expect(rest).toEqual([]);
  expect(await exportSources(db, documenter, { workState: 'new' })).not.toContain(uid);
  const trail = await db.selectFrom('audit').select(['action', 'detail']).execute();
  expect(trail).toEqual([
    { action: 'export.taken', detail: { list: 'sources', rows: 1 } },
    { action: 'export.taken', detail: { list: 'sources', rows: 0 } },
  ]);
});
