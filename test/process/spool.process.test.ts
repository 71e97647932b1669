import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { openSigning } from '#letters';
import { openDatabase, type Db } from '#platform/database';
import { loadOrCreateKeyRing } from '#platform/sealing';
import { ensureWebBuilt } from '../../scripts/build-web.ts';
import { letterSealer } from '../../src/keys.ts';
import { publishLetter } from '../letters/public-letter.ts';
import { catchMails, textOfMail, type MailCatcher } from '../mail/catch-mails.ts';
import { addPerson } from '../record/fixture.ts';
import { familyOf, keep, type Keeper, type Said } from './keeper.ts';
import { prepareServer, type TestServer } from './server.ts';

// A server whose database is somebody else's, so that it stays away for as long as we want.

const canMount =
  spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'x', os.tmpdir()]).status === 0;
const patient = { timeout: 60_000, interval: 100 };

beforeAll(() => ensureWebBuilt());

/** A public letter that people sign, on a server and a database that can be killed. */
interface Place {
  readonly server: TestServer;
  readonly mails: MailCatcher;
  readonly letter: string;
  /** Hash of its text, as the form has it. */
  readonly text: string;
  withDb<Value>(work: (db: Db) => Promise<Value>): Promise<Value>;
  killDatabase(): void;
  /** Stops every process of it where it is: it takes connections, and says nothing. */
  freezeDatabase(): () => void;
  startDatabase(): Promise<void>;
}

const leaving: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const leave of leaving.splice(0).toReversed()) await leave();
});

async function openPlace(before = ''): Promise<Place> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'countersign-spool-'));
  const mails = await catchMails();
  leaving.push(async () => {
    await mails.close();
    rmSync(home, { recursive: true, force: true });
  });
  let keeper: Keeper = await keep(home);
  // Each start has a folder of its own for its socket; the server knows one address.
  const reach = ({ connection }: Said): string => {
    const door = path.join(home, 'door');
    rmSync(door, { force: true });
    symlinkSync(connection.host, door);
    return door;
  };
  leaving.push(async () => void (await keeper.end('SIGTERM')));
  const env = {
    ...{ DATABASE_URL: addressOf(keeper, reach(keeper)), MAIL_URL: mails.url },
    MAIL_FROM: 'letters@house.example',
  };
  const server = await prepareServer('spool', { env, before });
  leaving.push(() => server.remove());
  await server.start();
  const withDb: Place['withDb'] = async (work) => {
    const database = openDatabase(keeper.connection, () => {});
    try {
      return await work(database.db);
    } finally {
      await database.close();
    }
  };
  const ring = await loadOrCreateKeyRing(path.join(server.dataDir, 'master.key'));
  const letter = await withDb(async (db) => {
    const author = await addPerson(db, 'Camille', ['campaigner']);
    const second = await addPerson(db, 'Yalda', ['campaigner']);
    const uid = await publishLetter(db, author, second);
    await db.transaction().execute((tx) => openSigning(tx, author, letterSealer(ring), uid));
    return uid;
  });
  const [, text = ''] =
    /name="text" value="([0-9a-f]{64})"/u.exec(
      await (await fetch(`${server.origin}/fa/letters/${letter}/sign`)).text(),
    ) ?? [];
  return {
    ...{ server, mails, letter, text, withDb },
    killDatabase() {
      // Its children end when they see it.
      process.kill(keeper.pid, 'SIGKILL');
    },
    freezeDatabase() {
      const family = familyOf(keeper.pid);
      for (const pid of family) process.kill(pid, 'SIGSTOP');
      return () => {
        for (const pid of family) process.kill(pid, 'SIGCONT');
      };
    },
    async startDatabase() {
      await keeper.end('SIGKILL');
      keeper = await keep(home);
      reach(keeper);
    },
  };
}

function addressOf({ connection }: Said, door: string): string {
  const url = new URL(`postgresql://localhost/${connection.database}`);
  url.username = connection.user;
  url.password = encodeURIComponent(connection.password);
  url.searchParams.set('host', door);
  return url.href;
}

/** Sends the form as a browser without scripts does: to the address that names the text. */
function send({ server, letter, text }: Place, address: string, locale = 'fa'): Promise<Response> {
  return fetch(`${server.origin}/${locale}/letters/${letter}/sign/en`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Sec-Fetch-Site': 'same-origin', Origin: server.origin },
    body: new URLSearchParams({
      ...{ form: 'sign', text, name: 'Ada Example', credit: 'Editor', country: 'FR' },
      ...{ affiliation: '', address, appearance: 'named', sign: 'on', show: 'on' },
    }),
  });
}

const states = (place: Place) =>
  place.withDb(async (db) => {
    const { rows } = await sql<{ state: string; n: number }>`
      select state, count(*)::integer as n from letter_signature group by state`.execute(db);
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  });

