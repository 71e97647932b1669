import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listDecisions, loadDecision } from '#editions';
import { translatePassage } from '#evidence';
import {
  checkProjection,
  codeAct,
  decideErasure,
  entityPage,
  erasuresOf,
  keepTrace,
  proposeErasure,
  readErasureJournal,
  replayErasures,
  takeOverErasures,
  tracesOf,
  vocabulary,
  writeNote,
  type ErasureExtent,
} from '#record';
import type { Actor } from '#accounts';
import { openPublishing, type Publishing } from './publishing.ts';

const [{ code: actType } = { code: '' }] = vocabulary('acts').terms;

let desk: Publishing;
beforeAll(async () => {
  desk = await openPublishing();
});
afterAll(() => desk[Symbol.asyncDispose]());

const begin = () => desk.house.db.transaction();

const propose = (subject: string, extent: ErasureExtent, reason = 'She asked for it') =>
  begin().execute((t) =>
    proposeErasure(t, desk.house.documenter, { subject, extent, reasonClass: 'erasure', reason }),
  );
const approve = (uid: string, actor: Actor = desk.reviewer) =>
  begin().execute((t) => decideErasure(t, actor, uid, { approve: true }));

/** Tables of the database in which a text stands anywhere: in text, JSON or bytes. */
async function tablesWith(marker: string): Promise<string[]> {
  const { db } = desk.house;
  const { rows } = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog','information_schema')`.execute(
    db,
  );
  const hex = Buffer.from(marker).toString('hex');
  const found: string[] = [];
  for (const { name } of rows) {
    const { rows: hits } = await sql`select 1 from ${sql.raw(name)} t
      where t::text ilike ${`%${marker}%`} or t::text ilike ${`%${hex}%`} limit 1`.execute(db);
    if (hits.length > 0) found.push(name);
  }
  return found.toSorted();
}

/** Somebody with a marked name, everywhere a name goes: and taken back. */
async function removed(marker: string) {
  const { db, documenter } = desk.house;
  const name = `Mina ${marker}`;
  const { passage } = await desk.words('She was there that night.');
  const mina = await desk.entity('person', {});
  await desk.accepted([
    { ...desk.claim(mina, 'name', name), original: name, passage },
    { ...desk.claim(mina, 'otherName', `${marker} M.`), passage },
  ]);
  const film = await desk.entity('work', { title: `Film ${marker.length}`, director: mina });
  const sara = await desk.entity('person', { name: 'Sara' });
  await desk.accepted([
    { ...desk.claim(sara, 'description', 'said so'), chain: [{ entity: mina }] },
  ]);
  const code = (victims: string[]) =>
    begin().execute((t) =>
      codeAct(t, documenter, { actType, victims, passage, date: '2026' }, 'en'),
    );
  const [alone, shared] = [await code([mina]), await code([mina, sara])];
  const own = await desk.words('Words about her alone.');
  await desk.accepted([{ ...desk.claim(mina, 'birthDate', '1980'), passage: own.passage }]);
  await begin().execute((t) =>
    translatePassage(t, documenter, own.passage, { language: 'fr', text: `Elle, ${marker}` }),
  );
  await begin().execute((t) => writeNote(t, documenter, 'entity', mina, `Ask ${marker}`));
  await desk.publish({ subjects: [mina, film, sara] });
  const decision = await desk.takeBack(mina);
  await sql`alter table decision disable trigger user`.execute(db);
  await sql`update decision set title = ${`Take back ${name}`}, risk_note = ${name}
    where uid = ${decision}`.execute(db);
  await sql`alter table decision enable trigger user`.execute(db);
  return {
    mina,
    film,
    sara,
    alone: alone.act,
    shared: shared.act,
    passage,
    decision,
    own: own.passage,
  };
}

