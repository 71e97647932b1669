import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDecision } from '#editions';
import { indexDescription, indexText, searchSources } from '#evidence';
import { claimViews, decideClaims, listEntities, reviewQueue, writeClaims } from '#record';
import * as addClaim from '../../src/web/desk/entity/add-claim.tsx';
import * as audit from '../../src/web/desk/operation/audit.tsx';
import * as claimPage from '../../src/web/desk/claim/claim.tsx';
import * as disputesPage from '../../src/web/desk/disputes/disputes.tsx';
import * as disputesExport from '../../src/web/desk/disputes/export.ts';
import * as publications from '../../src/web/desk/publication/publications.tsx';
import * as publicationsExport from '../../src/web/desk/publication/export.ts';
import * as decide from '../../src/web/desk/disputes/decide.tsx';
import * as decision from '../../src/web/desk/publication/decision.tsx';
import * as entity from '../../src/web/desk/entity/entity.tsx';
import * as entityExport from '../../src/web/desk/entity/export.ts';
import * as newPublication from '../../src/web/desk/publication/new.tsx';
import * as removal from '../../src/web/desk/publication/remove.tsx';
import * as review from '../../src/web/desk/review/review.tsx';
import * as termsPage from '../../src/web/desk/terms/terms.tsx';
import {
  addEntity,
  addPerson,
  addText,
  openRecord,
  passageAt,
  type RecordFixture,
} from '../record/fixture.ts';
import { addCatalogs } from '../../src/web/messages/catalogs.ts';
import common from '../../src/web/messages/en/common.json' with { type: 'json' };
import record from '../../src/web/messages/en/record.json' with { type: 'json' };
import { deskCall } from './desk-call.ts';

let house: RecordFixture;
beforeAll(async () => {
  house = await openRecord();
  addCatalogs({ './messages/en/common.json': common, './messages/en/record.json': record });
});
afterAll(() => house[Symbol.asyncDispose]());

const text = 'Mina Karimi was born in 1980. Her film The Long Corridor was shown abroad in 2023.';

async function mina() {
  const { db, documenter } = house;
  const { layer, source } = await addText(db, documenter, text);
  const passage = await passageAt(db, documenter, { layer, start: 0, end: 29 });
  const person = await addEntity(db, documenter, 'person', passage, {
    name: 'Mina Karimi',
    birthDate: '1980',
  });
  const film = await addEntity(db, documenter, 'work', passage, {
    title: 'The Long Corridor',
    director: person,
  });
  const { rows: queue } = await reviewQueue(db, house.reviewer, 'en', { source });
  return { source, layer, passage, person, film, uids: queue.map((claim) => claim.uid) };
}

const accept = (uids: string[]) =>
  house.db.transaction().execute((tx) => decideClaims(tx, house.reviewer, uids, 'accepted', ''));

/** Where an action sends the browser, or the codes of what it refuses. */
function outcome(answer: unknown): string | string[] {
  if (answer instanceof Response) return answer.headers.get('Location') ?? String(answer.status);
  const problems = (answer as { data?: { problems?: { code: string }[] } }).data?.problems;
  return (problems ?? []).map((problem) => problem.code);
}

test('the review form accepts what is named, refuses to reject without a word, and undoes', async () => {
  const { db, reviewer, documenter } = house;
  const { source, uids } = await mina();
  const path = `/desk/review?source=${source}`;
  const send = (form: [string, string][], actor = reviewer) =>
    review.action(deskCall(db, actor, path, { form: [['form', 'review'], ...form] }));
  const [first = '', second = ''] = uids;
  const page = await review.loader(deskCall(db, reviewer, path));
  expect(page.units.flatMap((unit) => unit.acceptable)).toEqual(uids);
  expect(
    outcome(
      await send([
        ['do', 'reject'],
        ['claim', first],
      ]),
    ),
  ).toEqual(['comment-missing']);
  expect(outcome(await send([['do', 'accept']]))).toEqual(['nothing-chosen']);
  expect(outcome(await send([['do', `accept:${first},${second}`]], documenter))).toEqual([
    'not-allowed',
  ]);
  expect(outcome(await send([['do', `accept:${first},${second}`]]))).toBe(path);
  const after = await review.loader(deskCall(db, reviewer, path));
  expect(after.undoable[0]?.map((claim) => claim.uid).toSorted()).toEqual(
    [first, second].toSorted(),
  );
  expect(outcome(await send([['do', `undo:${first}`]]))).toBe(path);
  const [claim] = await claimViews(db, reviewer, [first], 'en');
  expect(claim?.state).toBe('proposed');
});

