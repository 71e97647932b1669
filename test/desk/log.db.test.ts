import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatVkey, noteKey, signatureTypes } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Actor, Role } from '#accounts';
import { listAlarms, listCountersigners, listWitnessedLogs, readQuorum, rotateKey } from '#log';
import type { House } from '#web/context';
import * as alarmsPage from '../../src/web/desk/log/alarms.tsx';
import * as evidence from '../../src/web/desk/log/evidence.ts';
import * as logPage from '../../src/web/desk/log/log.tsx';
import * as removePage from '../../src/web/desk/log/remove.tsx';
import { addPerson, openRecord, type RecordFixture } from '../record/fixture.ts';
import { deskCall } from './desk-call.ts';

let fixture: RecordFixture;
let admin: Actor;

beforeAll(async () => {
  fixture = await openRecord();
  admin = await addPerson(fixture.db, 'Olga', ['administrator']);
});
afterAll(() => fixture[Symbol.asyncDispose]());

const key = (name: string, type: number) => formatVkey(noteKey(node, name, type, randomBytes(32)));
const countersignerLine = (host: string) =>
  `${key(host, signatureTypes.cosignature)} https://${host}/countersigner`;
const logLine = (host: string) => `${key(host, signatureTypes.ed25519)} https://${host}/log`;

const house: Partial<House> = {
  log: {
    files: {} as never,
    countersignerKey: key('our/countersigner', signatureTypes.cosignature),
  },
};

type Form = readonly (readonly [string, string])[];

function call(actor: Actor, path: string, params: Record<string, string> = {}, form?: Form): never {
  const options = { params, house, ...(form !== undefined && { form }) };
  return deskCall(fixture.db, actor, path, options);
}

const post = (form: Form) => logPage.action(call(admin, '/desk/log', {}, form));
const add = (line: string, name = '') =>
  post([
    ['form', 'countersigner'],
    ['line', line],
    ['name', name],
  ]);

/** Where an action sends the browser, or the codes of what it refuses. */
function outcome(answer: unknown): string | string[] {
  if (answer instanceof Response) return answer.headers.get('Location') ?? String(answer.status);
  const { problems } = (answer as { data: { problems: { code: string }[] } }).data;
  return problems.map(({ code }) => code);
}

async function raise(kind: string, ours = '', theirs = ''): Promise<string> {
  const { rows } = await sql<{ uid: string }>`
    insert into log_alarm (kind, origin, ours, theirs, digest)
    values (${kind}, 'example.org/log', ${ours}, ${theirs}, ${randomBytes(32)})
    returning uid`.execute(fixture.db);
  return rows[0]?.uid ?? '';
}

const others: readonly Role[] = ['documenter', 'reviewer', 'campaigner', 'caseworker'];

test.each(others)('to a %s there is no page of the log, and no form', async (role) => {
  const person = await addPerson(fixture.db, `Only ${role}`, [role]);
  const uid = await raise('own-fork', 'ours', 'theirs');
  const sent: Form = [
    ['form', 'countersigner'],
    ['line', countersignerLine('sneaked.example')],
    ['uid', uid],
    ['comment', 'nothing to see'],
  ];
  const asked: (() => unknown)[] = [
    () => logPage.loader(call(person, '/desk/log')),
    () => logPage.action(call(person, '/desk/log', {}, sent)),
    () => alarmsPage.loader(call(person, '/desk/log/alarms')),
    () => alarmsPage.action(call(person, '/desk/log/alarms', {}, sent)),
    () => evidence.loader(call(person, '/desk/log/alarms/x', { uid, side: 'ours' })),
    () => removePage.loader(call(person, '/desk/log/remove/x', { uid })),
    () => removePage.action(call(person, '/desk/log/remove/x', { uid }, sent)),
  ];
  for (const ask of asked) {
    await expect((async () => ask())()).rejects.toMatchObject({ status: 404 });
  }
  expect(await listCountersigners(fixture.db)).toEqual([]);
  expect((await listAlarms(fixture.db)).every(({ seenAt }) => seenAt === null)).toBe(true);
});

