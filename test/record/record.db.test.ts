import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publicScope, teamScope, type Actor } from '#accounts';
import {
  codeAct,
  codeNames,
  createEntities,
  decideClaims,
  decidePublication,
  decideResolution,
  entityPage,
  findEntities,
  listDisputes,
  prepareEditions,
  proposePublication,
  proposeRemoval,
  rebuildProjection,
  reviewQueue,
  writeClaims,
  type ClaimInput,
  type DisputeFilter,
} from '#record';
import { loadDecision } from '#editions';
import { addEntity, addText, openRecord, passageAt, type RecordFixture } from './fixture.ts';

let house: RecordFixture;
beforeAll(async () => {
  house = await openRecord();
});
afterAll(() => house[Symbol.asyncDispose]());

const text = 'Mina Karimi was summoned on 3 May 2024, says her lawyer. A paper counts 40 summoned.';

async function mina() {
  const { db, documenter } = house;
  const { layer, source } = await addText(db, documenter, text);
  const passage = await passageAt(db, documenter, { layer, start: 0, end: 39 });
  const person = await addEntity(db, documenter, 'person', passage, { name: 'Mina Karimi' });
  return { layer, source, passage, person };
}

async function write(inputs: ClaimInput[], actor = house.documenter) {
  return house.db.transaction().execute((tx) => writeClaims(tx, actor, inputs, 'en'));
}

async function accept(uids: string[]) {
  await house.db
    .transaction()
    .execute((tx) => decideClaims(tx, house.reviewer, uids, 'accepted', ''));
}

async function acceptAll() {
  const { rows: queue } = await reviewQueue(house.db, house.reviewer, 'en', { limit: 500 });
  await accept(queue.map((claim) => claim.uid));
}

test('a claim rests on the exact words, and nobody accepts their own', async () => {
  const { person, passage } = await mina();
  const [claim] = await write([
    { entity: person, property: 'birthDate', value: 'May 1980', passage, basis: 'coded' },
  ]);
  const uids = [claim?.uid ?? ''];
  await expect(
    house.db
      .transaction()
      .execute((tx) => decideClaims(tx, house.documenter, uids, 'accepted', '')),
  ).rejects.toMatchObject({ code: 'not-allowed' });
  await accept(uids);
  const page = await entityPage(house.db, house.documenter, person, 'en');
  const birth = page?.properties.find((entry) => entry.property === 'birthDate');
  expect(birth?.shown[0]?.claims[0]).toMatchObject({
    value: '1980-05',
    original: 'May 1980',
    state: 'accepted',
    passage: { quote: text.slice(0, 39) },
  });
});

test('an act is one decision and many claims, and shows on its victim’s page', async () => {
  const { person, passage } = await mina();
  const police = await addEntity(house.db, house.documenter, 'group', passage, {
    name: 'Security police',
  });
  const coded = await house.db.transaction().execute((tx) =>
    codeAct(
      tx,
      house.documenter,
      {
        actType: '030101000000',
        victims: [person],
        perpetrators: [{ entity: police }],
        date: '3 May 2024',
        passage,
      },
      'en',
    ),
  );
  const page = await entityPage(house.db, house.documenter, person, 'en');
  const part = page?.parts.find((entry) => entry.uid === coded.act);
  expect(part?.properties.map((entry) => entry.property)).toEqual([
    'actType',
    'startDate',
    'victim',
  ]);
  const act = await entityPage(house.db, house.documenter, coded.act, 'en');
  expect(act?.text).toContain('Mina Karimi');
  expect(act?.parts.map((entry) => entry.kind)).toEqual(['involvement']);
});

test('a disagreement in several scopes is listed once, as the widest of them has it', async () => {
  const { db, documenter, reviewer } = house;
  const { layer } = await addText(db, documenter, text, publicScope);
  const passage = await passageAt(db, documenter, { layer, start: 0, end: 29 });
  const person = await db.transaction().execute(async (tx) => {
    const [made] = await createEntities(tx, documenter, ['person'], publicScope);
    return made?.uid ?? '';
  });
  const born = (value: string, scope: number): ClaimInput => ({
    ...{ entity: person, property: 'birthDate', value, passage, scope, basis: 'coded' },
  });
  const [forAll, forTeam] = [
    ['1980-05-01', '1981-05-01'].map((day) => born(day, publicScope)),
    ['1982-05-01', '1983-05-01', '1984-05-01'].map((day) => born(day, teamScope)),
  ];
  await write([...forAll, ...forTeam]);
  const listed = async (actor: Actor, filter: DisputeFilter) => {
    const { disputes } = await listDisputes(db, actor, { ...filter, limit: 1_000 });
    return disputes.filter(({ entityUid }) => entityUid === person).map(({ values }) => values);
  };
  expect(await listed(reviewer, {})).toEqual([2]);
  expect(await listed(reviewer, { settled: false, dispute: 'contradiction' })).toEqual([2]);
  expect(await listed(house.partner, {})).toEqual([2]);
  const { total, disputes } = await listDisputes(db, reviewer, {});
  expect(total).toBe(disputes.length);
});