test('a publication is proposed by one, read by another, corrected, and taken back everywhere', async () => {
  const { db, reviewer, documenter } = house;
  const { person, film, uids } = await mina();
  await accept(uids);
  const path = `/desk/publications/new?subjects=${film}`;
  const made = await newPublication.loader(deskCall(db, documenter, path));
  expect(made.draft.missing.map((one) => one.uid)).toEqual([person]);
  const listed = (draft: typeof made.draft) =>
    draft.groups.flatMap((group) => group.claims).filter((one) => one.barred === undefined);
  const fields = (draft: typeof made.draft): [string, string][] => [
    ['form', 'publication'],
    ...draft.subjects.map((one): [string, string] => ['subjects', one.uid]),
    ...listed(draft).flatMap(({ claim, ticked }): [string, string][] => [
      ['listed', claim.uid],
      ...(ticked ? [['claim', claim.uid] as [string, string]] : []),
    ]),
  ];
  const send = async (form: [string, string][]) =>
    newPublication.action(deskCall(db, documenter, path, { form }));
  const added = await send([...fields(made.draft), ['do', `add:${person}`]]);
  if (!('draft' in added)) throw new Error('expected a draft');
  expect(added.draft.subjects.map((one) => one.uid)).toEqual([film, person]);
  expect(added.draft.missing).toEqual([]);
  const terms: [string, string][] = [
    ['do', 'propose'],
    ['kind', 'publish'],
    ['title', 'Mina Karimi and her film'],
    ['audience', 'public'],
    ['basis', 'public-interest'],
    ['basisReason', 'reported widely'],
    ['riskNote', 'none known'],
    ['reviewOn', '1 January 2190'],
  ];
  const born = listed(added.draft).find(({ claim }) => claim.property === 'birthDate')?.claim.uid;
  const unticked = fields(added.draft).filter((one) => one[0] !== 'claim' || one[1] !== born);
  const refused = await send([...unticked, ...terms.filter(([name]) => name !== 'basis')]);
  expect('problems' in refused && refused.problems.map((one) => one.code)).toEqual([
    'decision-basis-missing',
  ]);
  const past = terms.map(([name, value]): [string, string] =>
    name === 'reviewOn' ? [name, '1 January 2020'] : [name, value],
  );
  const late = await send([...unticked, ...past]);
  expect('problems' in late && late.problems).toMatchObject([
    { code: 'decision-review-past', field: 'reviewOn' },
  ]);
  const to = outcome(await send([...unticked, ...terms]));
  const uid = String(to).split('/').at(-1) ?? '';
  const params = { uid };
  const verdict = (actor: typeof reviewer, button: string) =>
    decision.action(deskCall(db, actor, '/', { params, form: [['do', button]] }));
  expect(outcome(await verdict(documenter, 'approve'))).toEqual(['not-allowed']);
  expect(outcome(await verdict(reviewer, 'refuse'))).toEqual(['decision-comment-missing']);
  expect(outcome(await verdict(reviewer, 'approve'))).toBe(`/desk/publications/${uid}`);

  // The day of birth was left out; a correction brings it, and says so in words.
  const again = await newPublication.loader(
    deskCall(db, documenter, `/desk/publications/new?subjects=${person}`),
  );
  expect(again.draft.isCorrection).toBe(true);
  const correction = await send([
    ...fields(again.draft),
    ...terms.filter(([name]) => name !== 'kind'),
    ['kind', 'correct'],
    ['publicReason', 'the day of birth was missing'],
  ]);
  const corrected = { uid: String(outcome(correction)).split('/').at(-1) ?? '' };
  const shown = await decision.loader(deskCall(db, reviewer, '/', { params: corrected }));
  expect(shown.documents.find((one) => one.uid === person)).toMatchObject({
    current: 1,
    added: [{ property: 'birthDate' }],
    removed: [],
  });
  expect(shown.mayDecide).toBe(true);
  // What changed since must be prepared anew.
  await house.db
    .transaction()
    .execute((tx) => decideClaims(tx, reviewer, [born ?? ''], 'withdrawn', 'an error'));
  const stale = await decision.action(
    deskCall(db, reviewer, '/', { params: corrected, form: [['do', 'approve']] }),
  );
  expect(outcome(stale)).toEqual(['decision-changed']);

  const away = await removal.loader(deskCall(db, reviewer, '/', { params: { uid: person } }));
  expect(away.corrected.map((one) => one.uid)).toEqual([film]);
  const removed = await removal.action(
    deskCall(db, documenter, '/', {
      params: { uid: person },
      form: [
        ['title', 'Take back'],
        ['reasonClass', 'safety'],
        ['basisReason', 'she asked'],
        ['riskNote', 'high'],
        ['reviewOn', '1 January 2190'],
      ],
    }),
  );
  const taken = await loadDecision(db, reviewer, String(outcome(removed)).split('/').at(-1) ?? '');
  expect(taken?.removals).toEqual([{ subject: person, kind: 'person' }]);
  expect(taken?.documents.map((document) => document.subject)).toContain(film);
});

