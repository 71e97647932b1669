import { createHash } from 'node:crypto';
import { loadActor, teamScope, type Actor } from '#accounts';
import { addSource, sourcePage, type SourcePage } from '#evidence';
import { sourceCodes } from '#record';
import { codePointLength } from '#platform/languages';
import { openDatabase, type ConnectionOptions, type Database, type Db } from '#platform/database';
import { createTestDatabase } from '../../../../test/database/index.ts';

/** A database for one test file, with people to work in it. */
export interface CodingFixture {
  readonly db: Db;
  readonly connection: ConnectionOptions;
  readonly documenter: Actor;
  readonly reviewer: Actor;
  /** In a partner group, and not of the team. */
  readonly outsider: Actor;
  close(): Promise<void>;
}

export async function openCodingFixture(): Promise<CodingFixture> {
  const test = await createTestDatabase();
  const database: Database = openDatabase(test.options, () => undefined, 6);
  const { db } = database;
  return {
    db,
    connection: test.options,
    documenter: await addPerson(db, 'Nasrin', ['documenter'], true),
    reviewer: await addPerson(db, 'Omid', ['documenter', 'reviewer'], true),
    outsider: await addPerson(db, 'Iris', ['documenter', 'reviewer'], false),
    async close() {
      await database.close();
      await test.drop();
    },
  };
}

async function addPerson(db: Db, name: string, roles: string[], inTeam: boolean): Promise<Actor> {
  const { id } = await db
    .insertInto('account')
    .values({
      name,
      email: `${name}@desk.example`,
      email_folded: `${name.toLowerCase()}@desk.example`,
      roles,
      in_team: inTeam,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const actor = await loadActor(db, id);
  if (actor === undefined) throw new Error('the person just added is missing');
  return actor;
}

/** A source whose text has been read. */
export interface ReadSource {
  readonly page: SourcePage;
  readonly uid: string;
  readonly layer: string;
  readonly copy: string;
}

export async function addReadSource(
  db: Db,
  actor: Actor,
  text: string,
  copy: { readonly blobKey?: string; readonly restricted?: boolean } = {},
): Promise<ReadSource> {
  const { id, uid } = await db
    .transaction()
    .execute((tx) =>
      addSource(
        tx,
        actor,
        { title: 'A report', material: '140523191601', scope: teamScope, publisher: 'The Paper' },
        { ...sourceCodes(new Map()), locale: 'en' },
      ),
    );
  const sha256 = createHash('sha256').update(text).digest();
  const hex = sha256.toString('hex');
  const row = await db
    .insertInto('copy')
    .values({
      source_id: id,
      method: 'pasted',
      sha256,
      byte_length: Buffer.byteLength(text),
      media_type: 'text/plain',
      blob_key: copy.blobKey ?? `${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex}`,
      restricted: copy.restricted ?? false,
      obtained_by: actor.accountId,
      reading: 'read',
    })
    .returning(['id', 'uid'])
    .executeTakeFirstOrThrow();
  const layer = await db
    .insertInto('text_layer')
    .values({
      copy_id: row.id,
      kind: 'extraction',
      language: 'en',
      text,
      length: codePointLength(text),
    })
    .returning('uid')
    .executeTakeFirstOrThrow();
  const page = await sourcePage(db, actor, uid);
  if (page === undefined) throw new Error('the source just added is missing');
  return { page, uid, layer: layer.uid, copy: row.uid };
}