test('a countersigner is added by its line, told by its name, and taken off again', async () => {
  const { db } = fixture;
  expect(outcome(await add('nonsense'))).toEqual(['log-key-malformed']);
  expect(outcome(await add(logLine('wrong.example')))).toEqual(['log-key-malformed']);
  const line = countersignerLine('one.example');
  expect(outcome(await add(`  ${line}\n`, '  Guild  of\nFilm '))).toBe(
    '/desk/log?done=countersigner',
  );
  expect(outcome(await add(line))).toEqual(['log-key-known']);
  const [vkey = ''] = countersignerLine('x.example').split(' ');
  for (const address of [
    'http://169.254.169.254/latest',
    'http://[fe80::1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://2852039166/',
    'https://name:word@x.example/',
    'https://x.example/?to=',
    'https://x.example/#there',
  ]) {
    expect(outcome(await add(`${vkey} ${address}`))).toEqual(['log-url-malformed']);
  }
  await add(countersignerLine('two.example'));
  const listed = await listCountersigners(db);
  expect(listed.map(({ name }) => name)).toEqual(['Guild of Film', 'two.example']);

  const quorum = (n: string) =>
    post([
      ['form', 'quorum'],
      ['quorum', n],
    ]);
  expect(outcome(await quorum('3'))).toEqual(['log-quorum-impossible']);
  expect(outcome(await quorum('2'))).toBe('/desk/log?done=quorum');
  const uid = listed[0]?.uid ?? '';
  const page = await removePage.loader(call(admin, '/x', { uid }));
  expect(page).toMatchObject({ what: 'countersigner', name: 'Guild of Film', isNeeded: true });
  const remove = () => removePage.action(call(admin, '/x', { uid }, [['form', 'remove']]));
  expect(outcome(await remove())).toEqual(['log-quorum-impossible']);
  expect(await listCountersigners(db)).toHaveLength(2);
  await quorum('1');
  expect(await readQuorum(db)).toBe(1);
  expect(outcome(await remove())).toBe('/desk/log?done=removed');
  expect((await listCountersigners(db)).map(({ name }) => name)).toEqual(['two.example']);
  await expect((async () => remove())()).rejects.toMatchObject({ status: 404 });
});

test('a log to countersign is added by its line and told by its host', async () => {
  const witnessed = (line: string) =>
    post([
      ['form', 'witnessed'],
      ['line', line],
    ]);
  expect(outcome(await witnessed(countersignerLine('a.example')))).toEqual(['log-key-malformed']);
  expect(outcome(await witnessed(''))).not.toEqual([]);
  expect(outcome(await witnessed(logLine('a.example')))).toBe('/desk/log?done=witnessed');
  const { logs, countersigner } = await logPage.loader(call(admin, '/desk/log'));
  expect(logs).toMatchObject([{ name: 'a.example', origin: 'a.example', seen: null }]);
  expect(countersigner.line).toMatch(/^our\/countersigner\+\S+ http:\/\/localhost\/countersigner$/);
  const uid = logs[0]?.uid ?? '';
  await removePage.action(call(admin, '/x', { uid }, [['form', 'remove']]));
  expect(await listWitnessedLogs(fixture.db)).toEqual([]);
});

test('a log on the list takes another key by its line, and what was seen of it stays', async () => {
  const { db } = fixture;
  const witnessed = (line: string) =>
    post([
      ['form', 'witnessed'],
      ['line', line],
    ]);
  const [first, second] = [logLine('b.example'), logLine('b.example')];
  await witnessed(first);
  await sql`update witnessed_log set size = 7, root = ${randomBytes(32)}, note = 'seen'
    where origin = 'b.example'`.execute(db);
  expect(outcome(await witnessed(second))).toBe('/desk/log?done=witnessed');
  expect(outcome(await witnessed(second))).toEqual(['log-key-known']);
  expect(outcome(await witnessed(first))).toEqual(['log-key-known']);
  const [log] = await listWitnessedLogs(db);
  const keys = [first, second].map((line) => line.split(' ')[0]);
  expect(log).toMatchObject({ verifierKeys: keys, size: 7n });
  const { logs } = await logPage.loader(call(admin, '/desk/log'));
  expect(logs[0]?.keys).toHaveLength(2);
  // One that was taken off comes back with the key it is given, and no other.
  await removePage.action(call(admin, '/x', { uid: log?.uid ?? '' }, [['form', 'remove']]));
  await witnessed(second);
  expect(await listWitnessedLogs(db)).toMatchObject([{ verifierKeys: [keys[1]], size: 7n }]);
  await removePage.action(call(admin, '/x', { uid: log?.uid ?? '' }, [['form', 'remove']]));
});