test('disagreement is decided with a reason and a choice, and shows on the page', async () => {
  const { db, reviewer } = house;
  const { person, passage, uids } = await mina();
  const [other] = await db
    .transaction()
    .execute((tx) =>
      writeClaims(
        tx,
        house.documenter,
        [{ entity: person, property: 'birthDate', value: '1982', passage, basis: 'coded' }],
        'en',
      ),
    );
  await accept([...uids, other?.uid ?? '']);
  const params = { uid: person, property: 'birthDate' };
  const send = (form: [string, string][]) =>
    decide.action(deskCall(db, reviewer, '/', { params, form: [['form', 'decide'], ...form] }));
  expect(
    outcome(
      await send([
        ['rule', 'editors-choice'],
        ['reason', 'a birth certificate'],
      ]),
    ),
  ).toEqual(['resolution-needs-choice']);
  expect(
    outcome(
      await send([
        ['rule', 'range'],
        ['reason', ' '],
      ]),
    ),
  ).toEqual(['form-required']);
  const chosen: [string, string] = ['chosenClaim', other?.uid ?? ''];
  const done = await send([['rule', 'editors-choice'], chosen, ['reason', 'a certificate']]);
  expect(outcome(done)).toBe(`/desk/entities/${person}#${person}-birthDate`);
  const page = await entity.loader(deskCall(db, reviewer, '/', { params: { uid: person } }));
  const birth = page.entity.properties.find((one) => one.code === 'birthDate');
  expect(birth?.shown.map((one) => one.claims[0]?.stored)).toEqual(['1982']);
  expect(birth?.others.map((one) => one.claims[0]?.stored)).toEqual(['1980']);
  expect(page.entity.pointing).toMatchObject([{ entities: [{ text: 'The Long Corridor' }] }]);
});

