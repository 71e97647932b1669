import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimViews, erasuresOf, tracesOf } from '#record';
import * as changed from '../../src/web/desk/changed/changed.tsx';
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

/** Where an action sends the browser, or the codes of what it refuses. */
function outcome(answer: unknown): string | string[] {
  if (answer instanceof Response) return answer.headers.get('Location') ?? String(answer.status);
  const problems = (answer as { data?: { problems?: { code: string }[] } }).data?.problems;
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
    ['reviewOn', '1 January 2030'],
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
      ['reviewOn', '1 January 2030'],
      ...traces.map((trace) => ['without', trace.claims.join(',')] as const),
    ]),
  );
  await desk.approve(String(outcome(to)).split('/').at(-1) ?? '');
  expect(await tracesOf(db, documenter, [lida])).toEqual([]);
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