test('the page tells how far the succession of the key has come, with the line to send', async () => {
  const { db } = fixture;
  const [first, successor] = [key('our/log', 1), key('our/log', 1)];
  const standing = async () => (await logPage.loader(call(admin, '/desk/log'))).succession;
  expect(await standing()).toBeUndefined();
  await add(countersignerLine('three.example'), 'Three');
  await rotateKey(db, {
    keys: () => Promise.resolve([first]),
    makeSuccessor: () => Promise.resolve(successor),
    retire: () => Promise.resolve(),
  });
  expect(await standing()).toMatchObject({
    ...{ isProven: false, isReady: false, taken: '' },
    missing: expect.stringContaining('\u2068Three\u2069'),
    line: `${successor} http://localhost/log`,
  });
  await sql`update log_countersigner set accepts = ${successor}`.execute(db);
  await sql`update log_key set succession = '{}' where verifier_key = ${successor}`.execute(db);
  expect(await standing()).toMatchObject({ isProven: true, isReady: true, missing: '' });
  await sql`update log_key set retired_at = now() where verifier_key = ${first}`.execute(db);
  const page = await logPage.loader(call(admin, '/desk/log'));
  expect(page).toMatchObject({ succession: undefined, retiredKeys: 1 });
});

test('the page says that the log stands still, and why, until it goes on', async () => {
  const { db } = fixture;
  const standing = async () => (await logPage.loader(call(admin, '/desk/log'))).state;
  expect(await standing()).toMatchObject({ standing: 'empty', stopped: null });
  await sql`insert into log_alarm (kind, origin, detail, digest)
    values ('log-stopped', '', '{"code": "signer-held", "message": "Held."}', ${randomBytes(32)})`.execute(
    db,
  );
  expect(await standing()).toMatchObject({
    standing: 'stopped',
    stopped: { code: 'signer-held', message: 'Held.' },
  });
  await sql`update log_alarm set last_at = now() - interval '2 minutes'
    where kind = 'log-stopped'`.execute(db);
  expect(await standing()).toMatchObject({ standing: 'empty' });
});

test('both checkpoints of an alarm can be had as they came; what was found stays with it', async () => {
  const [ours, theirs] = ['example.org/log\n3\nAAAA\n\n— a b\n', 'example.org/log\n3\nBBBB\n'];
  const uid = await raise('other-fork', ours, theirs);
  const side = (name: string, of = uid) =>
    evidence.loader(call(admin, '/x', { uid: of, side: name }));
  expect(await (await side('ours')).text()).toBe(ours);
  const answer = await side('theirs');
  expect(await answer.text()).toBe(theirs);
  expect(answer.headers.get('Content-Disposition')).toMatch(/^attachment; .*-theirs\.txt"$/);
  const bare = await raise('log-stopped');
  for (const [name, of] of [
    ['digest', uid],
    ['ours', bare],
    ['ours', 'x'],
  ] as const) {
    await expect(side(name, of)).rejects.toMatchObject({ status: 404 });
  }
  const form = [
    ['uid', uid],
    ['comment', 'They lost a disk.'],
  ] as const;
  const sent = await alarmsPage.action(call(admin, '/x', {}, form));
  expect(outcome(sent)).toBe('/desk/log/alarms');
  const { alarms } = await alarmsPage.loader(call(admin, '/desk/log/alarms'));
  expect(alarms.find((one) => one.uid === uid)).toMatchObject({ comment: 'They lost a disk.' });
  const unseen = alarms.filter(({ seen }) => seen === null);
  expect((await logPage.loader(call(admin, '/desk/log'))).alarms).toBe(unseen.length);
  expect(unseen.map((one) => one.uid)).toContain(bare);
});
