import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancelDecision, listDecisions } from '#editions';
import {
  decideClaims,
  decidePublication,
  decideResolution,
  prepareEditions,
  proposePublication,
  proposeRemoval,
  writeClaims,
  type ClaimInput,
  type Selection,
} from '#record';
import type { Actor } from '#accounts';
import {
  addEntity,
  addPerson,
  addText,
  openRecord,
  passageAt,
  type RecordFixture,
} from './fixture.ts';

let house: RecordFixture;
let reviewer: Actor;
let stranger: Actor;
let passage: string;
beforeAll(async () => {
  house = await openRecord();
  reviewer = await addPerson(house.db, 'Omid', ['reviewer']);
  stranger = await addPerson(
    house.db,
    'Petra',
    ['documenter', 'reviewer', 'administrator'],
    house.partnerScope,
  );
  passage = await words('It says this.');
});
afterAll(() => house[Symbol.asyncDispose]());

async function words(text: string): Promise<string> {
  const { layer } = await addText(house.db, house.documenter, text);
  return passageAt(house.db, house.documenter, { layer, start: 0, end: 2 });
}

const write = async (inputs: ClaimInput[]) =>
  (
    await house.db.transaction().execute((tx) => writeClaims(tx, house.documenter, inputs, 'en'))
  ).map((claim) => claim.uid);
const claim = (entity: string, property: string, value: string): ClaimInput => ({
  ...{ entity, property, value, passage },
  basis: 'coded',
});
async function accepted(inputs: ClaimInput[]): Promise<string[]> {
  const uids = await write(inputs);
  await house.db.transaction().execute((tx) => decideClaims(tx, reviewer, uids, 'accepted', ''));
  return uids;
}
async function person(name: string): Promise<string> {
  const uid = await addEntity(house.db, house.documenter, 'person', passage, {});
  await accepted([claim(uid, 'name', name)]);
  return uid;
}

const decision = {
  ...{ title: 'T', audience: 'public', basis: 'consent', basisReason: 'r', riskNote: 'r' },
  ...{ reviewOn: '2190-01-01' },
} as const;
const propose = (selection: Selection, actor = house.documenter) =>
  house.db
    .transaction()
    .execute((tx) => proposePublication(tx, actor, { ...decision, kind: 'publish' }, selection));
const proposeTakingBack = (subject: string, reasonClass = 'safety', actor = house.documenter) =>
  house.db
    .transaction()
    .execute((tx) =>
      proposeRemoval(tx, actor, { ...decision, kind: 'remove', reasonClass }, [
        { subject, kind: 'person' },
      ]),
    );
const approve = (uid: string, actor = reviewer) =>
  house.db
    .transaction()
    .execute((tx) => decidePublication(tx, actor, uid, { approve: true, comment: '' }));
const publish = async (selection: Selection) => approve(await propose(selection));

/** All that a reader's connection could ever find. */
async function everythingPublished(): Promise<string> {
  const { rows } = await sql`
    select e.document, e.correction, s.* from published.subject s
    left join published.edition e on e.subject = s.subject`.execute(house.db);
  return JSON.stringify(rows);
}

test('a name that nobody reviewed does not come along on somebody else’s page', async () => {
  const [mina, film] = [
    await person('Mina'),
    await addEntity(house.db, house.documenter, 'work', passage, {}),
  ];
  await publish({ subjects: [mina] });
  await accepted([claim(film, 'title', 'A film'), claim(film, 'director', mina)]);
  await write([{ ...claim(mina, 'name', 'Zqunreviewed'), language: 'fa' }]);
  const [unpublished] = await accepted([{ ...claim(mina, 'name', 'Zqheldback'), language: 'fr' }]);
  expect(unpublished).toBeDefined();
  await publish({ subjects: [film] });
  const text = await everythingPublished();
  expect(text).toContain('A film');
  expect(text).not.toMatch(/Zqunreviewed|Zqheldback/u);
});

test('taking one back lets nothing out about the others', async () => {
  const [mina, sara] = [await person('Mina'), await person('Zqsara')];
  const group = await addEntity(house.db, house.documenter, 'group', passage, {});
  await accepted([claim(group, 'name', 'Guild')]);
  await accepted([claim(mina, 'memberOf', group), claim(sara, 'memberOf', group)]);
  const [held] = await accepted([claim(mina, 'description', 'zqheld')]);
  await accepted([{ ...claim(mina, 'description', 'said so'), chain: [{ entity: sara }] }]);
  await publish({ subjects: [mina, sara, group], excluded: [held?.toUpperCase() ?? ''] });
  await accepted([claim(mina, 'otherName', 'zqlater')]);
  expect(await everythingPublished()).toContain('Zqsara');
  await approve(await proposeTakingBack(sara.toUpperCase()));
  const text = await everythingPublished();
  expect(text).toContain('said so');
  expect(text.toLowerCase()).not.toMatch(/zqsara|zqheld|zqlater/);
});

