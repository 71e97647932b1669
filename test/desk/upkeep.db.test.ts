import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { currentDocuments } from '#editions';
import { claimViews, erasuresOf, tracesOf } from '#record';
import * as changed from '../../src/web/desk/changed/changed.tsx';
import * as entityPage from '../../src/web/desk/entity/entity.tsx';
import * as decision from '../../src/web/desk/publication/decision.tsx';
import * as layout from '../../src/web/desk/layout.tsx';
import * as newPublication from '../../src/web/desk/publication/new.tsx';
import * as removal from '../../src/web/desk/publication/remove.tsx';
import * as removed from '../../src/web/desk/removed/removed.tsx';
import * as removedOne from '../../src/web/desk/removed/removed-one.tsx';
import * as withdraw from '../../src/web/desk/withdraw/withdraw.tsx';
import { addCatalogs } from '../../src/web/messages/catalogs.ts';
import common from '../../src/web/messages/en/common.json' with { type: 'json' };
import record from '../../src/web/messages/en/record.json' with { type: 'json' };
import upkeep from '../../src/web/messages/en/upkeep.json' with { type: 'json' };
import { openPublishing, type Publishing } from '../record/publishing.ts';
import { deskCall } from './desk-call.ts';

let desk: Publishing;
beforeAll(async () => {
  desk = await openPublishing();
  addCatalogs({
    './messages/en/common.json': common,
    './messages/en/record.json': record,
    './messages/en/upkeep.json': upkeep,
  });
});
afterAll(() => desk[Symbol.asyncDispose]());

type Fields = readonly (readonly [string, string])[];

interface State {
  readonly problems?: readonly { readonly code: string }[];
}

/** Where an action sends the browser, or the codes of what it refuses. */
function outcome(answer: unknown): string | string[] {
  if (answer instanceof Response) return answer.headers.get('Location') ?? String(answer.status);
  const state = answer as { data?: State } & State;
  const problems = state.data?.problems ?? state.problems;
  return (problems ?? []).map((problem) => problem.code);
}

test('what changed since is listed in words, and leads to a correction without what was held back', async () => {
  const { db, documenter, partner } = desk.house;
  const mina = await desk.entity('person', { name: 'Mina' });
  const [wrong = '', held = ''] = await desk.accepted([
    desk.claim(mina, 'birthDate', '1980'),
    desk.claim(mina, 'description', 'held back'),
  ]);
  await desk.publish({ subjects: [mina], excluded: [held] });
  await desk.accepted([{ ...desk.claim(mina, 'birthDate', '1981'), supersedes: wrong }]);
  const path = `/desk/publications/changed?subject=${mina}`;
  const page = await changed.loader(deskCall(db, documenter, path));
  expect(page.changed).toMatchObject([
    {
      text: 'Mina',
      number: 1,
      changed: [{ before: { stored: '1980' }, after: { stored: '1981' } }],
      reasons: [{ cause: 'claim', state: 'superseded', to: `/desk/claims/${wrong}` }],
    },
  ]);
  await expect(changed.loader(deskCall(db, partner, path))).rejects.toMatchObject({ status: 404 });
  const to = `/desk/publications/new?subjects=${mina}&standing=yes`;
  const { draft, title } = await newPublication.loader(deskCall(db, documenter, to));
  expect(title).toBe('Correction: Mina');
  expect(draft.isCorrection).toBe(true);
  const ticks = draft.groups.flatMap(({ claims }) =>
    claims.map(({ claim, ticked }) => [claim.stored, ticked] as const),
  );
  expect(new Map(ticks)).toEqual(
    new Map([
      ['Mina', true],
      ['1981', true],
      ['held back', false],
    ]),
  );
});

