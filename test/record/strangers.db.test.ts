import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import {
  addSource,
  arrangeSource,
  beginSource,
  editSource,
  markLooked,
  markPassage,
  markRegion,
  reviewTranslation,
  translatePassage,
} from '#evidence';
import type { Tx } from '#platform/database';
import {
  codeAct,
  codeNames,
  createEntities,
  decideClaims,
  decideResolution,
  entityPage,
  reopenClaims,
  writeClaims,
  writeNote,
  type ClaimInput,
  sourceCodes,
} from '#record';
import {
  addEntity,
  addPerson,
  addText,
  openRecord,
  passageAt,
  type RecordFixture,
} from './fixture.ts';

let house: RecordFixture;
let stranger: Actor;
let campaigner: Actor;
let both: Actor;
let place: { readonly source: string; readonly layer: string };
let passage: string;
let person: string;
let claim: string;
let translation: string;
let copy: string;
beforeAll(async () => {
  house = await openRecord();
  const { db, documenter, partnerScope } = house;
  stranger = await addPerson(
    db,
    'Petra',
    ['documenter', 'reviewer', 'administrator'],
    partnerScope,
  );
  campaigner = await addPerson(db, 'Cam', ['campaigner', 'caseworker']);
  const member = await addPerson(db, 'Bita', ['documenter', 'reviewer']);
  both = { ...member, scopes: [...member.scopes, partnerScope] };
  place = await addText(db, documenter, 'It says this.');
  passage = await passageAt(db, documenter, { layer: place.layer, start: 0, end: 7 });
  person = await addEntity(db, documenter, 'person', passage, { name: 'Mina' });
  claim = await only('claim');
  translation = (
    await inTx((tx) => translatePassage(tx, documenter, passage, { language: 'fr', text: 'Ceci' }))
  ).uid;
  copy = await only('copy');
});
afterAll(() => house[Symbol.asyncDispose]());

const inTx = <Result>(work: (tx: Tx) => Promise<Result>) => house.db.transaction().execute(work);
async function only(table: string): Promise<string> {
  const { rows } = await sql<{ uid: string }>`select uid from ${sql.table(table)}`.execute(
    house.db,
  );
  return rows[0]?.uid ?? '';
}
async function everything(): Promise<string> {
  const tables = [
    'source',
    'source_look',
    'passage',
    'text_layer',
    'entity',
    'claim',
    'claim_step',
  ];
  const all = await Promise.all(
    [...tables, 'note', 'resolution', 'profile', 'name_entry'].map(async (table) => {
      const { rows } =
        await sql`select t::text as row from ${sql.table(table)} t order by 1`.execute(house.db);
      return rows;
    }),
  );
  return JSON.stringify(all);
}

const newspaper = '140523191601';
const reading = { ...sourceCodes(new Map()), locale: 'en' as const };
const about = (entity: string): ClaimInput => ({
  ...{ entity, property: 'otherName', value: 'M', passage },
  basis: 'coded',
});
const writes: Readonly<Record<string, (tx: Tx, actor: Actor) => Promise<unknown>>> = {
  addSource: (tx, actor) =>
    addSource(tx, actor, { title: 'T', material: newspaper, scope: 2 }, reading),
  editSource: (tx, actor) =>
    editSource(tx, actor, place.source, 1, { title: 'Taken', material: newspaper }, reading),
  arrangeSource: (tx, actor) => arrangeSource(tx, actor, place.source, { workState: 'done' }),
  markPassage: (tx, actor) => markPassage(tx, actor, { layer: place.layer, start: 1, end: 5 }),
  markRegion: (tx, actor) => markRegion(tx, actor, copy, { x: 0, y: 0, w: 1, h: 1 }),
  translatePassage: (tx, actor) =>
    translatePassage(tx, actor, passage, { language: 'fa', text: 'x' }),
  reviewTranslation: (tx, actor) => reviewTranslation(tx, actor, translation),
  createEntities: (tx, actor) => createEntities(tx, actor, ['person']),
  writeClaims: (tx, actor) => writeClaims(tx, actor, [about(person)], 'en'),
  replaceClaim: (tx, actor) =>
    writeClaims(tx, actor, [{ ...about(person), supersedes: claim }], 'en'),
  codeAct: (tx, actor) =>
    codeAct(tx, actor, { actType: '030101000000', victims: [person], passage }, 'en'),
  codeNames: (tx, actor) =>
    codeNames(tx, actor, { kind: 'person', rows: [{ name: 'It says', passage }] }, 'en'),
  acceptClaim: (tx, actor) => decideClaims(tx, actor, [claim], 'accepted', ''),
  withdrawClaim: (tx, actor) => decideClaims(tx, actor, [claim], 'withdrawn', 'so'),
  reopenClaim: (tx, actor) => reopenClaims(tx, actor, [claim], ''),
  decideResolution: (tx, actor) =>
    decideResolution(tx, actor, {
      ...{ entity: person, property: 'name', rule: 'unconfirmed', reason: 'r' },
    }),
};
const quiet: typeof writes = {
  beginSource: (tx, actor) => beginSource(tx, actor, place.source),
};