test('a claim without a passage says why, and is withdrawn with a reason', async () => {
  const { db, documenter, reviewer } = house;
  const { person } = await mina();
  const send = (form: [string, string][]) =>
    addClaim.action(
      deskCall(db, documenter, '/desk/x?property=description', {
        params: { uid: person },
        form: [
          ['value', 'A film director.'],
          ['basis', 'editorial'],
          ['certainty', 'unknown'],
          ...form,
        ],
      }),
    );
  expect(outcome(await send([]))).toEqual(['basis-needs-reason']);
  expect(outcome(await send([['reason', 'a head line']]))).toContain(person);
  const { rows: own } = await reviewQueue(db, reviewer, 'en', {
    author: documenter.uid,
    limit: 500,
  });
  const claim = own.find((one) => one.property === 'description' && one.entity.uid === person);
  const uid = claim?.uid ?? '';
  await accept([uid]);
  const withdraw = (comment: string) =>
    claimPage.action(
      deskCall(db, reviewer, '/', { params: { uid }, form: [['comment', comment]] }),
    );
  expect(outcome(await withdraw(' '))).toEqual(['form-required']);
  expect(outcome(await withdraw('badly put'))).toBe(`/desk/claims/${uid}`);
  const page = await claimPage.loader(deskCall(db, reviewer, '/', { params: { uid } }));
  expect(page.steps.map((step) => [step.state, step.comment])).toEqual([
    ['proposed', ''],
    ['accepted', ''],
    ['withdrawn', 'badly put'],
  ]);
});

test('an export is a file and a line in the audit trail, and nothing for a stranger', async () => {
  const { db, documenter, partner } = house;
  const { person } = await mina();
  const call = (format: string, actor = documenter) =>
    entityExport.action(
      deskCall(db, actor, '/', { params: { uid: person }, form: [['format', format]] }),
    );
  const csv = await (await call('csv')).text();
  expect(csv.split('\r\n')[0]).toContain('claim,entity,entity_kind');
  expect(csv).toContain('Mina Karimi');
  expect(csv).toMatch(/http:\/\/localhost\/desk\/claims\/[0-9a-f-]{36}/);
  const lines = (await (await call('jsonl')).text()).trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { property: string }).property)).toContain(
    'name',
  );
  expect(lines.join('')).not.toContain('scopeId');
  await expect(call('csv', partner)).rejects.toMatchObject({ status: 404 });
  const admin = await addPerson(db, 'Aida', ['administrator']);
  const trail = await audit.loader(
    deskCall(db, admin, '/desk/operation/audit?action=export.taken'),
  );
  expect(trail.entries.filter((entry) => entry.subject === person)).toHaveLength(2);
  await expect(audit.loader(deskCall(db, documenter, '/'))).rejects.toMatchObject({ status: 404 });
});

test('search finds names and words of texts in any spelling, and only what one may see', async () => {
  const { db, documenter, partner } = house;
  const words = 'سخنان مینا كريمي دربارهٔ فیلم‌هایش در تهران';
  const { layer, source } = await addText(db, documenter, words);
  const row = await db
    .selectFrom('text_layer')
    .innerJoin('copy', 'copy.id', 'text_layer.copy_id')
    .where('text_layer.uid', '=', layer)
    .select(['text_layer.id', 'copy.source_id'])
    .executeTakeFirstOrThrow();
  await indexText(db, row.source_id, row.id, words);
  await indexDescription(db, row.source_id);
  const found = await searchSources(db, documenter, 'کریمی فیلم');
  expect(found.map((one) => one.uid)).toEqual([source]);
  expect(found[0]?.snippet.filter((part) => part.hit).map((part) => part.text)).toEqual([
    'كريمي',
    'فیلم‌هایش',
  ]);
  expect(await searchSources(db, documenter, 'کریمی شیراز')).toEqual([]);
  expect(await searchSources(db, documenter, "' | ! & :*")).toEqual([]);
  expect(await searchSources(db, partner, 'کریمی')).toEqual([]);
});