test('taking back asks what becomes of the name in others’ words, and lists what is left', async () => {
  const { db, documenter } = desk.house;
  const quote = await desk.words('Sara Vahdat was named here.');
  const sara = await desk.entity('person', { name: 'Sara Vahdat' });
  const nora = await desk.entity('person', { name: 'Nora' });
  const [quoted = ''] = await desk.accepted([
    { ...desk.claim(nora, 'description', 'A friend'), passage: quote.passage },
    { ...desk.claim(nora, 'birthDate', '1980'), passage: quote.passage },
  ]);
  await desk.publish({ subjects: [sara, nora] });
  const params = { uid: sara };
  const call = (form?: Fields) =>
    deskCall(db, documenter, '/', { params, ...(form !== undefined && { form }) });
  const page = await removal.loader(call());
  expect(page.traces).toMatchObject([{ place: 'quote', whole: true, pages: [{ uid: nora }] }]);
  const fields: Fields = [
    ['form', 'removal'],
    ['title', 'T'],
    ['reasonClass', 'erasure'],
    ['basisReason', 'r'],
    ['riskNote', 'r'],
    ['reviewOn', '1 January 2190'],
  ];
  const kept = String(outcome(await removal.action(call(fields))));
  await desk.approve(kept.split('/').at(-1) ?? '');
  const listed = await removed.loader(deskCall(db, documenter, '/desk/publications/removed'));
  expect(listed.subjects).toMatchObject([{ uid: sara, traces: 1, erased: null }]);
  const [trace] = (await removedOne.loader(call())).traces;
  expect(trace?.claims).toContain(quoted);
  const keep: Fields = [
    ['form', 'k'],
    ['do', 'keep'],
    ['subject', nora],
    ['thing', trace?.thing ?? ''],
    ['print', trace?.print ?? ''],
  ];
  expect(outcome(await removedOne.action(call(keep)))).toEqual(['comment-missing']);
  const done = await removedOne.action(call([...keep, ['reason', 'Another person']]));
  expect(outcome(done)).toBe(`/desk/publications/removed/${sara}`);
  expect(await tracesOf(db, documenter, [sara])).toMatchObject([
    { kept: { reason: 'Another person' } },
  ]);
  const erase: Fields = [
    ['do', 'erase'],
    ['extent', 'record'],
    ['reasonClass', 'erasure'],
    ['reason', 'She wrote to us'],
  ];
  expect(outcome(await removedOne.action(call(erase)))).toBe(`/desk/publications/removed/${sara}`);
  const [open] = await erasuresOf(db, documenter, sara);
  const approve = (actor: typeof documenter) =>
    removedOne.action(
      deskCall(db, actor, '/', {
        params,
        form: [
          ['do', 'approve'],
          ['erasure', open?.uid ?? ''],
        ],
      }),
    );
  expect(outcome(await approve(documenter))).toEqual(['not-allowed']);
  expect(outcome(await approve(desk.reviewer))).toBe(`/desk/publications/removed/${sara}`);
  const after = await removedOne.loader(call());
  expect(after.subject.text).toMatch(/^Person [0-9a-f]{8}$/);
  expect(after.erasures).toMatchObject([{ state: 'approved', reason: '' }]);
});

test('the words go with the removal where they are ticked', async () => {
  const { db, documenter } = desk.house;
  const quote = await desk.words('Lida Amini was named here.');
  const lida = await desk.entity('person', { name: 'Lida Amini' });
  const nora = await desk.entity('person', { name: 'Nora' });
  await desk.accepted([{ ...desk.claim(nora, 'birthDate', '1980'), passage: quote.passage }]);
  await desk.publish({ subjects: [lida, nora] });
  const call = (form?: Fields) =>
    deskCall(db, documenter, `/desk/publications/remove?subjects=${lida}`, {
      ...(form !== undefined && { form }),
    });
  const { traces } = await removal.loader(call());
  const to = await removal.action(
    call([
      ['form', 'removal'],
      ['title', 'T'],
      ['reasonClass', 'safety'],
      ['basisReason', 'r'],
      ['riskNote', 'r'],
      ['reviewOn', '1 January 2190'],
      ...traces.map((trace) => ['without', trace.claims.join(',')] as const),
    ]),
  );
  await desk.approve(String(outcome(to)).split('/').at(-1) ?? '');
  expect(await tracesOf(db, documenter, [lida])).toEqual([]);
});

