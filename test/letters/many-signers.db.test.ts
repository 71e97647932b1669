import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listSignatures, type SignatureFilter } from '#letters';
import { asReader, openDatabase, type Database, type Db, type Schema } from '#platform/database';
import { createTestDatabase, type TestDatabase } from '../database/index.ts';
import { addManySigners } from './many-signers.ts';
import { publishDraft } from './public-letter.ts';
import { openSigningWorld, type SigningLetter } from './signing-world.ts';

const many = 20_000;
const perPage = 200;

let created: TestDatabase;
let house: Database;
let pool: Pool;
let reader: Db;
let letter: SigningLetter;
/** What was asked of the database. */
const asked: { sql: string; parameters: readonly unknown[] }[] = [];

beforeAll(async () => {
  created = await createTestDatabase();
  house = openDatabase(created.options, () => {});
  const world = await openSigningWorld(house.db);
  for (const isLast of [false, true]) {
    letter = await world.openLetter();
    await letter.signs({ name: 'Ada Example', address: 'ada@example.org' });
    await world.write((tx) => publishDraft(tx, world.author, world.second, letter.uid));
    await addManySigners(house.db, letter.uid, isLast ? many : many / 4);
  }
  pool = new Pool(asReader(created.options));
  reader = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    log({ query: { sql, parameters } }) {
      asked.push({ sql, parameters });
    },
  });
}, 120_000);
afterAll(async () => {
  await reader?.destroy();
  await house?.close();
  await created?.drop();
});

const all: SignatureFilter = {
  ...{ q: '', credit: '', affiliation: '', country: '', version: 0 },
  verification: '',
  order: 'time',
};

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** How the last question was answered: lines of the list that were read for it, and whether all were. */
async function howRead(): Promise<{ readonly read: number; readonly sequential: boolean }> {
  const { sql, parameters } = asked.at(-1) ?? expect.fail();
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `explain (analyze, format json) ${sql}`,
    [...parameters],
  );
  const nodes = nodesOf(rows[0]?.['QUERY PLAN'][0].Plan ?? expect.fail());
  const lines = nodes.filter((node) => node['Relation Name'] === 'signature_shown');
  return {
    read: lines.reduce(
      (sum, node) =>
        sum + node['Actual Loops'] * (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)),
      0,
    ),
    sequential: lines.some((node) => node['Node Type'] === 'Seq Scan'),
  };
}

test.each([
  ['everybody', {}, 200],
  ['a country', { country: 'FR' }, 200],
  ['a country of few', { country: 'PE' }, 3],
  ['a profession', { credit: 'editor' }, 200],
  ['a profession of one', { credit: 'puppeteer' }, 1],
  ['a guild', { affiliation: 'Editors Guild' }, 200],
  ['a guild of few in a hundred', { affiliation: 'camera' }, 200],
  ['a guild of one', { affiliation: 'marionettes' }, 1],
  ['nobody of a guild by two letters', { affiliation: 'zq' }, 0],
  ['a guild and a profession', { affiliation: 'camera', credit: 'editor' }, 0],
  ['a class of few', { verification: 'domain' }, 20],
  ['a version', { version: 1 }, 200],
  ['a version that nobody signed', { version: 2 }, 0],
  ['a name', { q: 'ada exa' }, 1],
  ['nobody', { q: 'zzz', country: 'FR' }, 0],
  ['nobody in Persian', { q: 'ژژژ' }, 0],
  ['nobody by two letters', { q: 'zq' }, 0],
  ['nobody by a Persian letter', { credit: 'ژ' }, 0],
  ['nobody by signs', { q: 'z.-' }, 0],
  ['signs alone', { q: '.-.' }, 0],
  ['how a word begins', { q: 'pu' }, 1],
  ['few by all', { country: 'FR', credit: 'editor', verification: 'domain', q: 'a' }, undefined],
] as const)('%s is read by an index, in every order and from both sides', async (_, of, found) => {
  for (const order of ['time', 'name', 'persian-name'] as const) {
    const filter = { ...all, ...of, order };
    const { rows, next } = await listSignatures(reader, letter.uid, filter);
    if (found !== undefined) expect(rows).toHaveLength(found);
    const first = await howRead();
    expect(first.sequential).toBe(false);
    expect(first.read).toBeLessThan(many / 2);
    if (next === undefined) continue;
    const after = await listSignatures(reader, letter.uid, filter, next);
    expect(after.rows).toHaveLength(perPage);
    expect((await howRead()).sequential).toBe(false);
    const back = await listSignatures(reader, letter.uid, filter, after.previous);
    expect(back.rows).toEqual(rows);
    expect((await howRead()).sequential).toBe(false);
  }
});
