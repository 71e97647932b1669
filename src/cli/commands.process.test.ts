import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccount, personAt } from '#accounts';
import { markPassage, readCopiesOf } from '#evidence';
import { parseConfig } from '#platform/config';
import { openDatabase, type Database } from '#platform/database';
import { claimViews, createEntities, writeClaims } from '#record';
import { countersign as run } from '../../test/process/countersign.ts';
import { keep, type Keeper } from '../../test/process/keeper.ts';
import { openPreservedFiles } from '../preserved-files.ts';

let home: string;
let dataDir: string;
let keeper: Keeper;
let database: Database;

beforeAll(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'countersign commands '));
  dataDir = path.join(home, 'data');
  keeper = await keep(dataDir);
  database = openDatabase(keeper.connection, () => {});
  const listed = await countersign('jobs', 'list', '--json');
  expect(listed).toMatchObject({ code: 0 });
  await addPerson('Ada', ['administrator', 'documenter', 'reviewer']);
});

afterAll(async () => {
  await database.close();
  await keeper.end('SIGTERM');
  rmSync(home, { recursive: true, force: true });
});

const countersign = (...args: string[]) => run(dataDir, args);

test('the instance is named after who runs it, in words that can be kept', async () => {
  for (const name of ['', 'x'.repeat(121), 'A <b>guild</b>']) {
    expect(await countersign('name', name)).toMatchObject({ code: 2 });
  }
  expect(await countersign('name', 'Guild', 'of', 'Editors')).toMatchObject({ code: 0 });
  const { rows } = await sql<{ name: string }>`
    select value #>> '{}' as name from setting where key = 'name'`.execute(database.db);
  expect(rows).toEqual([{ name: 'Guild of Editors' }]);
});

async function addPerson(name: string, roles: string[]): Promise<void> {
  const email = `${name.toLowerCase()}@example.org`;
  await database.db
    .transaction()
    .execute((tx) => createAccount(tx, { name, email, roles, inTeam: true, locale: 'en' }));
}

function file(name: string, content: string | Uint8Array): string {
  const place = path.join(home, name);
  writeFileSync(place, content);
  return place;
}

