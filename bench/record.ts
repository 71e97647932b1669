import { sql } from 'kysely';
import { loadActor, type Actor } from '#accounts';
import type { Db } from '#platform/database';
import {
  createEntities,
  entityPage,
  findEntities,
  rebuildProjection,
  writeClaims,
  type ClaimInput,
} from '#record';
import { benchDeskLists, benchDeskSave } from './desk.ts';
import { loadRecord } from './load-record.ts';
import { report, time } from './timing.ts';

const size = { people: 100_000, claimsPerPerson: 10 };

/** The record with a million claims: saving one, reading one entity, finding a name, rebuilding. */
export async function benchRecord(db: Db): Promise<void> {
  console.log(`Record: ${size.people} people, ${size.people * size.claimsPerPerson} claims`);
  await loadRecord(db, size);
  await benchRebuild(db);
  await sql`vacuum analyze`.execute(db);
  const actor = await loadActor(db, '1');
  if (actor === undefined) throw new Error('expected the bench account');
  const point = await time(300, (index) =>
    sql`select * from claim where id = ${1 + index * 997}`.execute(db),
  );
  report('Reference: one claim by its key', point);
  await benchSaving(db, actor);
  await benchDeskLists(db, actor, point);
  await benchEntityPage(db, actor, point);
  await benchNames(db, actor, point);
}

async function benchRebuild(db: Db): Promise<void> {
  const claims = size.people * size.claimsPerPerson;
  const readBegun = performance.now();
  await sql`select count(*), sum(length(value)) from claim`.execute(db);
  const readMs = performance.now() - readBegun;
  const begun = performance.now();
  await rebuildProjection(db);
  const seconds = (performance.now() - begun) / 1000;
  console.log(
    `Projection rebuild: ${Math.round(claims / seconds)} claims/s, ${seconds.toFixed(1)} s, ${((seconds * 1000) / readMs).toFixed(0)} × one scan of the same claims (target 20000 claims/s)`,
  );
}

async function benchSaving(db: Db, actor: Actor): Promise<void> {
  const { rows } = await sql<{ person: string; passage: string }>`
    select e.uid as person, p.uid as passage from entity e join passage p on p.id = 1 + e.id % 90000
    where e.id % 331 = 0 order by e.id limit 300`.execute(db);
  const reference = await time(200, async (index) =>
    db
      .transaction()
      .execute((tx) =>
        sql`insert into audit (account_id, action) values (1, ${`bench.${index}`})`.execute(tx),
      ),
  );
  report('Reference: one row committed', reference);
  const inputs = rows.map(({ person, passage }): ClaimInput => ({
    entity: person,
    property: 'description',
    value: 'Said to have been summoned.',
    language: 'en',
    passage,
    basis: 'coded',
    certainty: 'likely',
    chain: [{ label: 'her lawyer', seen: false }],
  }));
  const saved = await time(200, async (index) => {
    const input = inputs[index % inputs.length];
    if (input === undefined) return;
    await db.transaction().execute((tx) => writeClaims(tx, actor, [input], 'en'));
  });
  report('Claim saved with its projection', saved, reference);
  await benchDeskSave(db, actor, reference);
}

async function benchEntityPage(
  db: Db,
  actor: Actor,
  point: Awaited<ReturnType<typeof time>>,
): Promise<void> {
  const person = await personWithMany(db, actor);
  const page = await time(100, () => entityPage(db, actor, person, 'en'));
  report('Entity page, 100 claims from 30 sources', page, point, '< 50 ms');
}

async function personWithMany(db: Db, actor: Actor): Promise<string> {
  const { rows } = await sql<{ uid: string }>`
    select distinct on (source_id) uid from passage order by source_id limit 30`.execute(db);
  return db.transaction().execute(async (tx) => {
    const [entity] = await createEntities(tx, actor, ['person']);
    if (entity === undefined) throw new Error('expected an entity');
    const claims = Array.from({ length: 100 }, (_, index): ClaimInput => ({
      entity: entity.uid,
      property: index % 2 === 0 ? 'otherName' : 'description',
      value: `Saying ${index}`,
      language: 'en',
      passage: rows[index % rows.length]?.uid ?? '',
      basis: 'coded',
      certainty: 'likely',
      chain: [{ label: `witness ${index % 7}`, seen: false }],
    }));
    await writeClaims(tx, actor, claims, 'en');
    return entity.uid;
  });
}

async function benchNames(
  db: Db,
  actor: Actor,
  point: Awaited<ReturnType<typeof time>>,
): Promise<void> {
  const typed = [
    'mi',
    'min',
    'mina',
    'mina kar',
    'karimi 1',
    'کر',
    'کریمی',
    'panahy',
    'xyzzy',
    's',
  ];
  for (const text of typed) {
    const found = await time(40, () => findEntities(db, actor, text, { kinds: ['person'] }));
    report(`Name autocomplete "${text}"`, found, point, '< 30 ms');
  }
}
