import { sql } from 'kysely';
import { loadActor, type Actor, type Role } from '#accounts';
import { markPassage, type TextPlace } from '#evidence';
import { openDatabase, type Database, type Db } from '#platform/database';
import { createEntities, writeClaims, type ClaimInput, type KindCode } from '#record';
import { createTestDatabase } from '../database/index.ts';

/** A database of its own with people who work in it, for one test file. */
export interface RecordFixture extends AsyncDisposable {
  readonly db: Db;
  readonly documenter: Actor;
  readonly reviewer: Actor;
  /** In a partner group, not in the team. */
  readonly partner: Actor;
  readonly partnerScope: number;
}

export async function openRecord(): Promise<RecordFixture> {
  const created = await createTestDatabase();
  let isClosing = false;
  const database: Database = openDatabase(created.options, (error) => {
    // The pool says it has ended while its last connections are still on their way out, and dropping
    // the database cuts those short.
    if (!isClosing) throw error;
  });
  const { db } = database;
  const partnerScope = await addPartner(db);
  return {
    db,
    documenter: await addPerson(db, 'Dara', ['documenter']),
    reviewer: await addPerson(db, 'Rana', ['reviewer', 'documenter']),
    partner: await addPerson(db, 'Pari', ['documenter'], partnerScope),
    partnerScope,
    async [Symbol.asyncDispose]() {
      isClosing = true;
      await database.close();
      await created.drop();
    },
  };
}

async function addPartner(db: Db): Promise<number> {
  const partner = await db
    .insertInto('partner')
    .values({ name: 'Partner' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const scope = await db
    .insertInto('scope')
    .values({ kind: 'partner', partner_id: partner.id })
    .returning('id')
    .executeTakeFirstOrThrow();
  return scope.id;
}

export async function addPerson(
  db: Db,
  name: string,
  roles: Role[],
  partnerScope?: number,
): Promise<Actor> {
  const email = `${name.toLowerCase()}@example.org`;
  const { id } = await db
    .insertInto('account')
    .values({ name, email, email_folded: email, roles, in_team: partnerScope === undefined })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (partnerScope !== undefined) {
    await sql`insert into partner_member (partner_id, account_id)
      select partner_id, ${id} from scope where id = ${partnerScope}`.execute(db);
  }
  const actor = await loadActor(db, id);
  if (actor === undefined) throw new Error('expected the account to be active');
  return actor;
}

/** A source whose one copy has been read as the given text; returns the uids. */
export async function addText(
  db: Db,
  actor: Actor,
  text: string,
  scopeId = 2,
): Promise<{ readonly source: string; readonly layer: string }> {
  const { rows } = await sql<{ source: string; layer: string }>`
    with s as (
      insert into source (title, material, scope_id, created_by)
      values ('A report', 'newspaper', ${scopeId}, ${actor.accountId}) returning id, uid
    ), k as (
      insert into copy (source_id, method, sha256, byte_length, media_type, blob_key, obtained_by,
        reading)
      select id, 'pasted', sha256(convert_to(${text}, 'UTF8')), octet_length(${text}), 'text/plain',
        'k', ${actor.accountId}, 'read' from s returning id
    ), l as (
      insert into text_layer (copy_id, kind, language, text, length)
      select id, 'extraction', 'en', ${text}, char_length(${text}) from k returning uid
    )
    select s.uid as source, l.uid as layer from s, l`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('expected a source');
  return row;
}

export async function passageAt(db: Db, actor: Actor, place: TextPlace): Promise<string> {
  const { uid } = await db.transaction().execute((tx) => markPassage(tx, actor, place));
  return uid;
}

/** Creates an entity with claims about it resting on one passage; returns the entity's uid. */
export async function addEntity(
  db: Db,
  actor: Actor,
  kind: KindCode,
  passage: string,
  values: Readonly<Record<string, string>>,
): Promise<string> {
  return db.transaction().execute(async (tx) => {
    const [entity] = await createEntities(tx, actor, [kind]);
    if (entity === undefined) throw new Error('expected an entity');
    const claims = Object.entries(values).map(([property, value]): ClaimInput => ({
      entity: entity.uid,
      property,
      value,
      passage,
      basis: 'coded',
    }));
    await writeClaims(tx, actor, claims, 'en');
    return entity.uid;
  });
}