test('disagreement is listed until somebody decides, and the losing value stays', async () => {
  const { person, passage } = await mina();
  const claims = await write([
    { entity: person, property: 'birthDate', value: '1980-05-01', passage, basis: 'coded' },
    { entity: person, property: 'birthDate', value: '1981-05-01', passage, basis: 'coded' },
    { entity: person, property: 'birthDate', value: '1980-05', passage, basis: 'coded' },
  ]);
  const { disputes: open } = await listDisputes(house.db, house.reviewer, { settled: false });
  expect(open).toContainEqual(
    expect.objectContaining({ entityUid: person, property: 'birthDate', dispute: 'contradiction' }),
  );
  await house.db.transaction().execute((tx) =>
    decideResolution(tx, house.reviewer, {
      entity: person,
      property: 'birthDate',
      rule: 'editors-choice',
      chosenClaim: claims[1]?.uid ?? '',
      reason: 'Her passport was seen.',
    }),
  );
  const page = await entityPage(house.db, house.reviewer, person, 'en');
  const birth = page?.properties.find((entry) => entry.property === 'birthDate');
  expect(birth?.settled).toBe(true);
  expect(birth?.shown.map((value) => value.claims[0]?.value)).toEqual(['1981-05-01']);
  expect(birth?.others.map((value) => value.claims[0]?.value)).toEqual(['1980-05-01', '1980-05']);
});

test('the second editor of a claim is refused', async () => {
  const { person, passage } = await mina();
  const [first] = await write([
    { entity: person, property: 'description', value: 'One', passage, basis: 'coded' },
  ]);
  const replace = (value: string) =>
    write([
      {
        entity: person,
        property: 'description',
        value,
        passage,
        basis: 'coded',
        supersedes: first?.uid ?? '',
      },
    ]);
  await replace('Two');
  await expect(replace('Three')).rejects.toMatchObject({ code: 'claim-changed' });
});

test('two editors at once: one wins, the other is told', async () => {
  const { person, passage } = await mina();
  const [first] = await write([
    { entity: person, property: 'description', value: 'One', passage, basis: 'coded' },
  ]);
  await accept([first?.uid ?? '']);
  const replace = (value: string) =>
    write([
      {
        entity: person,
        property: 'description',
        value,
        passage,
        basis: 'coded',
        supersedes: first?.uid ?? '',
      },
    ]);
  const results = await Promise.allSettled([replace('Two'), replace('Three'), replace('Four')]);
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected')
      expect(result.reason).toMatchObject({ code: 'claim-changed' });
  }
});

test('a partner group’s claims are invisible outside it, in captions too', async () => {
  const { layer } = await addText(
    house.db,
    house.partner,
    'Hidden Name lives.',
    house.partnerScope,
  );
  const passage = await passageAt(house.db, house.partner, { layer, start: 0, end: 11 });
  const { person } = await mina();
  await write(
    [
      {
        entity: person,
        property: 'otherName',
        value: 'Hidden Name',
        passage,
        basis: 'quoted',
      },
    ],
    house.partner,
  ).catch((error: unknown) => {
    // The person is the team's: the partner cannot even see her.
    expect(error).toMatchObject({ code: 'not-found' });
  });
  expect(await findEntities(house.db, house.documenter, 'hidden')).toEqual([]);
});

test('names are found by their beginning, by a later word, and across scripts of one letter', async () => {
  const { passage } = await mina();
  await addEntity(house.db, house.documenter, 'person', passage, { name: 'علي كريمي' });
  const found = async (typed: string) =>
    (await findEntities(house.db, house.documenter, typed)).map((hit) => hit.name);
  expect(await found('min')).toContain('Mina Karimi');
  expect(await found('karim')).toContain('Mina Karimi');
  // Arabic and Persian yeh and kaf are one letter to a reader.
  expect(await found('علی کریمی')).toContain('علي كريمي');
});