test('whoever may approve a proposal is told in the menu, and its author is not', async () => {
  const { db, documenter } = desk.house;
  const told = async (actor: typeof documenter) =>
    (await layout.loader(deskCall(db, actor, '/desk'))).toDecide;
  const before = await told(desk.reviewer);
  const noor = await desk.entity('person', { name: 'Noor' });
  const uid = await desk.propose({ subjects: [noor] });
  expect(await told(desk.reviewer)).toBe(before + 1);
  expect(await told(documenter)).toBe(0);
  const alone = deskCall(db, desk.reviewer, '/desk', { house: { singlePerson: true } });
  expect((await layout.loader(alone)).toDecide).toBe(before + 1);
  await desk.approve(uid);
  expect(await told(desk.reviewer)).toBe(before);
});

test('pages that a removal leaves empty are told before it is proposed, and to who decides', async () => {
  const { db, documenter } = desk.house;
  const quote = await desk.words('Sima Rad and Omid Rad signed.');
  const other = await desk.words('Somebody signed.');
  const sima = await desk.entity('person', { name: 'Sima Rad' });
  const [omid, kept] = [await desk.entity('person', {}), await desk.entity('person', {})];
  await desk.accepted([
    { ...desk.claim(omid, 'name', 'Omid'), passage: quote.passage },
    { ...desk.claim(kept, 'name', 'Kaveh'), passage: other.passage },
    { ...desk.claim(kept, 'birthDate', '1980'), passage: quote.passage },
  ]);
  await desk.publish({ subjects: [sima, omid, kept] });
  const params = { uid: sima };
  const page = await removal.loader(deskCall(db, documenter, '/', { params }));
  expect(page.emptied).toEqual([{ uid: omid, text: 'Omid', left: 'nothing', ifTicked: true }]);
  const form: Fields = [
    ...([
      ['form', 'removal'],
      ['title', 'T'],
      ['reasonClass', 'safety'],
    ] as const),
    ...([
      ['basisReason', 'r'],
      ['riskNote', 'r'],
      ['reviewOn', '1 January 2190'],
    ] as const),
    ...page.traces.map((trace) => ['without', trace.claims.join(',')] as const),
  ];
  const to = await removal.action(deskCall(db, documenter, '/', { params, form }));
  const uid = String(outcome(to)).split('/').at(-1) ?? '';
  const shown = () => decision.loader(deskCall(db, desk.reviewer, '/', { params: { uid } }));
  expect((await shown()).warnings.emptied).toMatchObject([{ uid: omid, left: 'nothing' }]);
  await desk.approve(uid);
  expect((await shown()).warnings.emptied).toEqual([]);
});

test('claims are ticked and withdrawn with one reason, and brought back with one press', async () => {
  const { db } = desk.house;
  const mina = await desk.entity('person', { name: 'Mina', birthDate: '1980' });
  const path = `/desk/claims/withdraw?entity=${mina}`;
  const { claims } = await withdraw.loader(deskCall(db, desk.reviewer, path));
  const uids = claims.map(({ uid }) => uid);
  const send = async (form: Fields) =>
    outcome(await withdraw.action(deskCall(db, desk.reviewer, path, { form })));
  const ticked = uids.map((uid) => ['claim', uid] as const);
  expect(await send([['do', 'ticked']])).toEqual(['nothing-chosen']);
  expect(await send([['do', 'ticked'], ...ticked])).toEqual(['comment-missing']);
  expect(await send([['do', 'ticked'], ['comment', 'Forged'], ...ticked])).toBe(path);
  const states = async () =>
    (await claimViews(db, desk.reviewer, uids, 'en')).map(({ state }) => state);
  expect(await states()).toEqual(['withdrawn', 'withdrawn']);
  const after = await withdraw.loader(deskCall(db, desk.reviewer, path));
  expect(after.withdrawn.map(({ uid }) => uid)).toEqual(expect.arrayContaining(uids));
  expect(await send([['do', `undo:${uids[0]}`]])).toBe(path);
  expect(await states()).toEqual(['accepted', 'withdrawn']);
  expect(
    await send([
      ['do', 'undo'],
      ['claim', uids[1] ?? ''],
    ]),
  ).toBe(path);
  expect(await states()).toEqual(['accepted', 'accepted']);
  const listed = uids.map((uid) => ['listed', uid] as const);
  expect(await send([['do', 'all'], ['comment', 'Forged'], ...listed])).toBe(path);
  expect(await states()).toEqual(['withdrawn', 'withdrawn']);
});