async function countOf(table: 'source' | 'text_layer' | 'audit'): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)}`.execute(database.db);
  return rows[0]?.count ?? 0;
}

test('a file becomes a source, read at once where no server runs', async () => {
  const report = file('A report.txt', 'A director was summoned on 3 May 2024, says her lawyer.\n');
  const added = await countersign(
    ...['source', 'add', report, '--json', '--published', '3 mai 2024', '--author', 'A. Writer'],
    ...['--publisher', 'The Paper', '--material', 'newspaper or magazine article'],
  );
  expect(added).toMatchObject({ code: 0 });
  expect(added.values()).toEqual([
    { file: report, uid: expect.any(String) as string, reading: 'read', readingCode: null },
  ]);
  const listed = await countersign('source', 'list', '--json', '--text', 'paper');
  expect(listed.values()).toMatchObject([
    {
      title: 'A report',
      publisher: 'The Paper',
      published: '2024-05-03',
      language: 'en',
      material: '140523191601',
    },
  ]);
  expect((await countersign('source', 'list')).stdout).toContain('A report');
});

test('the same bytes are refused, naming what is here; --again adds them', async () => {
  const words = 'Eight hundred people signed a letter.';
  const first = file('first.txt', words);
  await countersign('source', 'add', first);
  const second = file('second.txt', words);
  const refused = await countersign('source', 'add', second, '--json');
  expect(refused.code).toBe(3);
  expect(refused.values()).toMatchObject([
    { file: second, problems: [{ code: 'copy-already-here' }], found: [{ title: 'first' }] },
  ]);
  expect((await countersign('source', 'add', second)).stderr).toContain('“first”');
  expect((await countersign('source', 'add', second, '--again')).code).toBe(0);
});

test('bad files and values are refused with their exit code, and nothing is kept', async () => {
  const before = await countOf('source');
  const large = file('large.txt', '');
  truncateSync(large, 101 * 1024 * 1024);
  const pipe = path.join(home, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const loop = path.join(home, 'loop');
  symlinkSync(loop, loop);
  const good = file('good.txt', 'Words.');
  const cases: [args: string[], exit: number, code: string][] = [
    [[path.join(home, 'absent.txt')], 4, 'file-not-found'],
    [[home], 3, 'file-is-folder'],
    [[pipe], 3, 'file-not-regular'],
    [[loop], 3, 'file-unreadable'],
    [[file('empty.txt', '')], 3, 'copy-empty'],
    [[large], 3, 'copy-too-large'],
    [[good, '--published', '2026-13-45'], 3, 'source-bad-date'],
    [[good, '--language', 'klingonish!'], 3, 'source-bad-language'],
    [[good, '--material', 'papyrus'], 3, 'source-bad-material'],
    [[good, good, '--title', 'Both'], 2, 'cli-one-title'],
    [['http://127.0.0.1:1/'], 3, 'fetch-refused-address'],
    [[good, '--as', 'nobody@example.org'], 4, 'account-unknown'],
    [[good, '--as', 'nobody'], 3, 'email-malformed'],
  ];
  for (const [args, exit, code] of cases) {
    const ended = await countersign('source', 'add', '--json', ...args);
    expect(ended.values()).toMatchObject([{ problems: [{ code }] }]);
    expect({ code, exit: ended.code }).toEqual({ code, exit });
    expect(ended.stderr).not.toContain('    at ');
  }
  expect(await countOf('source')).toBe(before);
});

test('of several files each is told by itself, and 5 says that not all went well', async () => {
  const broken = file('broken.pdf', '%PDF-1.7\nnothing of what follows is one');
  const absent = path.join(home, 'absent.txt');
  const fine = file('fine.md', '# Words\n\nand more words');
  const ended = await countersign('source', 'add', '--json', absent, broken, fine);
  expect(ended.code).toBe(5);
  expect(ended.values()).toMatchObject([
    { file: absent, problems: [{ code: 'file-not-found' }] },
    { file: broken, reading: 'unreadable' },
    { file: fine, reading: 'read' },
  ]);
  const named = await countersign('source', 'list', '--json', '--text', 'broken');
  expect(named.values()).toMatchObject([
    { title: 'broken', readingCode: expect.anything() as string },
  ]);
  const plain = await countersign('source', 'add', absent, path.join(home, 'none.txt'));
  expect(plain.code).toBe(4);
  expect(plain.stderr).toContain(`${absent}: There is no such file.`);
});

test('accounts: an invitation, a list, a reset link whose token only the link has', async () => {
  const made = await countersign('account', 'add', 'dara@example.org', '--role', 'documenter');
  expect(made.code).toBe(0);
  expect(made.stdout).toMatch(/^http:\/\/localhost:8080\/account\/join#[\w-]{43}\n$/);
  const wrong = await countersign('account', 'add', 'dara@example.org', '--role', 'king');
  expect(wrong.code).toBe(3);
  const list = await countersign('account', 'list', '--json');
  expect(list.values()).toMatchObject([{ email: 'ada@example.org', state: 'active' }]);
  const reset = await countersign('account', 'reset', 'ADA@example.org', '--json');
  expect(reset.values()).toMatchObject([
    { link: expect.stringMatching(/\/account\/reset#[\w-]{43}$/) as string },
  ]);
  expect((await countersign('account', 'reset', 'who@example.org')).code).toBe(4);
});

test('a check finds what a rebuild mends', async () => {
  const spoilt = sql`update profile set claims = claims + 1`;
  expect((await countersign('record', 'check')).code).toBe(0);
  await sql`with e as (insert into entity (kind, scope_id, created_by)
      select 'person', 2, id from account order by id limit 1 returning id)
    insert into claim (entity_id, property, value, basis, reason, certainty, scope_id, author_id)
    select e.id, 'name', '=1+1, "Mina"', 'editorial', 'A test.', 'likely', 2, a.id
    from e, (select id from account order by id limit 1) a`.execute(database.db);
  expect((await countersign('record', 'check')).code).toBe(6);
  const rebuilt = await countersign('record', 'rebuild', '--json');
  expect(rebuilt.values()).toMatchObject([{ entities: 1, claims: 1 }]);
  expect((await countersign('record', 'check')).code).toBe(0);
  await spoilt.execute(database.db);
  const differs = await countersign('record', 'check', '--json');
  expect(differs.code).toBe(6);
  expect(differs.values()).toMatchObject([{ differing: [expect.any(String) as string] }]);
});

test('claims go out as JSON Lines and as CSV no spreadsheet runs, and the audit trail says so', async () => {
  const before = await countOf('audit');
  const lines = await countersign('export', 'claims', '--all');
  const [claim] = lines.values() as { entity_id: string; schema: string; prop: string }[];
  expect(claim).toMatchObject({ schema: 'Person', prop: 'name', basis: 'editorial' });
  const csv = await countersign(
    ...['export', 'claims', '--format', 'csv', '--entity', claim?.entity_id ?? ''],
  );
  expect(csv.stdout.split('\r\n')[0]).toMatch(/^id,entity_id,canonical_id,prop,/);
  expect(csv.stdout).toContain(`"'=1+1, ""Mina"""`);
  expect(await countOf('audit')).toBe(before + 2);
  expect((await countersign('export', 'claims', '--entity', 'none')).code).toBe(4);
});

test('jobs: what was given up is put back, what is not there is said', async () => {
  expect((await countersign('jobs', 'retry', 'no-such-job')).code).toBe(4);
  const none = await countersign('jobs', 'retry', 'all');
  expect(none).toMatchObject({ code: 0, stdout: '' });
});

test('with several administrators somebody must be named', async () => {
  await addPerson('Bea', ['administrator']);
  const asked = await countersign('source', 'list', '--json');
  expect(asked.code).toBe(3);
  expect(asked.values()).toMatchObject([{ problems: [{ code: 'cli-as-several', field: 'as' }] }]);
  expect((await countersign('source', 'list', '--as', 'ada@example.org')).code).toBe(0);
  await sql`update account set state = 'suspended' where name = 'Bea'`.execute(database.db);
});

test('status tells what runs and what it holds', async () => {
  const told = await countersign('status', '--json');
  expect(told.code).toBe(0);
  expect(told.values()).toMatchObject([
    { folder: dataDir, holder: { as: 'keeper' }, missing: 0, accounts: 1, demonstration: false },
  ]);
});

test('where a server runs, reading is left to its workers', async () => {
  const other = path.join(home, 'server');
  const server = await keep(other, [], 'server');
  const opened = openDatabase(server.connection, () => {});
  await run(other, ['jobs', 'list']);
  await opened.db.transaction().execute((tx) =>
    createAccount(tx, {
      ...{ name: 'Ada', email: 'ada@example.org', roles: ['administrator'] },
      ...{ inTeam: true, locale: 'en' },
    }),
  );
  const added = await run(other, ['source', 'add', file('left.txt', 'To be read.'), '--json']);
  expect(added.values()).toMatchObject([{ reading: 'waiting' }]);

  const awaited = run(other, ['source', 'add', file('wait.txt', 'Read soon.'), '--json', '--wait']);
  const { config } = parseConfig({ COUNTERSIGN_DATA: other });
  const blobs = await openPreservedFiles(config);
  // What a worker of the server would do once it is woken.
  await expect
    .poll(() => opened.db.selectFrom('source').select('id').where('title', '=', 'wait').execute(), {
      timeout: 20_000,
    })
    .toHaveLength(1);
  await readCopiesOf(opened.db, blobs, '2');
  expect((await awaited).values()).toMatchObject([{ reading: 'read' }]);
  await opened.close();
  await server.end('SIGTERM');
});

test('claims are withdrawn with one reason and brought back, all or none', async () => {
  const report = file('withdrawn.txt', 'Sara Amini was released in May.\n');
  const added = await countersign('source', 'add', report, '--json');
  const [{ uid = '' } = {}] = added.values() as { uid?: string }[];
  const none = await countersign('claim', 'withdraw', '--source', uid, '--reason', 'r', '--json');
  expect(none).toMatchObject({ code: 4 });
  const actor = await personAt(database.db, 'ada@example.org');
  const claims = await database.db.transaction().execute(async (tx) => {
    const [layer] = await tx.selectFrom('text_layer').select('uid').orderBy('id', 'desc').execute();
    const place = { layer: layer?.uid ?? '', start: 0, end: 10 };
    const { uid: passage } = await markPassage(tx, actor, place);
    const [person] = await createEntities(tx, actor, ['person']);
    const entity = person?.uid ?? '';
    const inputs = ['Sara', 'Sara Amini'].map((value) => ({
      ...{ entity, property: 'otherName', value, passage },
      basis: 'coded' as const,
    }));
    return writeClaims(tx, actor, inputs, 'en');
  });
  const uids = claims.map((claim) => claim.uid);
  const states = async () =>
    (await claimViews(database.db, actor, uids, 'en')).map((claim) => claim.state);
  const withdraw = (...args: string[]) => countersign('claim', 'withdraw', '--json', ...args);
  expect(await withdraw(...uids)).toMatchObject({ code: 3 });
  expect(await withdraw(...uids, crypto.randomUUID(), '--reason', 'r')).toMatchObject({ code: 4 });
  expect(await withdraw('--reason', 'r')).toMatchObject({ code: 2 });
  expect(await states()).toEqual(['proposed', 'proposed']);
  const done = await withdraw('--source', uid, '--reason', 'The report was forged');
  expect(done).toMatchObject({ code: 0 });
  expect(done.values()).toEqual([{ withdrawn: uids }]);
  expect(await states()).toEqual(['withdrawn', 'withdrawn']);
  expect(await withdraw(...uids, '--undo')).toMatchObject({ code: 0 });
  expect(await states()).toEqual(['proposed', 'proposed']);
});