test.each(Object.keys(writes))('a stranger and a role without it are refused: %s', async (name) => {
  const before = await everything();
  for (const actor of [stranger, campaigner]) {
    const done = inTx((tx) => writes[name]?.(tx, actor) ?? Promise.resolve());
    await expect(done).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:not-found|not-allowed|claim-changed)$/) as string,
    });
  }
  expect(await everything()).toBe(before);
});

test('what is silent for a stranger does nothing either', async () => {
  const before = await everything();
  for (const write of Object.values(quiet)) {
    for (const actor of [stranger, campaigner]) await inTx((tx) => write(tx, actor));
  }
  await inTx((tx) => markLooked(tx, stranger, place.source));
  for (const subject of ['source', 'entity', 'claim'] as const) {
    const uid = { source: place.source, entity: person, claim }[subject];
    await expect(inTx((tx) => writeNote(tx, stranger, subject, uid, 'n'))).rejects.toMatchObject({
      code: 'not-found',
    });
  }
  expect(await everything()).toBe(before);
});

test('nobody carries the team’s words or claims over to a partner, nor the other way', async () => {
  const { partnerScope, db } = house;
  const wider = { code: 'scope-wider-than-source' };
  const write = (input: ClaimInput) => inTx((tx) => writeClaims(tx, both, [input], 'en'));
  await expect(write({ ...about(person), scope: partnerScope })).rejects.toMatchObject(wider);
  await expect(write({ ...about(person), scope: 1 })).rejects.toMatchObject(wider);
  const theirs = await addText(db, both, 'Their words.', partnerScope);
  const there = await passageAt(db, both, { layer: theirs.layer, start: 0, end: 5 });
  await expect(write({ ...about(person), passage: there, scope: 2 })).rejects.toMatchObject(wider);
  const link = { ...about(person), chain: [{ source: theirs.source }] };
  await expect(write(link)).rejects.toMatchObject(wider);
  await expect(
    write({ ...about(person), passage: there, supersedes: claim }),
  ).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(
    inTx((tx) =>
      editSource(
        tx,
        both,
        theirs.source,
        1,
        { title: 'T', material: newspaper, scope: 2 },
        reading,
      ),
    ),
  ).rejects.toMatchObject({ code: 'source-quoted' });
});

test('a partner’s people code their own sources, and whom they find is theirs', async () => {
  const { partnerScope, db } = house;
  const theirs = await addText(db, stranger, 'Their words.', partnerScope);
  const there = await passageAt(db, stranger, { layer: theirs.layer, start: 0, end: 5 });
  const { entities } = await inTx((tx) =>
    codeNames(tx, stranger, { kind: 'person', rows: [{ name: 'Their', passage: there }] }, 'en'),
  );
  const found = entities[0] ?? '';
  expect((await entityPage(db, stranger, found, 'en'))?.text).toBe('Their');
  expect(await entityPage(db, house.documenter, found, 'en')).toBeUndefined();
});
