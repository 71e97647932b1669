import { sql } from 'kysely';
import { loadActor, type Actor } from '#accounts';
import { addText, passageAt } from '../record/fixture.ts';
import { migrate, openDatabase, type Db } from '#platform/database';
import { startPostgres } from '#platform/postgres';
import {
  createEntities,
  decideClaims,
  decidePublication,
  proposePublication,
  writeClaims,
} from '#record';
import { allMigrations } from '../../src/migrations.ts';

// Started by the kill test with a data folder: brings the database up, then codes, reviews and
// publishes without end, and says "ack KIND UID" after each commit. Whatever it has said must still
// be true after it and its database are killed in any instant.

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('expected the data folder');

const postgres = await startPostgres({ dataDir, as: 'kill test' });
const database = openDatabase(postgres.connection, () => {});
const { db } = database;
await migrate(database.pool, allMigrations);

function acknowledge(kind: string, uid: string): void {
  process.stdout.write(`ack ${kind} ${uid}\n`);
}

async function people(): Promise<[Actor, Actor]> {
  await sql`
    insert into account (name, email, email_folded, roles)
    values ('A', 'a@example.org', 'a@example.org', array['documenter']),
           ('B', 'b@example.org', 'b@example.org', array['reviewer'])
    on conflict do nothing`.execute(db);
  const both = await Promise.all([loadActor(db, '1'), loadActor(db, '2')]);
  const [documenter, reviewer] = both;
  if (documenter === undefined || reviewer === undefined) throw new Error('expected two people');
  return [documenter, reviewer];
}

async function codeOnce(tools: { db: Db; documenter: Actor; reviewer: Actor; passage: string }) {
  const { documenter, reviewer, passage } = tools;
  const rest = { passage, basis: 'coded', certainty: 'unknown' } as const;
  const { entity, claims } = await db.transaction().execute(async (tx) => {
    const [created] = await createEntities(tx, documenter, ['person']);
    if (created === undefined) throw new Error('expected an entity');
    const about = { ...rest, entity: created.uid };
    const written = await writeClaims(
      tx,
      documenter,
      [
        { ...about, property: 'name', value: 'Somebody' },
        { ...about, property: 'birthDate', value: '1980' },
        { ...about, property: 'birthDate', value: '1990' },
      ],
      'en',
    );
    return { entity: created.uid, claims: written.map((claim) => claim.uid) };
  });
  for (const claim of claims) acknowledge('written', claim);
  await db.transaction().execute((tx) => decideClaims(tx, reviewer, claims, 'accepted', ''));
  for (const claim of claims) acknowledge('accepted', claim);
  const decision = await db.transaction().execute((tx) =>
    proposePublication(
      tx,
      documenter,
      {
        kind: 'publish',
        title: 'Somebody',
        audience: 'public',
        basis: 'consent',
        basisReason: 'Agreed.',
        riskNote: 'None known.',
        reviewOn: '2190-01-01',
      },
      { subjects: [entity] },
    ),
  );
  acknowledge('proposed', decision);
  await db
    .transaction()
    .execute((tx) => decidePublication(tx, reviewer, decision, { approve: true, comment: '' }));
  acknowledge('published', entity);
}

const [documenter, reviewer] = await people();
const { layer } = await addText(db, documenter, 'Somebody was born.');
const passage = await passageAt(db, documenter, { layer, start: 0, end: 8 });
process.stdout.write('ready\n');
for (;;) await codeOnce({ db, documenter, reviewer, passage });
