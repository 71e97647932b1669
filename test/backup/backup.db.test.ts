import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFirstAccount, firstRunToken, signInWithPassword } from '#accounts';
import { leftOutTables } from '#backup';
import { asReader, openDatabase, type Db } from '#platform/database';
import { findKeyRing, loadOrCreateKeyRing } from '#platform/sealing';
import { checkProjection, readErasureJournal, takeOverErasures, type JournalEntry } from '#record';
import { loadSample } from '#sample';
import {
  firstInput,
  goodPassword,
  settings,
  visitor,
} from '../../src/accounts/accounts-fixture.ts';
import { readArchive } from '../../src/backup/archive/read-archive.ts';
import { writeArchive, type Written } from '../../src/backup/archive/write-archive.ts';
import { readErasures } from '../../src/cli/erasures-file.ts';
import { installation } from '../../src/installation.ts';
import { back, bring, makeInstance, type TestInstance } from './instances.ts';

const made: TestInstance[] = [];
let original: TestInstance;
let restrictedKey: string;
let file: string;
const note = 'log.example/abc\n1\nroot\n';
const secret = Buffer.from('the words of somebody at risk '.repeat(1000));

beforeAll(async () => {
  original = await make();
  const { db } = original.database;
  const first = firstInput(await firstRunToken(db));
  await createFirstAccount(db, settings, visitor(), first);
  const blobs = await original.blobs();
  await loadSample(db, blobs, () => {});
  await sql`
    insert into log_checkpoint (size, root, frontier, register_root, note, signed_at, published_at)
    values (1, sha256('a'), '{}', sha256('b'), ${note}, now(), now())`.execute(db);
  restrictedKey = (await blobs.put(secret, { restricted: true })).key;
  await blobs.put(Buffer.alloc(5 * 1024 * 1024, 'large '));
  await mkdir(path.join(original.logFolder, 'tile/0'), { recursive: true });
  await writeFile(path.join(original.logFolder, 'checkpoint'), note);
  await writeFile(path.join(original.logFolder, 'tile/0/000'), Buffer.alloc(8192, 3));
  await writeFile(path.join(original.logFolder, 'log-key'), 'PRIVATE');
  await writeFile(path.join(original.logFolder, 'last-signed'), '7 root');
  file = path.join(original.dataDir, 'whole.backup');
  await back(original, file);
}, 120_000);

afterAll(async () => {
  for (const instance of made) await instance.end();
});

async function make(): Promise<TestInstance> {
  const instance = await makeInstance();
  made.push(instance);
  return instance;
}

/** Every carried table as text, whatever the order of its rows. */
async function contentOf(db: Db): Promise<Map<string, unknown>> {
  const { rows: tables } = await sql<{ name: string }>`
    select schemaname || '.' || tablename as name from pg_tables
    where schemaname in ('public', 'published') order by 1`.execute(db);
  const content = new Map<string, unknown>();
  for (const { name } of tables) {
    if (leftOutTables.has(name)) continue;
    const { rows } = await sql<{ count: number; sum: string | null }>`
      select count(*)::int as count, md5(string_agg(md5(t::text), '' order by md5(t::text))) as sum
      from ${sql.table(name)} t`.execute(db);
    content.set(name, rows[0]);
  }
  return content;
}

