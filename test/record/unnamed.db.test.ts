import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  captionsByUid,
  codeAct,
  decideClaims,
  findUnnamed,
  hangingClaims,
  listEntities,
  reopenClaims,
  vocabulary,
  writeClaims,
  type KindCode,
} from '#record';
import { addEntity, addText, openRecord, passageAt, type RecordFixture } from './fixture.ts';

const killing = '010101000000';
const none = new Map();
const degree = vocabulary('involvement-degrees').terms[0]?.code ?? '';

let house: RecordFixture;
let passage: string;
let act: string;
let involvement: string;
let perpetratorClaim: string;
let step: string;

beforeAll(async () => {
  house = await openRecord();
  const { db, documenter } = house;
  const { layer } = await addText(db, documenter, 'Nader Vahdat was killed by the guard.');
  passage = await passageAt(db, documenter, { layer, start: 0, end: 23 });
  const person = await addEntity(db, documenter, 'person', passage, { name: 'Nader Vahdat' });
  const guard = await addEntity(db, documenter, 'group', passage, { name: 'The guard' });
  const coded = await db.transaction().execute((tx) =>
    codeAct(
      tx,
      documenter,
      {
        actType: killing,
        victims: [person],
        perpetrators: [{ entity: guard, degree }],
        date: '9 January 2026',
        passage,
        basis: 'coded',
        certainty: 'likely',
        chain: [],
      },
      'en',
    ),
  );
  act = coded.act;
  [involvement = ''] = coded.involvements;
  step = await addEntity(db, documenter, 'milestone', passage, {
    milestoneType: 'sentence',
    person,
  });
  const claim = await db
    .selectFrom('claim')
    .where('property', '=', 'perpetrator')
    .select('uid')
    .executeTakeFirstOrThrow();
  perpetratorClaim = claim.uid;
});
afterAll(() => house[Symbol.asyncDispose]());

const found = async (typed: string, kinds?: readonly KindCode[], actor = house.documenter) =>
  (await findUnnamed(house.db, actor, typed, none, { ...(kinds !== undefined && { kinds }) })).map(
    ({ uid }) => uid,
  );

test('a victim’s name lists what was done to them, and who did it', async () => {
  expect(await found('Nader')).toEqual([act, step, involvement]);
  expect(await found('vahdat', ['milestone'])).toEqual([step]);
});

test('a perpetrator’s name leads by the involvement to the act', async () => {
  expect(await found('The guard')).toEqual([act, involvement]);
});

test.each([
  'Deliberate killing – Nader Vahdat',
  'vahdat killing',
  'homicide vahdat',
  'قتل vahdat',
  'killing',
  'killing 9 January 2026',
  '۱۹ دی ۱۴۰۴',
  'vahdat 2026',
])('the act is found by %s', async (typed) => {
  expect(await found(typed, ['act'])).toEqual([act]);
});

test.each(['killing 2025', 'summoned vahdat', 'killing nobody', 'vahdat 2024'])(
  'the act is not found by %s',
  async (typed) => {
    expect(await found(typed, ['act'])).not.toContain(act);
  },
);

test('what is the team’s is not found by a partner', async () => {
  expect(await found('vahdat', undefined, house.partner)).toEqual([]);
  expect(await found('killing', undefined, house.partner)).toEqual([]);
});

test('a list of acts is searched by who took part', async () => {
  const list = await listEntities(house.db, house.documenter, { kind: 'act', name: 'nader' }, 'en');
  expect(list.entities.map(({ uid }) => uid)).toEqual([act]);
});