const spooled = ({ server }: Place) =>
  readdirSync(path.join(server.dataDir, 'spool')).filter((name) => name !== 'aside');

const mailsTo = ({ mails }: Place, address: string) =>
  mails.caught.filter(({ source }) => source.includes(`To: ${address}`));

test('what is signed while the database is dead is one signature after both were killed', async () => {
  const place = await openPlace();
  const { server, letter } = place;
  place.killDatabase();
  const form = await fetch(`${server.origin}/fa/letters/${letter}/sign`);
  expect(form.status).toBe(200);
  expect(await form.text()).toContain(place.text);
  for (const address of ['ada@example.org', 'ada@example.org', 'ben@example.org']) {
    const answer = await send(place, address);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('Location')).toBe(`/fa/letters/${letter}/received`);
  }
  const received = await fetch(`${server.origin}/en/letters/${letter}/received`);
  expect(received.status).toBe(200);
  expect(await received.text()).toContain('Received. The confirmation follows');
  const names = spooled(place);
  expect(names).toHaveLength(2);
  for (const name of names) {
    const bytes = readFileSync(path.join(server.dataDir, 'spool', name)).toString('latin1');
    expect(bytes).not.toMatch(/example\.org|Ada Ex|Editor/u);
  }
  const told = await server.run('status');
  expect(told.code).not.toBe(0);
  expect(told.stderr).toContain('2 signatures for the database');
  await server.stop('SIGKILL');
  await place.startDatabase();
  await server.start();
  await expect.poll(() => states(place), patient).toEqual({ waiting: 2 });
  await expect.poll(() => mailsTo(place, 'ben@example.org').length, patient).toBe(1);
  await expect.poll(() => mailsTo(place, 'ada@example.org').length, patient).toBe(1);
  await expect.poll(() => spooled(place), patient).toEqual([]);
  const [status] = (await server.run('status', '--json')).values();
  expect(status).toMatchObject({ spool: { waiting: 0, aside: 0 } });
  const [mail] = mailsTo(place, 'ada@example.org');
  expect(textOfMail(mail?.source ?? '')).toMatch(/\/fa\/signature\/[\w-]{43}/u);
  expect(server.said).not.toMatch(/example\.org|Ada Ex/u);
});

test('a database that keeps silent is waited for once, and what it did besides is the same signature', async () => {
  const place = await openPlace();
  const thaw = place.freezeDatabase();
  try {
    const begun = performance.now();
    const answer = await send(place, 'ada@example.org');
    expect(answer.headers.get('Location')).toContain('/received');
    expect(performance.now() - begun).toBeGreaterThan(4_000);
    // Nobody after that waits.
    const next = performance.now();
    expect((await send(place, 'ben@example.org')).status).toBe(303);
    expect((await fetch(`${place.server.origin}/fa/letters/${place.letter}/sign`)).status).toBe(
      200,
    );
    expect(performance.now() - next).toBeLessThan(3_000);
    expect(spooled(place)).toHaveLength(2);
    const told = await place.server.run('status');
    expect(told.code).not.toBe(0);
    expect(told.stderr).toContain('2 signatures for the database');
  } finally {
    thaw();
  }
  await expect.poll(() => spooled(place), patient).toEqual([]);
  expect(await states(place)).toEqual({ waiting: 2 });
  await expect.poll(() => place.mails.caught.length, patient).toBe(2);
  expect((await send(place, 'cid@example.org')).headers.get('Location')).toContain('/signed');
});

test.skipIf(!canMount)('a full disk is answered with 503, and what was typed', async () => {
  const before = `mkdir -p "$DATA/spool"
mount -t tmpfs -o size=64k,mode=700 tmpfs "$DATA/spool"`;
  const place = await openPlace(before);
  const { server } = place;
  const room = path.join(`/proc/${server.pid}/root`, server.dataDir, 'spool');
  await fetch(`${server.origin}/en/letters/${place.letter}/sign`);
  fill(path.join(room, 'filler'));
  place.killDatabase();
  const answer = await send(place, 'ada@example.org', 'en');
  expect(answer.status).toBe(503);
  expect(answer.headers.get('Retry-After')).toBe('60');
  const page = await answer.text();
  expect(page).toContain('Nothing was kept.');
  expect(page).toContain('value="ada@example.org"');
  expect(page).toContain('value="Ada Example"');
  expect(readdirSync(room)).toEqual(['filler']);
  rmSync(path.join(room, 'filler'));
  expect((await send(place, 'ada@example.org', 'en')).status).toBe(303);
  await place.startDatabase();
  await expect.poll(() => states(place), patient).toEqual({ waiting: 1 });
  await expect.poll(() => readdirSync(room), patient).toEqual([]);
});

/** Takes all the room there is. */
function fill(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (;;) writeSync(handle, Buffer.alloc(4_096));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(handle);
  }
}
