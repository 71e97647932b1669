import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSample } from '#sample';
import { openTestHouse, type TestHouse } from '../browser/running-house.ts';
import { logSettled } from './log-settled.ts';
import { meantForReaders, plantEverywhere, type Planted } from './planting.ts';
import { crawl, visitorOf, type Answer, type Visitor } from './visitor.ts';

let house: TestHouse;
let stranger: Visitor;
let planted: Planted;
/** Public random ids of what is not published, and of the people who work here. */
let hidden: ReadonlySet<string>;

beforeAll(async () => {
  house = await openTestHouse();
  stranger = visitorOf(house.origin);
  const { db } = house.house.database.main;
  await loadSample(db, house.house.blobs);
  await logSettled(db);
  hidden = await hiddenUids();
  planted = await plantEverywhere(house.house.database.options);
});

afterAll(async () => {
  await house?.stop();
});

async function hiddenUids(): Promise<ReadonlySet<string>> {
  const { db } = house.house.database.main;
  const { rows: columns } = await sql<{ table: string; column: string }>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = 'public' and udt_name = 'uuid'`.execute(db);
  const selects = columns.map(
    ({ table, column }) => sql`select ${sql.ref(column)}::text as uid from ${sql.table(table)}`,
  );
  const { rows } = await sql<{ uid: string; isPublic: boolean }>`
    with told as (
      select string_agg(document::text, ' ') || ' ' || string_agg(uid::text, ' ')
        || (select string_agg(subject::text, ' ') from published.subject)
        || (select string_agg(concat_ws(' ', entry, edition), ' ') from published.log_entry) as text
      from published.edition
    )
    select uid, strpos(told.text, uid) > 0 as "isPublic"
    from (${sql.join(selects, sql` union `)}) every, told where uid is not null`.execute(db);
  const found = rows.filter(({ isPublic }) => !isPublic).map(({ uid }) => uid);
  expect(found.length).toBeGreaterThan(20);
  return new Set(found);
}

/** Fails when an answer says anything that is not meant for readers. */
function expectNothingHidden(path: string, { headers, body }: Answer): void {
  const said = `${JSON.stringify(headers)}\n${body}`;
  expect(planted.findIn(said), path).toBeUndefined();
  const uids = said.match(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi) ?? [];
  // What was asked for may be said back.
  const told = uids.filter((uid) => hidden.has(uid.toLowerCase()) && !path.includes(uid));
  expect(told, path).toEqual([]);
}

test('every column with words is either planted, or known to hold none', () => {
  expect(planted.unplanted).toEqual([]);
  expect(planted.columns.length).toBeGreaterThan(60);
});

test('a planted word is known again', async () => {
  const { rows } = await sql<{ body: string }>`select body from note`.execute(
    house.house.database.main.db,
  );
  expect(planted.findIn(`<p>${rows[0]?.body.toUpperCase()}</p>`)).toBe('note.body');
});

test('what is published has no column that nobody decided about', () => {
  expect(planted.published).toEqual(meantForReaders);
});

const languages = ['en', 'fr', 'fa'];

// Some hundreds of pages, each made for the first time.
const crawlMilliseconds = 300_000;

test(
  'no page that a reader can reach says a word that is not published',
  { timeout: crawlMilliseconds },
  async () => {
    const pages = await crawl(stranger, [
      ...languages.map((locale) => `/${locale}`),
      ...languages.flatMap((locale) =>
        ['people', 'groups', 'works', 'places', 'events', 'interventions', 'sources'].flatMap(
          (kinds) => [
            `/${locale}/${kinds}`,
            `/${locale}/${kinds}?q=qzx`,
            `/${locale}/${kinds}?q=a`,
          ],
        ),
      ),
    ]);
    // The one that was taken back is linked from nowhere.
    const others = [...pages].filter(([, { status }]) => status !== 200);
    expect(others.map(([path, { status }]) => `${status} ${path}`)).toEqual([]);
    expect(pages.size).toBeGreaterThan(150);
    for (const [path, answer] of pages) expectNothingHidden(path, answer);

    // One page of each kind: the same route answers for all of them.
    const kinds = Map.groupBy(
      [...pages.keys()].filter((path) => /^\/en\/[a-z]+(?:\/[0-9a-f-]+)?$/.test(path)),
      (path) => path.replace(/[0-9a-f-]{36}$/, ':uid'),
    );
    const addresses = [...kinds.values()].flatMap(([first]) => first ?? []);
    const variants = addresses.flatMap((path) => [
      `${path}.data`,
      `${path}?_routes=public%2Fsubject`,
      `/__manifest?paths=${encodeURIComponent(path)}&version=1`,
    ]);
    for (const path of variants) expectNothingHidden(path, await stranger.ask(path));
  },
);

test('of what is not published there is no page, and none that differs from any other', async () => {
  const nothing = '00000000-0000-4000-8000-000000000000';
  const [some = ''] = hidden;
  const pairs = [
    ...[...hidden]
      .slice(0, 60)
      .map((uid) => [`/en/people/${uid}`, `/en/people/${nothing}`] as const),
    ...['events', 'sources', 'acts', 'claims'].map(
      (kind) => [`/en/${kind}/${some}`, `/en/${kind}/${nothing}`] as const,
    ),
    [`/desk/copies/${some}`, `/desk/copies/${nothing}`] as const,
  ];
  const expected = new Map<string, string>();
  for (const [path, like] of pairs) {
    const known = expected.get(like) ?? (await stranger.ask(like)).body;
    expected.set(like, known);
    const { status, body } = await stranger.ask(path);
    expect([status, body.replaceAll(path.slice(-36), nothing)], path).toEqual([404, known]);
  }
});

test('a page that was taken back says no name', async () => {
  const { db } = house.house.database.main;
  const { rows } = await sql<{ subject: string; names: unknown; folded: string; sounds: unknown }>`
    select subject, names, folded, sounds from published.subject where edition is null`.execute(db);
  expect(rows.length).toBeGreaterThan(0);
  for (const { subject, names, folded, sounds } of rows) {
    expect([names, folded, sounds]).toEqual([{}, '', []]);
    for (const suffix of ['', '.data']) {
      const answer = await stranger.ask(`/en/people/${subject}${suffix}`);
      expect(answer.status).toBe(410);
      expectNothingHidden(`/en/people/${subject}`, answer);
    }
  }
});

test('odd requests learn nothing more', async () => {
  const [uid = ''] = hidden;
  const paths = [
    ...['/en', '/fa/people', `/en/people/${uid}`, '/desk', `/desk/sources/${uid}`, '/account'],
    ...[`/desk/copies/${uid}`, `/desk/sources/${uid}.data`, '/desk.data', '/_root.data', '/%00'],
    ...['/en/people/%00', '/en/people/%ff', '/en/people/..%2f..%2fdesk', '/en/people?page=1e99'],
    ...['/en/people?page=-1&q=%00', `/en/people?q=${'%25'.repeat(900)}`, '/en/people?q=%ED%A0%80'],
    ...['/account/sign-in?to=%00', '/assets/../../package.json', '/assets/%2e%2e/stamp', '/.env'],
    ...['/metrics', '/proof', '/api', '/robots.txt', '/favicon.svg', '/healthz', '/readyz'],
  ];
  for (const path of paths) {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PROPFIND', 'QUERY']) {
      const answer = await stranger.ask(path, { method });
      expectNothingHidden(path, answer);
      expect(answer.status, `${method} ${path}`).toBeLessThan(500);
    }
  }
});

test('sign-in pages say nothing of anybody', async () => {
  const pages = [
    ['/account/sign-in', { email: 'documenter@sample.invalid', password: 'not it' }],
    ['/account/join', { token: 'x', name: 'y', password: 'seven pomegranates in a bowl' }],
    ['/account/reset', { token: 'x', password: 'seven pomegranates in a bowl' }],
    ['/account/e-mail', { token: 'x' }],
    ['/account/second-step', { code: '000000' }],
    ['/account/first', { token: 'x', name: 'y', email: 'y@example.org', password: 'z' }],
    ['/account/passkey-options', { purpose: 'sign-in' }],
  ] as const;
  for (const [path, fields] of pages) {
    expectNothingHidden(path, await stranger.ask(path));
    expectNothingHidden(path, await stranger.post(path, fields));
  }
});

test('the log holds nothing of what is kept here', () => {
  expect(planted.findIn(house.logged())).toBeUndefined();
  for (const uid of hidden) expect(house.logged()).not.toContain(uid);
});
