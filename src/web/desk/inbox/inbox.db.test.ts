import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addPartnerMember,
  createPartner,
  peopleByScope,
  peopleWho,
  teamScope,
  type Actor,
} from '#accounts';
import {
  addSource,
  arrangeSource,
  editSource,
  listSources,
  markPassage,
  sourcePage,
} from '#evidence';
import { sourceCodes } from '#record';
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
  await arrange(db, documenter, { source: uid, seen: 'new', change: 'assign-me', to: '' });
  expect(await first()).toMatchObject({ state: 'in-work', who: 'Nasrin', changed: false });
  await arrange(db, reviewer, { source: uid, seen: 'in-work', change: 'done', to: '' });
  expect(await first()).toMatchObject({ state: 'done', changed: true, counts: { done: 1 } });
  await arrange(db, documenter, { source: uid, seen: 'done', change: 'assign-nobody', to: '' });
  expect((await first()).who).toBeUndefined();
});

const words = { locale: 'en', publicUrl: 'https://record.example' } as const;

test('somebody outside the team can neither move it nor take the list', async () => {
  const { db, outsider } = fixture;
  await expect(
    arrange(db, outsider, { source: uid, seen: 'new', change: 'done', to: '' }),
  ).rejects.toThrow('not-found');
  await expect(exportSources(db, outsider, {}, words)).rejects.toThrow('not-allowed');
});

test('the list goes out narrowed as asked, and the audit trail knows', async () => {
  const { db, documenter } = fixture;
  const csv = await exportSources(db, documenter, { workState: 'done' }, words);
  const [header = '', row = '', ...rest] = csv.trim().split('\r\n');
  expect(header.replace('\uFEFF', '')).toMatch(/^uid,title,publisher/);
  expect(row).toMatch(new RegExp(`^${uid},A report,The Paper,`));
  expect(rest).toEqual([]);
  expect(await exportSources(db, documenter, { workState: 'new' }, words)).not.toContain(uid);
  const trail = await db.selectFrom('audit').select(['action', 'detail']).execute();
  expect(trail).toEqual([
    { action: 'export.taken', detail: { list: 'sources', rows: 1 } },
    { action: 'export.taken', detail: { list: 'sources', rows: 0 } },
  ]);
});

test('a source is handed to somebody who may work on it, who finds it, and given back', async () => {
  const { db, documenter, reviewer, outsider } = fixture;
  const hand = (to: string) =>
    arrange(db, documenter, { source: uid, seen: 'new', change: 'assign', to });
  await arrange(db, documenter, { source: uid, seen: 'done', change: 'new', to: '' });
  await hand(reviewer.uid);
  const [mine] = (await listSources(db, reviewer, { assignedTo: 'me' })).sources;
  expect(mine).toMatchObject({ uid, workState: 'new', changedSinceLook: true });
  expect((await listSources(db, documenter, { assignedTo: reviewer.uid })).total).toBe(1);
  expect((await listSources(db, documenter, { assignedTo: 'me' })).total).toBe(0);
  // Neither who could not see it nor who does not exist.
  for (const to of [outsider.uid, '00000000-0000-4000-8000-000000000000']) {
    await expect(hand(to)).rejects.toThrow('source-bad-assignee');
  }
  expect((await listSources(db, documenter, { assignedTo: reviewer.uid })).total).toBe(1);
  await hand('');
  expect((await listSources(db, documenter, { assignedTo: 'nobody' })).total).toBe(1);
  await hand(documenter.uid);
  expect(await first()).toMatchObject({ state: 'in-work', who: 'Nasrin' });
});

test('only those who may work on it are offered, and only to who may see it', async () => {
  const { db, documenter, reviewer, outsider } = fixture;
  const names = async (actor: Actor) =>
    (await peopleWho(db, actor, 'source.edit', teamScope)).map(({ name }) => name);
  expect(await names(documenter)).toEqual(['Nasrin', 'Omid']);
  expect(await names(outsider)).toEqual([]);
  // Not even in the scope that is open to all: a partner is not told who works for the house.
  const told = await peopleByScope(db, outsider, 'source.edit');
  expect([...told.values()].flat().map(({ name }) => name)).toEqual([]);
  await db
    .updateTable('account')
    .set({ roles: ['campaigner'] })
    .where('id', '=', reviewer.accountId)
    .execute();
  expect(await names(documenter)).toEqual(['Nasrin']);
  await db
    .updateTable('account')
    .set({ roles: ['documenter', 'reviewer'] })
    .where('id', '=', reviewer.accountId)
    .execute();
});

test('a source put with a partner group leaves whom it was assigned to and who cannot see it', async () => {
  const { db, documenter, reviewer } = fixture;
  const manager: Actor = { ...reviewer, roles: ['administrator'] };
  const partner = await createPartner(db, manager, { name: 'Film Union' });
  await addPartnerMember(db, manager, partner.uid, documenter.uid);
  const member = { ...documenter, scopes: [...documenter.scopes, partner.scopeId] };
  const { source } = await db.transaction().execute(async (tx) => {
    const reading = { ...sourceCodes(new Map()), locale: 'en' as const };
    const input = { title: 'Shared', material: '140523191601' };
    const added = await addSource(tx, member, input, reading);
    await arrangeSource(tx, member, added.uid, { assignedTo: reviewer.uid });
    await editSource(tx, member, added.uid, 1, { ...input, scope: partner.scopeId }, reading);
    return { source: added.uid };
  });
  expect(await sourcePage(db, reviewer, source)).toBeUndefined();
  expect(await sourcePage(db, member, source)).toMatchObject({
    scopeId: partner.scopeId,
    assignedTo: null,
  });
  // One whose words are quoted stays: what was coded from it lies open to the team.
  const passage = await sourcePage(db, member, uid);
  const layer = passage?.layers[0]?.uid ?? '';
  await db.transaction().execute((tx) => markPassage(tx, member, { layer, start: 0, end: 5 }));
  const move = db
    .transaction()
    .execute((tx) =>
      editSource(
        tx,
        member,
        uid,
        passage?.revision ?? 0,
        { title: 'A report', material: '140523191601', scope: partner.scopeId },
        { ...sourceCodes(new Map()), locale: 'en' },
      ),
    );
  await expect(move).rejects.toThrow('source-quoted');
  expect(await sourcePage(db, reviewer, uid)).toBeDefined();
});
