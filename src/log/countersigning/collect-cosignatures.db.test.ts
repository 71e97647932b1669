import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCountersigner } from '@countersign/countersigner';
import {
  countersignerServer,
  openState,
  type CountersignerState,
} from '@countersign/countersigner/node';
import { formatVkey, judgeCheckpoint, parsePolicy } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { createLog } from '#platform/logging';
import { listAlarms } from '../alarms.ts';
import { logPolicy } from '../log-policy.ts';
import { openTestLog, tamper, type TestLog } from '../log.fixture.ts';
import { publishNewest } from '../publish-checkpoint.ts';
import { readCheckpoint, readLogFacts } from '../published-log.ts';
import { newestSigned } from '../sequencer/newest-signed.ts';
import { prepareLead } from '../sequencer/prepare-lead.ts';
import { collectCosignature } from './collect-cosignatures.ts';
import { startCosigning } from './start-cosigning.ts';
import { listCountersigners } from './countersigners.queries.ts';

const nowMs = 1_700_000_000_000;
const patience = { timeoutMs: 1_000, nowMs: () => nowMs };
let log: TestLog;
const servers: Server[] = [];
const states: CountersignerState[] = [];

beforeEach(async () => {
  log = await openTestLog();
  await log.db.insertInto('log_key').values({ verifier_key: log.signer.verifierKey }).execute();
});

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  for (const state of states.splice(0)) await state.close();
  await log.close();
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function openState2(name: string): Promise<CountersignerState> {
  const state = await openState(join(log.folder, name), name);
  states.push(state);
  return state;
}

async function serve(state: CountersignerState, offsetSeconds = 0n): Promise<string> {
  const countersigner = createCountersigner({
    provider: node,
    key: state.pair.key,
    sign: (message) => state.pair.sign(message),
    logKeys: (origin) => state.logKeys(origin),
    store: state,
    now: () => BigInt(nowMs / 1000) + offsetSeconds,
  });
  return listen(
    countersignerServer({
      countersigner,
      store: state,
      origins: () => state.logs.map(({ name }) => name),
      about: () => state.pair.key.name,
      onError: () => {},
    }),
  );
}

async function add(verifierKey: string, url: string): Promise<void> {
  const name = verifierKey.split('+')[0] ?? '';
  await log.db
    .insertInto('log_countersigner')
    .values({ verifier_key: verifierKey, name, url })
    .execute();
}

async function setQuorum(quorum: number): Promise<void> {
  await log.db
    .insertInto('setting')
    .values({ key: 'log-quorum', value: JSON.stringify(quorum) })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: JSON.stringify(quorum) }))
    .execute();
}

async function collect(): Promise<void> {
  const head = await newestSigned(log.db);
  if (head === undefined) throw new Error('nothing is signed');
  const present = await listCountersigners(log.db);
  await Promise.all(
    present.map((one) => collectCosignature(log.db, log.files, head, one, patience)),
  );
  await publishNewest(log.db);
}

async function problems(): Promise<(string | null)[]> {
  return (await listCountersigners(log.db)).map(({ problem }) => problem);
}

test('two of three are enough; the third may be slow, wrong or lying', async () => {
  const [first, second, third] = [
    await openState2('first.example'),
    await openState2('second.example'),
    await openState2('third.example'),
  ];
  for (const state of [first, second, third]) {
    if (state !== third) await state.addLog(log.signer.verifierKey);
    await add(formatVkey(state.pair.key), await serve(state));
  }
  await setQuorum(2);
  const [subject] = await log.queue(5);
  expect(subject).toBeDefined();
  await log.drain();
  await collect();
  const published = await readCheckpoint(log.db);
  expect(published?.size).toBe(6n);
  expect(await problems()).toEqual([null, null, 'unknown-log']);
  const policy = logPolicy(await readLogFacts(log.db), 'https://log.example/') ?? '';
  const verdict = judgeCheckpoint(
    node,
    parsePolicy(node, Buffer.from(policy)),
    Buffer.from(published?.note ?? ''),
  );
  expect(verdict).toMatchObject({ accepted: true });
  expect(verdict.checkpoint?.countersigned).toHaveLength(2);
  // They go on from what they saw, and the third joins from nothing.
  await third.addLog(log.signer.verifierKey);
  await log.queue(300);
  await log.drain();
  await collect();
  expect(await problems()).toEqual([null, null, null]);
});