test('a reviewer is told what hangs on who is named, before and after', async () => {
  const { db, reviewer } = house;
  const claims = await db
    .selectFrom('claim')
    .innerJoin('entity', 'entity.id', 'claim.entity_id')
    .where('entity.uid', '=', involvement)
    .select(['claim.uid', 'claim.property'])
    .execute();
  const all = claims.map(({ uid }) => uid);
  const ofDegree = claims.find(({ property }) => property === 'involvementDegree')?.uid ?? '';
  expect(await hangingClaims(db, reviewer, all)).toEqual(
    new Map([[perpetratorClaim, { isNaming: true, others: 1 }]]),
  );
  await db.transaction().execute(async (tx) => {
    await decideClaims(tx, reviewer, [perpetratorClaim], 'rejected', 'not said');
    expect(await hangingClaims(tx, reviewer, all)).toEqual(
      new Map([[ofDegree, { isNaming: false, others: 0 }]]),
    );
    await reopenClaims(tx, reviewer, [perpetratorClaim], '');
  });
});

test('an involvement that nobody is named in is called after its act', async () => {
  await house.db
    .transaction()
    .execute((tx) => decideClaims(tx, house.reviewer, [perpetratorClaim], 'rejected', 'not said'));
  const captions = await captionsByUid(house.db, house.documenter, [involvement], 'en', none);
  expect(captions.get(involvement)?.text).toBe(
    'Involvement in “Deliberate killing – Nader Vahdat”',
  );
});

test('a withdrawn claim no longer leads to the act', async () => {
  const written = await house.db.transaction().execute(async (tx) => {
    const person = await addEntity(house.db, house.documenter, 'person', passage, {
      name: 'Someone Zwq',
    });
    return writeClaims(
      tx,
      house.documenter,
      [{ entity: act, property: 'victim', value: person, passage, basis: 'coded' }],
      'en',
    );
  });
  expect(await found('Zwq', ['act'])).toEqual([act]);
  await house.db.transaction().execute((tx) =>
    decideClaims(
      tx,
      house.documenter,
      written.map(({ uid }) => uid),
      'withdrawn',
      'mistaken',
    ),
  );
  expect(await found('Zwq', ['act'])).toEqual([]);
});

test('a step without a type is called by what is known of it, and found by those words', async () => {
  const { db, documenter } = house;
  const captions = async (uid: string, locale: 'en' | 'fr' | 'fa') =>
    (await captionsByUid(db, documenter, [uid], locale, none)).get(uid)?.text;
  const short = await addEntity(db, documenter, 'milestone', passage, {
    sentenceLength: '8 years',
  });
  expect(await captions(short, 'en')).toBe('Judicial milestone – 8 years');
  const accused = await addEntity(db, documenter, 'person', passage, { name: 'Mohammad Rad' });
  const long = await addEntity(db, documenter, 'milestone', passage, {
    person: accused,
    sentenceLength: '5 years',
  });
  expect(await captions(long, 'fr')).toMatch(/^Étape judiciaire – Mohammad Rad – 5\sans$/);
  for (const typed of ['milestone', 'eight years', '8 years', 'Judicial milestone – 8 years']) {
    expect(await found(typed, ['milestone']), typed).toContain(short);
  }
  expect(await found('eight years')).toEqual([short]);
  expect(await found('Judicial milestone – Mohammad Rad – 5 years')).toEqual([long]);
});

test('an act against several is called by one of them and how many more there are', async () => {
  const { db, documenter } = house;
  const names = ['Majid Barzegar', 'Sima Rad', 'Omid Rad'];
  const victims: string[] = [];
  for (const name of names) {
    victims.push(await addEntity(db, documenter, 'person', passage, { name }));
  }
  const called = async (count: number, locale: 'en' | 'fr' | 'fa') => {
    const coded = await db
      .transaction()
      .execute((tx) =>
        codeAct(
          tx,
          documenter,
          { actType: killing, victims: victims.slice(0, count), passage },
          'en',
        ),
      );
    return (await captionsByUid(db, documenter, [coded.act], locale, none)).get(coded.act)?.text;
  };
  expect(await called(1, 'en')).toMatch(/– Majid Barzegar$/);
  expect(await called(2, 'en')).toMatch(/– \S+ \S+ and 1 more$/);
  expect(await called(3, 'fr')).toMatch(/ et 2 autres$/);
  expect(await called(3, 'fa')).toMatch(/ و ۲ تن دیگر$/);
});