test('what was taken back does not return by an older proposal', async () => {
  const mina = await person('Zqreturning');
  await publish({ subjects: [mina] });
  await accepted([claim(mina, 'birthDate', '1980')]);
  const older = await propose({ subjects: [mina] });
  await approve(await proposeTakingBack(mina));
  await expect(approve(older)).rejects.toMatchObject({ code: 'decision-changed' });
  expect(await everythingPublished()).not.toContain('Zqreturning');
});

test('a removal that would leave a name on a page written since is prepared anew', async () => {
  const mina = await person('Zqlingering');
  await publish({ subjects: [mina] });
  const removal = await proposeTakingBack(mina);
  const film = await addEntity(house.db, house.documenter, 'work', passage, {});
  await accepted([claim(film, 'title', 'New film'), claim(film, 'director', mina)]);
  await publish({ subjects: [film] });
  await expect(approve(removal)).rejects.toMatchObject({ code: 'decision-changed' });
  await approve(await proposeTakingBack(mina));
  const text = await everythingPublished();
  expect(text).not.toContain('Zqlingering');
  expect(text).toContain('New film');
});

test('a source taken back is named nowhere: not in a chain, not as a way to another', async () => {
  const { source, layer } = await addText(house.db, house.documenter, 'Other words.');
  const { source: behind } = await addText(house.db, house.documenter, 'Hidden words.');
  await sql`update source set title = 'Zqsource' where uid = ${behind}`.execute(house.db);
  await sql`insert into source_through (source_id, through_source_id)
    select a.id, b.id from source a, source b where a.uid = ${source} and b.uid = ${behind}`.execute(
    house.db,
  );
  const there = await passageAt(house.db, house.documenter, { layer, start: 0, end: 5 });
  const mina = await person('Mina');
  await accepted([
    { ...claim(mina, 'birthDate', '1980'), passage: there, chain: [{ source: behind }] },
  ]);
  await publish({ subjects: [mina] });
  expect(await everythingPublished()).toContain('Zqsource');
  await approve(await proposeTakingBack(behind, 'source-withdrawn'));
  expect(await everythingPublished()).not.toContain('Zqsource');
});

test('a decision that chose a claim which is not published says nothing', async () => {
  const mina = await person('Mina');
  const [first, second] = await accepted([
    claim(mina, 'birthDate', '1980-01-01'),
    claim(mina, 'birthDate', '1981-01-01'),
  ]);
  await house.db.transaction().execute((tx) =>
    decideResolution(tx, reviewer, {
      ...{ entity: mina, property: 'birthDate', rule: 'editors-choice', reason: 'zqreason' },
      chosenClaim: second ?? '',
    }),
  );
  const { documents } = await prepareEditions(house.db, house.documenter, {
    subjects: [mina],
    excluded: [second ?? ''],
  });
  const text = JSON.stringify(documents);
  expect(text).toContain(first);
  expect(text).not.toContain('zqreason');
});

test('only the team decides what is published, and only by classes and audiences there are', async () => {
  const mina = await person('Mina');
  await publish({ subjects: [mina] });
  await accepted([claim(mina, 'birthDate', '1980')]);
  const open = await propose({ subjects: [mina] });
  const refused = { code: 'not-allowed' };
  await expect(propose({ subjects: [mina] }, stranger)).rejects.toMatchObject(refused);
  await expect(proposeTakingBack(mina, 'safety', stranger)).rejects.toMatchObject(refused);
  await expect(approve(open, stranger)).rejects.toMatchObject(refused);
  expect(await listDecisions(house.db, stranger)).toEqual({
    decisions: [],
    total: 0,
    overdue: 0,
    open: 0,
  });
  const cancel = (actor: Actor) =>
    house.db.transaction().execute((tx) => cancelDecision(tx, actor, open));
  await expect(cancel(reviewer)).rejects.toMatchObject(refused);
  await expect(proposeTakingBack(mina, 'she was arrested')).rejects.toMatchObject({
    code: 'decision-reason-class-missing',
  });
  await expect(proposeTakingBack(await person('Never out'))).rejects.toMatchObject({
    code: 'not-found',
  });
  const narrower = { ...decision, kind: 'publish', audience: 'public-initials' } as const;
  await expect(
    house.db
      .transaction()
      .execute((tx) => proposePublication(tx, house.documenter, narrower, { subjects: [mina] })),
  ).rejects.toMatchObject({ code: 'decision-audience-narrower' });
});