test('whatever a countersigner answers, nothing wrong is kept and nothing is waited for', async () => {
  const honest = await openState2('honest.example');
  await honest.addLog(log.signer.verifierKey);
  const liar = await openState2('liar.example');
  const answers: ((request: string) => { status: number; body: string } | 'silence' | 'flood')[] = [
    () => 'silence',
    () => 'flood',
    () => ({ status: 200, body: 'nonsense' }),
    () => ({ status: 200, body: `— liar.example ${Buffer.alloc(76).toString('base64')}\n` }),
    () => ({ status: 409, body: 'many\n' }),
    () => ({ status: 409, body: '1\n' }),
    () => ({ status: 500, body: '' }),
    () => ({ status: 301, body: '' }),
  ];
  let answer = answers[0];
  const url = await listen(
    createServer((request, response) => {
      const reply = answer?.(request.url ?? '');
      if (reply === 'silence' || reply === undefined) return;
      if (reply === 'flood') {
        response.writeHead(200);
        response.write('x'.repeat(100_000));
        return;
      }
      response.writeHead(reply.status, { Location: 'http://127.0.0.1:1/' });
      response.end(reply.body);
    }),
  );
  await add(formatVkey(liar.pair.key), url);
  await add(formatVkey(honest.pair.key), await serve(honest));
  await setQuorum(1);
  const found: (string | null)[] = [];
  for (const next of answers) {
    answer = next;
    await log.queue(1);
    await log.drain();
    await collect();
    expect((await readCheckpoint(log.db))?.size).toBe((await log.checkpoint()).size);
    found.push((await problems())[0] ?? null);
  }
  expect(found).toEqual([
    'slow',
    'too-long',
    'malformed',
    'malformed',
    'malformed',
    'malformed',
    'refused',
    'refused',
  ]);
});

test('an answer of many signatures counts once, and not at all when one of its own is bad', async () => {
  const honest = await openState2('honest.example');
  await honest.addLog(log.signer.verifierKey);
  const real = await serve(honest);
  let dress = (line: string) => line;
  const url = await listen(
    createServer((request, response) => {
      void (async () => {
        const chunks = await request.toArray();
        const body = Buffer.concat(chunks as Buffer[]);
        const answer = await fetch(`${real}/add-checkpoint`, { method: 'POST', body });
        const line = await answer.text();
        response.writeHead(answer.status).end(answer.ok ? dress(line) : line);
      })();
    }),
  );
  await add(formatVkey(honest.pair.key), url);
  await setQuorum(1);
  const strange = `— strange.example ${Buffer.alloc(76, 7).toString('base64')}\n`;
  const bad = (line: string) =>
    line.replace(/\S+\n$/, (code) => {
      const bytes = Buffer.from(code, 'base64');
      bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
      return `${bytes.toString('base64')}\n`;
    });
  const dresses: [(line: string) => string, string | null][] = [
    [(line) => strange.repeat(7) + line + strange.repeat(7), null],
    [(line) => line.repeat(16), null],
    [(line) => bad(line) + line, 'malformed'],
    [(line) => line + bad(line), 'malformed'],
    [(line) => strange.repeat(100) + line, 'malformed'],
  ];
  for (const [next, problem] of dresses) {
    dress = next;
    await log.queue(1);
    await log.drain();
    await collect();
    expect(await problems()).toEqual([problem]);
    const published = await readCheckpoint(log.db);
    expect(published?.note.match(/^— /gm)).toHaveLength(2);
    if (problem === null) expect(published?.size).toBe((await log.checkpoint()).size);
    else expect(published?.size).toBeLessThan((await log.checkpoint()).size);
  }
});

test('below the quorum nothing new is published', async () => {
  const state = await openState2('one.example');
  await state.addLog(log.signer.verifierKey);
  await add(formatVkey(state.pair.key), await serve(state));
  await add('gone.example+00000000+x', 'http://127.0.0.1:1');
  await setQuorum(2);
  await log.queue(1);
  await log.drain();
  await collect();
  expect(await readCheckpoint(log.db)).toBeUndefined();
  expect(await problems()).toEqual([null, 'unreachable']);
  await setQuorum(1);
  await publishNewest(log.db);
  expect((await readCheckpoint(log.db))?.size).toBe(2n);
});