async function countOf(db: Db, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)}`.execute(db);
  return rows[0]?.count ?? -1;
}

test('what comes back is what there was', async () => {
  const other = await make();
  await writeFile(other.keyFile, await readFile(original.keyFile), { mode: 0o600 });
  const restored = await bring(other, file, { withoutKey: false });
  const { db } = other.database;

  const [before, after] = [await contentOf(original.database.db), await contentOf(db)];
  before.delete('public.setting');
  after.delete('public.setting');
  expect(after).toEqual(before);
  expect(restored).toMatchObject({ created: '2026-02-03T04:05:06.000Z', logFiles: 2 });
  expect(await checkProjection(db)).toMatchObject({ differing: [] });

  const blobs = await other.blobs();
  let count = 0;
  for await (const key of blobs.list()) {
    expect(await blobs.check(key)).toBe('intact');
    count += 1;
  }
  expect(count).toBe(restored.blobs);
  const opened = await blobs.get(restrictedKey as Parameters<typeof blobs.get>[0]);
  expect(opened && (await buffer(opened.stream))).toEqual(secret);
  expect(await readdir(other.logFolder, { recursive: true })).toEqual(
    expect.arrayContaining(['checkpoint', 'tile/0/000']),
  );
  expect(await readdir(other.logFolder)).not.toContain('log-key');
  expect(await readdir(other.logFolder)).not.toContain('last-signed');
});

test('people sign in with their password, and no session, link or mail outlives the move', async () => {
  const other = await make();
  await bring(other, file);
  const { db } = other.database;
  expect(await countOf(original.database.db, 'session')).toBeGreaterThan(0);
  for (const table of leftOutTables) {
    if (table !== 'public.migration') expect([table, await countOf(db, table)]).toEqual([table, 0]);
  }
  const done = await signInWithPassword(db, settings, visitor(), {
    email: 'shirin@example.org',
    password: goodPassword,
  });
  expect(done.kind).toBe('signed-in');
});

test('the public pages say the same', async () => {
  const other = await make();
  await bring(other, file);
  const pages = await Promise.all(
    [original, other].map(async ({ connection }) => {
      const reader = openDatabase(asReader(connection), () => {});
      const { rows } = await sql`
        select s.*, e.document, e.hash from published.subject s
        left join published.edition e on e.uid = s.edition order by s.subject`.execute(reader.db);
      await reader.close();
      return rows;
    }),
  );
  expect(pages[0]?.length).toBeGreaterThan(20);
  expect(pages[1]).toEqual(pages[0]);
});

test('the schema is as its steps make it, and guards as before', async () => {
  const other = await make();
  const empty = await make();
  await bring(other, file);
  const shapeOf = async ({ database: { db } }: TestInstance) => {
    const { rows } = await sql`
      select 'constraint', conrelid::regclass::text as of, conname as name,
        pg_get_constraintdef(oid) || convalidated::text as definition from pg_constraint
        where connamespace in ('public'::regnamespace, 'published'::regnamespace)
      union all select 'index', schemaname || tablename, indexname, indexdef from pg_indexes
        where schemaname in ('public', 'published')
      union all select 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) || tgenabled::text
        from pg_trigger where not tgisinternal
      union all select 'right', table_schema || table_name, grantee, privilege_type
        from information_schema.role_table_grants where grantee = 'countersign_reader'
      order by 1, 2, 3, 4`.execute(db);
    return rows;
  };
  expect(await shapeOf(other)).toEqual(await shapeOf(empty));
  const { db } = other.database;
  await expect(sql`update claim set value = 'x'`.execute(db)).rejects.toMatchObject({
    code: 'CS008',
  });
  await expect(sql`delete from scope`.execute(db)).rejects.toMatchObject({ code: '23503' });
  const { rows } = await sql<{ id: string; most: string }>`
    insert into partner (name) values ('new') returning id,
      (select max(id) from partner) as most`.execute(db);
  expect(Number(rows[0]?.id)).toBeGreaterThan(Number(rows[0]?.most));
});

test('the mode is left for whoever starts it next', async () => {
  const other = await make();
  await bring(other, file, { mode: 'copy' });
  const { rows } = await sql<{ value: unknown }>`
    select value from setting where key = 'restored'`.execute(other.database.db);
  expect(rows).toEqual([
    {
      value: {
        mode: 'copy',
        at: '2026-03-04T05:06:07.000Z',
        created: '2026-02-03T04:05:06.000Z',
        checkpoint: note,
      },
    },
  ]);
});

test('what waited to be read is queued again, and hooks run on the whole in its transaction', async () => {
  const waiting = await make();
  const { db } = waiting.database;
  await bring(waiting, file);
  await sql`update copy set reading = 'reading' where id = (select min(id) from copy)`.execute(db);
  const second = path.join(original.dataDir, 'waiting.backup');
  await back(waiting, second);
  const third = await make();
  const seen: number[] = [];
  await bring(third, second, {
    afterRestore: [
      ...installation.afterRestore,
      async (tx) => void seen.push(await countOf(tx, 'claim')),
    ],
  });
  const { rows } = await sql<{ data: unknown }>`
    select data from pgboss.job where name = 'evidence.read-copy'`.execute(third.database.db);
  expect(rows).toHaveLength(1);
  expect(seen).toEqual([await countOf(db, 'claim')]);
  const fourth = await make();
  const fails = { afterRestore: [() => Promise.reject(new Error('erasure failed'))] };
  await expect(bring(fourth, second, fails)).rejects.toThrow('erasure failed');
  expect(await countOf(fourth.database.db, 'claim')).toBe(0);
});

test('what was erased since the backup is erased again', async () => {
  const { rows } = await sql<{ uid: string }>`
    select uid from claim where property = 'description' order by id limit 1`.execute(
    original.database.db,
  );
  const thing = rows[0]?.uid ?? '';
  const entry: JournalEntry = {
    erasure: '6f0f2c7e-9d0a-4c7f-8b53-0a54e3b6c1aa',
    kind: 'claim',
    thing,
    at: '2026-02-20T10:00:00.000000Z',
  };
  const place = path.join(original.dataDir, 'journal.jsonl');
  await writeFile(place, `${JSON.stringify(entry)}\n`);
  const entries = await readErasures(place);
  const other = await make();
  const { db } = other.database;
  await bring(other, file, {
    afterRestore: [(tx) => takeOverErasures(tx, entries), ...installation.afterRestore],
  });
  expect(await countOf(db, 'claim')).toBe((await countOf(original.database.db, 'claim')) - 1);
  expect(await db.selectFrom('claim').select('id').where('uid', '=', thing).execute()).toEqual([]);
  expect(await readErasureJournal(db)).toEqual([entry]);
  expect(await checkProjection(db)).toMatchObject({ differing: [] });
});

test('a backup of an older schema goes through the steps that came since', async () => {
  const later = [
    ...installation.migrations,
    { name: '9999-later', sql: 'alter table claim add column later int not null default 7' },
  ];
  const other = await make();
  await bring(other, file, { migrations: later });
  const { rows } = await sql<{ later: number }>`
    select distinct later from claim`.execute(other.database.db);
  expect(rows).toEqual([{ later: 7 }]);
  const earlier = installation.migrations.slice(0, -1);
  const third = await make();
  await expect(bring(third, file, { migrations: earlier })).rejects.toMatchObject({
    problems: [{ code: 'backup-newer', params: { count: 1 } }],
  });
});

test('only an empty instance takes it, and a failed one stays empty', async () => {
  const other = await make();
  const { db } = other.database;
  const whole = await readFile(file);
  const cut = path.join(original.dataDir, 'cut.backup');
  await writeFile(cut, whole.subarray(0, Math.floor(whole.length * 0.6)));
  await expect(bring(other, cut)).rejects.toMatchObject({ code: 'backup-truncated' });
  expect(await countOf(db, 'account')).toBe(0);
  expect(await countOf(db, 'scope')).toBe(2);
  expect(await readdir(other.dataDir)).toEqual(['blobs']);
  await bring(other, file);
  await expect(bring(other, file)).rejects.toMatchObject({ code: 'restore-log-there' });
  await expect(bring({ ...other, logFolder: `${other.logFolder}2` }, file)).rejects.toMatchObject({
    problems: [{ code: 'restore-not-empty', params: { table: 'public.account' } }],
  });
});

test('bytes altered anywhere in a real one are refused, and the member is named', async () => {
  const other = await make();
  const whole = await readFile(file);
  const altered = path.join(original.dataDir, 'altered.backup');
  // Every place costs a restore: a few, spread evenly, one of them in the padding of the end.
  for (let step = 0; step <= 7; step += 1) {
    const at = Math.floor(((whole.length - 1) * step) / 7);
    const bytes = Buffer.from(whole);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x20, at);
    await writeFile(altered, bytes);
    const refused: unknown = await bring(other, altered).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      problems: [
        { code: expect.stringMatching(/^backup-(?:altered|unknown|misplaced)$/) as string },
      ],
    });
  }
  expect(await countOf(other.database.db, 'account')).toBe(0);
}, 60_000);

test('one that is whole but whose rows do not fit together is refused', async () => {
  const whole = await readFile(file);
  const forge = async (name: string, change: (members: Written[]) => Written[]) => {
    const members: Written[] = [];
    for await (const { member, pieces } of readArchive(each([whole]), whole.length)) {
      members.push({ member, content: await buffer(pieces) });
    }
    const place = path.join(original.dataDir, name);
    await writeFile(place, await buffer(writeArchive(each(change(members)))));
    return place;
  };
  const isOf = ({ member }: Written, table: string) =>
    member.kind === 'rows' && member.table === table;
  const orphans = await forge('orphans', (members) =>
    members.filter((one) => !isOf(one, 'account')),
  );
  const twice = await forge('twice', (members) =>
    members.map((one) =>
      isOf(one, 'partner') && 'content' in one
        ? { ...one, content: Buffer.concat([one.content, one.content]) }
        : one,
    ),
  );
  const nonsense = await forge('nonsense', (members) =>
    members.map((one) => (isOf(one, 'partner') ? { ...one, content: Buffer.from('x\n') } : one)),
  );
  const other = await make();
  for (const [place, code] of [
    [orphans, '23503'],
    [twice, '23505'],
    [nonsense, '22P02'],
  ] as const) {
    await expect(bring(other, place)).rejects.toMatchObject({
      problems: [{ code: 'restore-rows', params: { code } }],
    });
  }
  expect(await countOf(other.database.db, 'account')).toBe(0);
});

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

test('a backup in the clear does not hold the master key, one encrypted does', async () => {
  const ring = await loadOrCreateKeyRing(original.keyFile);
  const key = Buffer.from(ring.current.key);
  const clear = await readFile(file);
  for (const form of ['latin1', 'base64', 'base64url', 'hex'] as const) {
    expect(clear.includes(Buffer.from(key.toString(form), 'latin1'))).toBe(false);
  }
  expect(clear.includes('PRIVATE')).toBe(false);

  const identity = await generateX25519Identity();
  const sealed = path.join(original.dataDir, 'sealed.backup');
  const taken = await back(original, sealed, [await identityToRecipient(identity)]);
  expect(taken).toMatchObject({ encrypted: true, holdsMasterKey: true });
  const other = await make();
  await expect(bring(other, sealed)).rejects.toMatchObject({ code: 'backup-encrypted' });
  const stranger = await generateX25519Identity();
  await expect(bring(other, sealed, { identity: stranger })).rejects.toMatchObject({
    code: 'backup-identity-wrong',
  });
  const bytes = await readFile(sealed);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 300_000) ^ 1, bytes.length - 300_000);
  const altered = path.join(original.dataDir, 'sealed-altered.backup');
  await writeFile(altered, bytes);
  await expect(bring(other, altered, { identity })).rejects.toMatchObject({
    problems: [
      {
        code: 'backup-altered',
        params: { member: expect.stringMatching(/^(?:blobs|rows|log)\//) as string },
      },
    ],
  });
  // The key of a first start guards nothing, and makes way.
  await loadOrCreateKeyRing(other.keyFile);
  await bring(other, sealed, { identity, withoutKey: false });
  expect(await findKeyRing(other.keyFile)).toEqual(ring);
  expect(await readdir(other.dataDir)).toContain('master.key.before-restore');
});

test('without the right key it is refused, unless one says so', async () => {
  const other = await make();
  await expect(bring(other, file, { withoutKey: false })).rejects.toMatchObject({
    code: 'restore-key-missing',
  });
  await loadOrCreateKeyRing(other.keyFile);
  await expect(bring(other, file, { withoutKey: false })).rejects.toMatchObject({
    code: 'restore-key-other',
  });
});

test('while people write, a backup is of one moment', async () => {
  const busy = await make();
  const { db } = busy.database;
  await bring(busy, file);
  const state = { isWriting: true };
  const writer = (async () => {
    while (state.isWriting) {
      // Two rows that belong together: a backup that sees one must see the other.
      await db.transaction().execute(async (tx) => {
        const { rows } = await sql<{ id: string }>`
          insert into partner (name) values (gen_random_uuid()::text) returning id`.execute(tx);
        await sql`insert into scope (kind, partner_id) values ('partner', ${rows[0]?.id})`.execute(
          tx,
        );
      });
    }
  })();
  const online = path.join(original.dataDir, 'online.backup');
  await back(busy, online);
  state.isWriting = false;
  await writer;
  const other = await make();
  await bring(other, online);
  const { rows } = await sql<{ without: number; partners: number }>`
    select count(*)::int as partners,
      count(*) filter (where not exists (
        select from scope s where s.partner_id = p.id))::int as without
    from partner p where name ~ '^[0-9a-f]{8}-'`.execute(other.database.db);
  expect(rows[0]?.without).toBe(0);
  expect(rows[0]?.partners).toBeLessThanOrEqual(await countOf(db, 'partner'));
});

test('a rotten blob is named and left out, and all others are saved', async () => {
  const rotten = await make();
  await bring(rotten, file);
  const keys: string[] = [];
  for await (const key of rotten.shelf.keys('')) keys.push(key);
  const [first = ''] = keys;
  await writeFile(path.join(rotten.dataDir, 'blobs', first), 'rot');
  const place = path.join(original.dataDir, 'rotten.backup');
  const taken = await back(rotten, place);
  expect(taken.damaged).toEqual([first]);
  const other = await make();
  expect((await bring(other, place)).blobs).toBe(keys.length - 1);
});

test('a backup is never written over another file', async () => {
  await expect(back(original, file)).rejects.toMatchObject({ code: 'backup-file-exists' });
  await expect(back(original, '/nonexistent/x')).rejects.toMatchObject({
    code: 'backup-file-unwritable',
  });
});

test('what is left out is there to be left out, and nothing that is carried hangs on it', async () => {
  const { rows: tables } = await sql<{ name: string }>`
    select schemaname || '.' || tablename as name from pg_tables`.execute(original.database.db);
  const names = new Set(tables.map(({ name }) => name));
  expect([...leftOutTables].filter((name) => !names.has(name))).toEqual([]);
  const { rows: hanging } = await sql<{ of: string; on: string }>`
    select n.nspname || '.' || c.relname as of, m.nspname || '.' || d.relname as on
    from pg_constraint k
      join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_class d on d.oid = k.confrelid join pg_namespace m on m.oid = d.relnamespace
    where k.contype = 'f'`.execute(original.database.db);
  expect(hanging.filter(({ of, on }) => leftOutTables.has(on) && !leftOutTables.has(of))).toEqual(
    [],
  );
});
