import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { markRegion, passageWords, type RegionInput } from '#evidence';
import { claimViews, createEntities, writeClaims } from '#record';
import { addText, openRecord, type RecordFixture } from './fixture.ts';

let house: RecordFixture;
beforeAll(async () => {
  house = await openRecord();
});
afterAll(() => house[Symbol.asyncDispose]());

async function addCopy(mediaType: string, scope = 2): Promise<string> {
  const { db, documenter } = house;
  const { source } = await addText(db, documenter, 'A picture without words.', scope);
  const { rows } = await sql<{ uid: string }>`update copy set media_type = ${mediaType}
    where source_id = (select id from source where uid = ${source}) returning uid`.execute(db);
  return rows[0]?.uid ?? '';
}

const mark = (copy: string, region: RegionInput, actor = house.documenter) =>
  house.db.transaction().execute((tx) => markRegion(tx, actor, copy, region));

const box = { x: 0.1, y: 0.2, w: 0.5, h: 0.25 };

describe('a place in a picture or recording', () => {
  test('is one passage however often and by how many at once it is marked', async () => {
    const copy = await addCopy('image/jpeg');
    await Promise.all(Array.from({ length: 6 }, () => sql`select 1`.execute(house.db)));
    const marked = await Promise.all([
      mark(copy, box),
      mark(copy, { ...box, x: 0.100_000_01 }),
      mark(copy, { page: 1, ...box }),
      mark(copy, box, house.reviewer),
    ]);
    expect(new Set(marked.map(({ uid }) => uid)).size).toBe(1);
    expect((await mark(copy, { ...box, x: 0.11 })).uid).not.toBe(marked[0].uid);
    const passage = (await passageWords(house.db, house.documenter, [marked[0].uid])).get(
      marked[0].uid,
    );
    expect(passage).toMatchObject({
      kind: 'region',
      quote: null,
      region: { page: 1, ...box },
      copy: { uid: copy, mediaType: 'image/jpeg' },
    });
  });

  test('is refused outside the picture, backwards in time, or of the wrong kind', async () => {
    const [picture, sound, film] = [
      await addCopy('image/png'),
      await addCopy('audio/ogg; codecs=opus'),
      await addCopy('video/mp4'),
    ];
    const bad = { code: 'passage-bad-region' };
    await expect(mark(picture, { ...box, x: 0.6 })).rejects.toMatchObject(bad);
    await expect(mark(picture, { ...box, w: 0 })).rejects.toMatchObject(bad);
    await expect(mark(picture, { ...box, h: 0.000_01 })).rejects.toMatchObject(bad);
    await expect(mark(picture, { from: 1, to: 2 })).rejects.toMatchObject(bad);
    await expect(mark(sound, box)).rejects.toMatchObject(bad);
    await expect(mark(sound, { from: 2, to: 2.001 })).rejects.toMatchObject(bad);
    expect(await mark(sound, { from: 2, to: 2.5 })).toHaveProperty('uid');
    expect(await mark(film, { from: 0, to: 1 })).toHaveProperty('uid');
  });

  test('does not exist in a copy of others', async () => {
    const copy = await addCopy('image/png');
    await expect(mark(copy, box, house.partner)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('carries what was seen, and no quoted or coded words', async () => {
    const { db, documenter } = house;
    const copy = await addCopy('image/png');
    const { uid: passage } = await mark(copy, box);
    const write = (basis: 'seen' | 'quoted' | 'coded') =>
      db.transaction().execute(async (tx) => {
        const [person] = await createEntities(tx, documenter, ['person']);
        const claim = { entity: person?.uid ?? '', property: 'name', value: 'Nader', passage };
        return writeClaims(tx, documenter, [{ ...claim, basis }], 'en');
      });
    for (const basis of ['quoted', 'coded'] as const) {
      await expect(write(basis)).rejects.toMatchObject({
        problems: [{ code: 'basis-needs-passage', field: '0.basis' }],
      });
    }
    const [written] = await write('seen');
    const [claim] = await claimViews(db, documenter, [written?.uid ?? ''], 'en');
    expect(claim?.passage).toMatchObject({ copy, region: { page: 1, ...box }, layer: null });
  });
});