const decisionFields = (kind: string): Fields => [
  ['form', 'publication'],
  ['do', 'propose'],
  ['kind', kind],
  ['title', 'T'],
  ['audience', 'public'],
  ['basis', 'consent'],
  ['basisReason', 'r'],
  ['riskNote', 'r'],
  ['reviewOn', '1 January 2190'],
  ['publicReason', 'p'],
];

test('who was taken back is marked, not added with everybody, and published again only on purpose', async () => {
  const { db, documenter } = desk.house;
  const [mina, sara] = [
    await desk.entity('person', { name: 'Mina Taken' }),
    await desk.entity('person', { name: 'Sara' }),
  ];
  const page = async () =>
    (
      await entityPage.loader(
        deskCall(db, documenter, `/desk/entities/${mina}`, { params: { uid: mina } }),
      )
    ).takenBack;
  await desk.publish({ subjects: [mina] });
  expect(await page()).toBeUndefined();
  await desk.takeBack(mina);
  expect((await page())?.reason).not.toBe('');
  await desk.accepted([desk.claim(sara, 'description', 'A friend')]);
  const film = await desk.entity('work', { title: 'A film', director: mina });
  const call = (form: Fields) => deskCall(db, documenter, '/desk/publications/new', { form });
  const chosen = await newPublication.loader(
    deskCall(db, documenter, `/desk/publications/new?subjects=${film}`),
  );
  expect(chosen.draft.missing.map(({ uid }) => uid)).toEqual([mina]);
  expect(chosen.draft.missing[0]?.takenBack?.reason).not.toBe('');
  expect(chosen.draft.returning).toEqual([]);
  const again = await newPublication.loader(
    deskCall(db, documenter, `/desk/publications/new?subjects=${mina}`),
  );
  expect(again.draft.returning.map(({ uid }) => uid)).toEqual([mina]);
  const ticked = again.draft.groups.flatMap(({ claims }) =>
    claims.flatMap(({ claim }): Fields => [
      ['listed', claim.uid],
      ['claim', claim.uid],
    ]),
  );
  const send = async (more: Fields) =>
    outcome(
      await newPublication.action(
        call([...decisionFields('publish'), ['subjects', mina], ...ticked, ...more]),
      ),
    );
  expect(await send([])).toEqual(['decision-taken-back']);
  const to = String(await send([['again', 'on']]));
  const read = await decision.loader(
    deskCall(db, desk.reviewer, to, { params: { uid: to.split('/').at(-1) ?? '' } }),
  );
  expect(read.warnings.returning.map(({ uid }) => uid)).toEqual([mina]);
});