test('what was published of somebody is destroyed, and the record of the team stays', async () => {
  const { db, documenter } = desk.house;
  const { mina, decision } = await removed('Zqerasedone');
  expect(await tablesWith('zqerasedone')).toContain('public.decision_subject');
  const hashes = async () =>
    (
      await sql<{ hash: string }>`select encode(hash, 'hex') as hash from decision_subject
        where hash is not null union all select encode(hash, 'hex') from edition_decision
        order by 1`.execute(db)
    ).rows;
  const before = await hashes();
  const uid = await propose(mina, 'published');
  await approve(uid);
  expect(await tablesWith('zqerasedone')).toEqual([
    'public.claim',
    'public.name_entry',
    'public.note',
    'public.profile',
    'public.search_piece',
    'public.text_layer',
  ]);
  expect(await hashes()).toEqual(before);
  const { decisions } = await listDecisions(db, documenter, { limit: 100 });
  expect(decisions.find((one) => one.uid === decision)?.title).toBe('–');
  expect((await loadDecision(db, documenter, decision))?.removals).toHaveLength(1);
  const [told] = await erasuresOf(db, documenter, mina);
  expect(told).toMatchObject({ state: 'approved', extent: 'published', reason: '' });
  expect(told?.destroyed['document']).toBeGreaterThanOrEqual(3);
  expect((await entityPage(db, documenter, mina, 'en'))?.properties).not.toEqual([]);
});

test('a whole record is destroyed, and of the others only what named its person', async () => {
  const { db, documenter } = desk.house;
  const { mina, film, sara, alone, shared, passage, own } = await removed('Zqerasedtwo');
  await approve(await propose(mina, 'record'));
  expect(await tablesWith('zqerasedtwo')).toEqual([]);
  expect((await entityPage(db, documenter, mina, 'en'))?.properties).toEqual([]);
  const page = await entityPage(db, documenter, film, 'en');
  expect(page?.properties.map(({ property }) => property)).toEqual(['title']);
  const other = await entityPage(db, documenter, sara, 'en');
  const said = other?.properties.find(({ property }) => property === 'description');
  expect(said?.shown[0]?.claims[0]?.chain).toEqual([{ type: 'label', text: '', seen: false }]);
  expect((await entityPage(db, documenter, alone, 'en'))?.properties).toEqual([]);
  const act = await entityPage(db, documenter, shared, 'en');
  const victims = act?.properties.find(({ property }) => property === 'victim')?.shown ?? [];
  expect(victims.map(({ claims }) => claims[0]?.value)).toEqual([sara]);
  // Her own words went with her; what the act against both rests on stays, as it names nobody.
  const { rows } = await sql<{ quote: string }>`
    select quote from passage where uid in (${passage}, ${own})`.execute(db);
  expect(rows).toEqual([{ quote: 'She was there that night.' }]);
  expect(await checkProjection(db)).toMatchObject({ differing: [] });
});

test('two people decide, once, on who was taken back, and nobody from outside', async () => {
  const { db } = desk.house;
  const { mina } = await removed('Zqtwopeople');
  const published = await desk.entity('person', { name: 'Never taken back' });
  await desk.publish({ subjects: [published] });
  await expect(propose(published, 'record')).rejects.toMatchObject({ code: 'not-found' });
  await expect(propose(mina, 'record', ' ')).rejects.toMatchObject({ code: 'comment-missing' });
  const uid = await propose(mina, 'record');
  await expect(propose(mina, 'published')).rejects.toMatchObject({ code: 'erasure-open' });
  await expect(approve(uid, desk.house.documenter)).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(approve(uid, desk.house.partner)).rejects.toMatchObject({ code: 'not-found' });
  await expect(
    sql`update erasure set state = 'approved', reason = '', decided_by = author_id
      where uid = ${uid}`.execute(db),
  ).rejects.toMatchObject({ code: 'CS005' });
  await begin().execute((t) => decideErasure(t, desk.reviewer, uid, { approve: false }));
  await expect(approve(uid)).rejects.toMatchObject({ code: 'not-found' });
  expect(await tablesWith('zqtwopeople')).toContain('public.claim');
});