test('a log whose signer and database were both restored is stopped by its countersigner', async () => {
  const state = await openState2('one.example');
  await state.addLog(log.signer.verifierKey);
  await add(formatVkey(state.pair.key), await serve(state));
  await log.queue(3);
  await log.drain();
  await collect();
  await sql`create table kept_line as table register_line`.execute(log.db);
  await sql`create table kept_bucket as table register_bucket`.execute(log.db);
  await log.queue(3);
  await log.drain();
  await collect();
  // Back to the first tree, memory of the signer included.
  await tamper(log.db, async (tx) => {
    await tx.deleteFrom('log_cosignature').where('size', '>', '4').execute();
    await tx.deleteFrom('log_checkpoint').where('size', '>', '4').execute();
    await tx.deleteFrom('log_entry').where('place', '>=', '4').execute();
    for (const table of ['line', 'bucket']) {
      const [own, kept] = [sql.table(`register_${table}`), sql.table(`kept_${table}`)];
      await sql`truncate ${own}`.execute(tx);
      await sql`insert into ${own} select * from ${kept}`.execute(tx);
    }
  });
  const { writeFile } = await import('node:fs/promises');
  const head = await log.db
    .selectFrom('log_checkpoint')
    .select(['size', 'root'])
    .executeTakeFirst();
  await log.signer.close();
  await writeFile(
    join(log.keys, 'last-signed'),
    `${head?.size} ${head?.root.toString('base64')}\n`,
  );
  await log.restart();
  const parts = { db: log.db, files: log.files, signer: log.signer };
  await expect(prepareLead(parts, patience)).rejects.toMatchObject({ code: 'countersigner-ahead' });
  const [alarm] = await listAlarms(log.db);
  expect(alarm).toMatchObject({ kind: 'own-rollback' });
  expect(alarm?.ours).toContain('\n4\n');
  expect(alarm?.theirs).toContain('\n8\n');
  // And if it went on all the same, the fork would be seen and kept.
  await log.queue(20);
  await log.drain();
  await collect();
  expect(await problems()).toEqual(['contradicted']);
  const kinds = (await listAlarms(log.db)).map(({ kind }) => kind);
  expect(kinds).toContain('own-fork');
});

test('who shows the very tree it was shown contradicts nothing; who says more is never excused', async () => {
  const odd = await openState2('odd.example');
  await log.queue(1);
  await log.drain();
  const shown = (await newestSigned(log.db))?.note ?? '';
  let says = '2';
  const url = await listen(
    createServer((request, response) => {
      if (request.url?.endsWith('add-checkpoint') !== true) return void response.end(shown);
      response.writeHead(409, { 'Content-Type': 'text/x.tlog.size' }).end(`${says}\n`);
    }),
  );
  await add(formatVkey(odd.pair.key), url);
  await collect();
  expect(await problems()).toEqual(['contradicted']);
  expect(await listAlarms(log.db)).toEqual([]);
  says = '99';
  const parts = { db: log.db, files: log.files, signer: log.signer };
  await expect(prepareLead(parts, patience)).rejects.toMatchObject({ code: 'countersigner-ahead' });
  expect(await listAlarms(log.db)).toMatchObject([{ kind: 'own-rollback' }]);
});

test('who signs with another time than ours is named, and its signature not kept', async () => {
  const day = 86_400n;
  const offsets = [3_650n * day, day, 0n, -day, -BigInt(nowMs / 1000)];
  for (const [at, offset] of offsets.entries()) {
    const state = await openState2(`clock-${at}.example`);
    await state.addLog(log.signer.verifierKey);
    await add(formatVkey(state.pair.key), await serve(state, offset));
  }
  await setQuorum(2);
  await log.queue(1);
  await log.drain();
  await collect();
  const wrong = 'wrong-time';
  expect(await problems()).toEqual([wrong, wrong, null, wrong, wrong]);
  expect(await readCheckpoint(log.db)).toBeUndefined();
});

test('who does not answer keeps nobody waiting, and who is added is asked at once', async () => {
  const silent = await listen(createServer(() => {}));
  await add(formatVkey((await openState2('silent.example')).pair.key), silent);
  const honest = await openState2('honest.example');
  await honest.addLog(log.signer.verifierKey);
  const late = await openState2('late.example');
  await late.addLog(log.signer.verifierKey);
  await add(formatVkey(honest.pair.key), await serve(honest));
  await setQuorum(1);
  const cosigning = startCosigning({
    ...{ db: log.db, files: log.files, nowMs: () => nowMs, timeoutMs: 3_600_000 },
    log: createLog({ level: 'silent' }),
    onPublished: () => Promise.resolve(),
  });
  const published = async () => (await readCheckpoint(log.db))?.size;
  try {
    for (const size of [2n, 4n]) {
      await log.queue(1);
      await log.drain();
      cosigning.wake();
      await expect.poll(published, { timeout: 10_000 }).toBe(size);
    }
    await add(formatVkey(late.pair.key), await serve(late));
    await setQuorum(2);
    cosigning.wake();
    const seen = async () => (await listCountersigners(log.db)).at(-1)?.lastSize;
    await expect.poll(seen, { timeout: 10_000 }).toBe(4n);
  } finally {
    await cosigning.stop();
  }
});