test('a correction brings the other pages along that show the same, without what they held back', async () => {
  const { db, documenter } = desk.house;
  const [mina, event] = [
    await desk.entity('person', { name: 'Mina' }),
    await desk.entity('event', { title: 'A killing' }),
  ];
  const act = await desk.entity('act', { victim: mina, event });
  const [shot = ''] = await desk.accepted([desk.claim(act, 'method', 'shot')]);
  const [held = ''] = await desk.accepted([desk.claim(event, 'description', 'held back')]);
  await desk.publish({ subjects: [mina, event], excluded: [held] });
  const [fire = ''] = await desk.accepted([
    { ...desk.claim(act, 'method', 'live fire'), supersedes: shot },
  ]);
  const path = `/desk/publications/new?subjects=${mina}`;
  const { draft } = await newPublication.loader(deskCall(db, documenter, path));
  expect(draft.subjects.map(({ uid }) => uid)).toEqual([mina, event]);
  expect(draft.added).toEqual([event]);
  const states = new Map(
    draft.groups.flatMap(({ claims }) =>
      claims.map(({ claim, ticked }) => [claim.uid, ticked] as const),
    ),
  );
  expect([states.get(fire), states.get(held), states.get(shot)]).toEqual([true, false, undefined]);
  const fields = (...more: Fields): Fields => [
    ...decisionFields('correct'),
    ['subjects', mina],
    ...[...states].flatMap(([uid, ticked]): Fields => [
      ['listed', uid],
      ...(ticked ? ([['claim', uid]] as const) : []),
    ]),
    ...more,
  ];
  const send = (form: Fields) => newPublication.action(deskCall(db, documenter, path, { form }));
  const looked = await send(fields());
  expect(looked).toMatchObject({ draft: { added: [event] } });
  const alone = String(outcome(await send(fields(['declined', event]))));
  const read = await decision.loader(
    deskCall(db, desk.reviewer, alone, { params: { uid: alone.split('/').at(-1) ?? '' } }),
  );
  expect(read.warnings.alsoShown.map(({ uid }) => uid)).toEqual([event]);
  const both = String(outcome(await send(fields(['subjects', event]))));
  await desk.approve(both.split('/').at(-1) ?? '');
  const now = await currentDocuments(db, [mina, event]);
  for (const { document } of now.values()) {
    const said = document.claims.map(({ uid }) => uid);
    expect([said.includes(fire), said.includes(shot), said.includes(held)]).toEqual([
      true,
      false,
      false,
    ]);
  }
});

test('who decides on taking back sees where the name would still stand', async () => {
  const { db, documenter, reviewer } = { ...desk.house, reviewer: desk.reviewer };
  const about = await desk.words('She was honoured.');
  const mina = await desk.entity('person', { name: 'Mina Honari' });
  const nora = await desk.entity('person', { name: 'Nora' });
  await desk.accepted([
    { ...desk.claim(nora, 'description', 'An actress'), passage: about.passage },
  ]);
  await desk.publish({ subjects: [mina, nora] });
  await sql`update source set title = 'Letter to Mina Honari', authors = '{"M. Honari"}'
    where uid = ${about.source}`.execute(db);
  await desk.correct({ subjects: [nora] });
  const removing = `/desk/publications/remove?subjects=${mina}`;
  const { traces } = await removal.loader(deskCall(db, documenter, removing));
  const pages = traces.flatMap((trace) => trace.pages.map(({ uid }) => uid));
  expect(new Set(pages)).toEqual(new Set([nora, about.source]));
  const propose = async () =>
    String(
      outcome(
        await removal.action(
          deskCall(db, documenter, removing, {
            form: [
              ['form', 'removal'],
              ['title', 'T'],
              ['reasonClass', 'safety'],
              ['basisReason', 'r'],
              ['riskNote', 'r'],
              ['reviewOn', '1 January 2190'],
            ],
          }),
        ),
      ),
    )
      .split('/')
      .at(-1) ?? '';
  const left = async (uid: string) =>
    (await decision.loader(deskCall(db, reviewer, '/', { params: { uid } }))).warnings.traces;
  expect((await left(await propose())).length).toBeGreaterThan(0);
  // Once the description says no name, the same decision takes it off every page.
  await sql`update source set title = 'A letter', authors = '{}' where uid = ${about.source}`.execute(
    db,
  );
  const after = await propose();
  expect(await left(after)).toEqual([]);
  await desk.approve(after);
  expect(await tracesOf(db, documenter, [mina])).toEqual([]);
});