test('a name that others’ pages still say is dealt with first', async () => {
  const { db, documenter } = desk.house;
  const { mina } = await removed('Zqstillsaid');
  const quote = await desk.words('Mina Zqstillsaid was named here.');
  const neda = await desk.entity('person', { name: 'Neda' });
  await desk.accepted([{ ...desk.claim(neda, 'description', 'A friend'), passage: quote.passage }]);
  await desk.publish({ subjects: [neda] });
  const uid = await propose(mina, 'published');
  await expect(approve(uid)).rejects.toMatchObject({ code: 'erasure-traces' });
  for (const trace of await tracesOf(db, documenter, [mina])) {
    await begin().execute((t) => keepTrace(t, documenter, trace, 'Another of that name'));
  }
  await approve(uid);
  // The page that keeps it, and nothing that tells why.
  const tables = await tablesWith('zqstillsaid');
  expect(tables).toContain('published.edition');
  expect(tables).not.toContain('public.kept_trace');
});

test('the database lets nothing go but what the journal names', async () => {
  const { db } = desk.house;
  const { mina } = await removed('Zqguarded');
  await approve(await propose(mina, 'record'));
  const sara = await desk.entity('person', { name: 'Guarded' });
  const refused = { code: expect.stringMatching(/^CS0/) as string };
  const of = sql`(select c.id from claim c join entity e on e.id = c.entity_id where e.uid = ${sara})`;
  for (const statement of [
    sql`delete from claim where id in ${of}`,
    sql`delete from claim_step where claim_id in ${of}`,
    sql`update claim_step set comment = '' where claim_id in ${of}`,
    sql`update claim set value = 'x' where id in ${of}`,
    sql`update decision_subject set document = null, erased_at = now() where document is not null`,
    sql`delete from decision_subject`,
    sql`update decision set title = '–', basis_reason = '', risk_note = '', public_reason = '',
      comment = '' where title <> '–'`,
    sql`update attribution set entity_id = null, label = '' where entity_id is not null`,
    sql`delete from attribution`,
    sql`delete from erasure_journal`,
    sql`update erasure_journal set at = now()`,
    sql`delete from erasure`,
    sql`insert into erasure_journal (erasure, kind, thing) select gen_random_uuid(), 'claim', uid
      from claim limit 1`,
  ]) {
    await expect(statement.execute(db)).rejects.toMatchObject(refused);
  }
});

test('a restore from before replays the journal, and again changes nothing', async () => {
  const { db } = desk.house;
  const marker = 'Zqreplayed';
  const mina = await desk.entity('person', { name: `Mina ${marker}` });
  const film = await desk.entity('work', { title: 'Film of hers', director: mina });
  await desk.publish({ subjects: [mina, film] });
  // As an older backup holds it: still published. The journal comes from where it was erased since.
  const { rows: claims } = await sql<{ uid: string }>`
    select c.uid from claim c join entity e on e.id in (c.entity_id, c.value_entity_id)
    where e.uid = ${mina}`.execute(db);
  const { rows: documents } = await sql<{ thing: string; part: string }>`
    select d.uid as thing, s.subject as part from decision_subject s
    join decision d on d.id = s.decision_id where s.document::text like ${`%${marker}%`}`.execute(
    db,
  );
  const [erasure, at] = [crypto.randomUUID(), '2026-02-01T10:00:00.123456Z'];
  const entries = [
    { erasure, at, kind: 'subject' as const, thing: mina },
    { erasure, at, kind: 'entity' as const, thing: mina },
    ...claims.map(({ uid }) => ({ erasure, at, kind: 'claim' as const, thing: uid })),
    ...documents.map((one) => ({ erasure, at, kind: 'document' as const, ...one })),
  ];
  const known = (await readErasureJournal(db)).length;
  const replay = () =>
    begin().execute(async (t) => {
      await takeOverErasures(t, entries);
      return replayErasures(t);
    });
  // The film's page says her name: better no page than that.
  expect(await replay()).toEqual([film]);
  expect(await tablesWith(marker)).toEqual([]);
  expect(await replay()).toEqual([]);
  const journal = await readErasureJournal(db);
  expect(journal).toHaveLength(known + entries.length);
  expect(journal).toEqual(expect.arrayContaining(entries));
  expect(JSON.stringify(journal).toLowerCase()).not.toContain('mina');
  expect(await checkProjection(db)).toMatchObject({ differing: [] });
});