test('lists are by name for people and by day for what happened, with counts', async () => {
  const { db, documenter, partner } = house;
  const { layer } = await addText(db, documenter, text);
  const passage = await passageAt(db, documenter, { layer, start: 0, end: 5 });
  for (const name of ['Zohreh', 'Ánahita', 'Bahram']) {
    await addEntity(db, documenter, 'group', passage, { name });
  }
  const late = { title: 'Late', startDate: '2025' };
  await addEntity(db, documenter, 'event', passage, { title: 'Early', startDate: '2019' });
  await addEntity(db, documenter, 'event', passage, late);
  const names = async (kind: 'group' | 'event', actor = documenter) => {
    const { entities, total } = await listEntities(db, actor, { kind }, 'en');
    return { names: entities.map((one) => one.text), total };
  };
  expect(await names('group')).toEqual({ names: ['Ánahita', 'Bahram', 'Zohreh'], total: 3 });
  expect((await names('event')).names).toEqual(['Late', 'Early']);
  expect(await names('event', partner)).toEqual({ names: [], total: 0 });
  const { entities } = await listEntities(db, documenter, { kind: 'group', name: 'anahit' }, 'en');
  expect(entities).toMatchObject([{ text: 'Ánahita', claims: 1, disputed: 0 }]);
});

test('a term is added in three languages by an administrator, and the gap is named', async () => {
  const { db, documenter } = house;
  const admin = await addPerson(db, 'Ava', ['administrator']);
  const send = (fa: string, actor = admin) =>
    termsPage.action(
      deskCall(db, actor, '/desk/terms?list=occupations', {
        form: [
          ['code', 'puppeteer'],
          ['en', 'Puppeteer'],
          ['fr', 'Marionnettiste'],
          ['fa', fa],
        ],
      }),
    );
  expect(outcome(await send('عروسک‌گردان', documenter))).toEqual(['not-allowed']);
  const gap = (await send('')) as unknown as { data: { problems: unknown[] } };
  expect(gap.data.problems).toMatchObject([{ code: 'term-label-missing', field: 'fa' }]);
  expect(outcome(await send('عروسک‌گردان'))).toBe('/desk/terms?list=occupations');
  const page = await termsPage.loader(deskCall(db, admin, '/desk/terms?list=occupations'));
  expect(page.terms.filter((term) => term.added)).toMatchObject([{ code: 'puppeteer' }]);
});

test('disagreements and decisions come in pages, and whole as a file', async () => {
  const { db, documenter, reviewer, partner } = house;
  const { person, passage } = await mina();
  const about = { entity: person, passage, basis: 'coded' as const };
  await db.transaction().execute((tx) =>
    writeClaims(
      tx,
      documenter,
      ['1961-01-01', '1962-01-01'].map((value) => ({ ...about, property: 'birthDate', value })),
      'en',
    ),
  );
  const first = await disputesPage.loader(deskCall(db, reviewer, '/desk/disputes'));
  expect(first.disputes.map((dispute) => dispute.entity.uid)).toContain(person);
  expect(first.total).toBe(first.disputes.length);
  const beyond = await disputesPage.loader(deskCall(db, reviewer, '/desk/disputes?at=x'));
  expect([beyond.disputes, beyond.total]).toEqual([first.disputes, first.total]);
  const file = (actor: typeof reviewer) =>
    disputesExport.action(deskCall(db, actor, '/', { form: [['show', 'open']] }));
  const rows = (await (await file(reviewer)).text()).trim().split('\r\n');
  expect(rows).toHaveLength(first.total + 1);
  expect(rows.join('\n')).toContain(`${person},person,`);
  expect(await (await file(partner)).text()).not.toContain(person);

  const decisions = await publications.loader(deskCall(db, reviewer, '/desk/publications'));
  const next = await publications.loader(deskCall(db, reviewer, '/desk/publications?page=2'));
  expect([next.decisions, next.total]).toEqual([[], decisions.total]);
  const answer = await publicationsExport.action(
    deskCall(db, reviewer, '/', { form: [['show', 'all']] }),
  );
  const lines = (await answer.text()).trim().split('\r\n');
  expect(lines).toHaveLength(decisions.total + 1);
});