test('published: exactly what was approved, by another person; then corrected, then taken back', async () => {
  const { db, documenter, reviewer } = house;
  const { person, passage } = await mina();
  const [claim] = await write([
    { entity: person, property: 'deathDate', value: '2025-01-02', passage, basis: 'coded' },
    { entity: person, property: 'religion', value: 'secret belief', passage, basis: 'coded' },
  ]);
  await acceptAll();
  const decision = {
    kind: 'publish',
    title: 'Mina Karimi',
    audience: 'public',
    basis: 'consent',
    basisReason: 'She agreed by phone.',
    riskNote: 'Her name is already public.',
    reviewOn: '2190-01-01',
  } as const;
  const uid = await db
    .transaction()
    .execute((tx) => proposePublication(tx, documenter, decision, { subjects: [person] }));
  await expect(
    db
      .transaction()
      .execute((tx) => decidePublication(tx, documenter, uid, { approve: true, comment: '' })),
  ).rejects.toMatchObject({ code: 'not-allowed' });
  await db
    .transaction()
    .execute((tx) => decidePublication(tx, reviewer, uid, { approve: true, comment: '' }));

  const editionOf = async () => {
    const { rows } = await sql<{ document: { claims: { uid: string }[] }; number: number }>`
      select e.document, e.number from published.subject s
      join published.edition e on e.uid = s.edition where s.subject = ${person}`.execute(db);
    return rows[0];
  };
  const first = await editionOf();
  expect(first?.number).toBe(1);
  expect(first?.document.claims.map((entry) => entry.uid)).toContain(claim?.uid);
  expect(JSON.stringify(first?.document)).not.toContain('secret belief');

  // A correction approved after the record changed again is refused.
  await write([{ entity: person, property: 'birthDate', value: '1980', passage, basis: 'coded' }]);
  await acceptAll();
  const correct = { ...decision, kind: 'correct', publicReason: 'Birth year added.' } as const;
  const stale = await db
    .transaction()
    .execute((tx) => proposePublication(tx, documenter, correct, { subjects: [person] }));
  await db
    .transaction()
    .execute((tx) => decideClaims(tx, reviewer, [claim?.uid ?? ''], 'withdrawn', 'Not so.'));
  await expect(
    db
      .transaction()
      .execute((tx) => decidePublication(tx, reviewer, stale, { approve: true, comment: '' })),
  ).rejects.toMatchObject({ code: 'decision-changed' });
  const fresh = await db
    .transaction()
    .execute((tx) => proposePublication(tx, documenter, correct, { subjects: [person] }));
  await db
    .transaction()
    .execute((tx) => decidePublication(tx, reviewer, fresh, { approve: true, comment: '' }));
  expect((await editionOf())?.number).toBe(2);

  const removal = await db
    .transaction()
    .execute((tx) =>
      proposeRemoval(
        tx,
        documenter,
        { ...decision, kind: 'remove', reasonClass: 'consent-withdrawn' },
        [{ subject: person, kind: 'person' }],
      ),
    );
  await db
    .transaction()
    .execute((tx) => decidePublication(tx, reviewer, removal, { approve: true, comment: '' }));
  expect(await editionOf()).toBeUndefined();
  const { rows } = await sql<{ kind: string }>`
    select kind from log_entry where subject = ${person} order by id`.execute(db);
  expect(rows.map((row) => row.kind)).toEqual([
    'edition-published',
    'edition-corrected',
    'edition-removed',
  ]);
  expect((await loadDecision(db, reviewer, removal))?.state).toBe('approved');
});

test('what names somebody unpublished is left out and said', async () => {
  const { person, passage } = await mina();
  const other = await addEntity(house.db, house.documenter, 'group', passage, { name: 'Guild' });
  await write([{ entity: person, property: 'memberOf', value: other, passage, basis: 'coded' }]);
  await acceptAll();
  const prepared = await prepareEditions(house.db, house.documenter, { subjects: [person] });
  expect(prepared.leftOut).toContainEqual(
    expect.objectContaining({ reason: 'names-unpublished', names: other }),
  );
  expect(JSON.stringify(prepared.documents)).not.toContain('Guild');
});

test('rebuilding the projection gives the identical rows', async () => {
  const dump = async () => {
    const { rows } = await sql<{ all: string }>`
      select md5(coalesce(string_agg(r, '|' order by r), '')) as all from (
        select p::text as r from profile p union all select n::text from name_entry n
        union all select d::text from dispute d
      ) rows`.execute(house.db);
    return rows[0]?.all;
  };
  const before = await dump();
  await rebuildProjection(house.db);
  expect(await dump()).toBe(before);
});

test('a list of many is told whole on its own page, and each name alone on its own', async () => {
  const { db, documenter } = house;
  const { passage } = await mina();
  const letter = await addEntity(db, documenter, 'intervention', passage, { title: 'A letter' });
  const { entities: signers } = await db.transaction().execute((tx) =>
    codeNames(
      tx,
      documenter,
      {
        kind: 'person',
        rows: ['Ada', 'Bea', 'Cy'].map((name) => ({ name, passage })),
        role: { entity: letter, property: 'intervener' },
      },
      'en',
    ),
  );
  await acceptAll();
  const { documents } = await prepareEditions(db, documenter, { subjects: [letter, ...signers] });
  const namesOn = (subject: string) =>
    documents
      .find((one) => one.subject === subject)
      ?.claims.filter((one) => one.property === 'intervener').length;
  expect(namesOn(letter)).toBe(3);
  expect(signers.map(namesOn)).toEqual([1, 1, 1]);
});
