import { afterEach, beforeAll, afterAll, beforeEach, expect, test, vi } from 'vitest';
import { fixedClock, type Clock } from '#platform/clock';
import { openDatabase, type Database } from '#platform/database';
import { listDead, listJobs, prepareJobs, startJobs, type Jobs } from '#platform/jobs';
import { createLog } from '#platform/logging';
import { createTestDatabase } from '../../../test/database/index.ts';
import { catchMails, type Answer, type MailCatcher } from '../../../test/mail/catch-mails.ts';
import {
  createMailer,
  listOutbox,
  purgeMails,
  readOutboxMail,
  type Mail,
  type Mailer,
} from './index.ts';

type TestDatabase = Awaited<ReturnType<typeof createTestDatabase>>;

const link = 'https://example.test/confirm/SECRET-TOKEN';
const mail: Mail = {
  to: 'shirin@example.org',
  subject: 'Confirm: نامه',
  text: `Salâm,\n\n${link}\n`,
  kind: 'invitation',
};
const today = '2026-01-21T10:00:00Z';
const mailboxKey = new Uint8Array(32).fill(7);

let testDatabase: TestDatabase;
let database: Database;
let lines: string[] = [];
const log = createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
let closing: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.options, () => {});
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(() => {
  lines = [];
});
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
  await database.pool.query('delete from mail_outbox');
  await database.pool.query('delete from pgboss.job').catch(() => {});
});

async function startCatcher(answer?: Answer): Promise<MailCatcher> {
  const catcher = await catchMails(answer);
  closing.push(() => catcher.close());
  return catcher;
}

function mailerFor(
  url?: string,
  clock: Clock = fixedClock(today),
  from = 'noreply@house.example',
): Mailer {
  const mailer = createMailer({
    db: database.db,
    clock,
    mailboxKey,
    dailyLimit: 3,
    ...(url !== undefined && {
      smtp: { url, from, fromName: 'Countersign' },
    }),
  });
  closing.push(() => mailer.close());
  return mailer;
}

async function work(mailer: Mailer): Promise<Jobs> {
  const { handlers } = mailer;
  // Backoff begins at half a minute; here it is taken out of the queue's settings.
  const hasty = handlers.map((handler) => ({
    ...handler,
    queue: { ...handler.queue, retryDelaySeconds: 0 },
  }));
  const connection = testDatabase.options;
  const jobs = await startJobs({ connection, log, work: true, pollSeconds: 0.5, handlers: hasty });
  closing.push(() => jobs.stop());
  return jobs;
}

async function send(mailer: Mailer, changes: Partial<Mail> = {}): Promise<void> {
  await database.db.transaction().execute((tx) => mailer.send(tx, { ...mail, ...changes }));
}

async function rows() {
  return (await database.pool.query('select * from mail_outbox order by id')).rows;
}

test.each([
  ['Cinema Letters <letters@house.example>', 'Cinema Letters <letters@house.example>'],
  ['"Letters, all" <letters@house.example>', '"Letters, all" <letters@house.example>'],
  ['<letters@house.example>', 'Countersign <letters@house.example>'],
])('whom %s names is the sender', async (from, shown) => {
  const catcher = await startCatcher();
  const mailer = mailerFor(catcher.url, fixedClock(today), from);
  await work(mailer);
  await send(mailer);
  await vi.waitFor(() => expect(catcher.caught).toHaveLength(1));
  const { source = '' } = catcher.caught[0] ?? {};
  expect(source).toContain(`From: ${shown}\r\n`);
  expect(source).toMatch(/^Message-ID: <[0-9a-f-]{36}@house\.example>\r$/mu);
});

test('a mail reaches the server as plain text, marked as automatic, and is then forgotten', async () => {
  const catcher = await startCatcher();
  const mailer = mailerFor(catcher.url);
  expect(mailer.deliverable()).toBe('smtp');
  await work(mailer);
  await send(mailer);
  await vi.waitFor(async () => expect((await rows())[0]?.delivered_at).not.toBeNull());
  const { source = '', session } = catcher.caught[0] ?? {};
  expect(catcher.caught).toHaveLength(1);
  expect(source).toMatch(/^From: Countersign <noreply@house\.example>\r$/mu);
  expect(source).toMatch(/^To: shirin@example\.org\r$/mu);
  expect(source).toMatch(/^Auto-Submitted: auto-generated\r$/mu);
  expect(source).toMatch(/^Message-ID: <[0-9a-f-]{36}@house\.example>\r$/mu);
  expect(source).toContain('Content-Type: text/plain; charset=utf-8');
  expect(source).toContain(link);
  expect(source).not.toMatch(/html|x-mailer|nodemailer/iu);
  // Said to the server in its greeting: our domain, not the name of this machine.
  expect(session?.hostNameAppearsAs).toBe('house.example');
  expect((await rows())[0]).toMatchObject({ recipient: null, subject: null, body: null });
  const stored = await database.pool.query('select j::text from pgboss.job j');
  expect(JSON.stringify(stored.rows)).not.toMatch(/shirin|SECRET/u);
  expect(lines.join('')).not.toMatch(/shirin|SECRET/u);
});

test('a server that is busy is asked again', async () => {
  const catcher = await startCatcher((attempt) => (attempt < 3 ? 451 : undefined));
  const mailer = mailerFor(catcher.url);
  await work(mailer);
  await send(mailer);
  await vi.waitFor(() => expect(catcher.caught).toHaveLength(1), { timeout: 10_000 });
  expect(catcher.attempts()).toBe(3);
  expect(lines.join('')).toContain('smtp.451');
  expect(lines.join('')).not.toContain('shirin');
});

test('a refusal for good is given up at once, and keeps the mail for the operator to retry', async () => {
  const catcher = await startCatcher((attempt) => (attempt === 1 ? 550 : undefined));
  const mailer = mailerFor(catcher.url);
  const jobs = await work(mailer);
  await send(mailer);
  await vi.waitFor(async () => expect((await listDead(database.db)).rows).toHaveLength(1));
  const [dead] = (await listDead(database.db)).rows;
  expect(dead).toMatchObject({ queue: 'mail.send', code: 'smtp.550', attempts: 1 });
  expect(catcher.attempts()).toBe(1);
  expect((await rows())[0]).toMatchObject({ delivered_at: null, body: mail.text });
  expect(await jobs.retryDead(dead?.id ?? '')).toBe(true);
  await vi.waitFor(() => expect(catcher.caught).toHaveLength(1), { timeout: 10_000 });
});

test('a server that is not there is tried again when it is', async () => {
  const gone = await startCatcher();
  await gone.close();
  const mailer = mailerFor(gone.url);
  await work(mailer);
  await send(mailer);
  await vi.waitFor(async () => {
    const all = await listJobs(database.db);
    const queue = all.find(({ name }) => name === 'mail.send');
    expect(queue).toMatchObject({ lastCode: 'ECONNREFUSED', dead: 0 });
  });
  expect((await rows())[0]).toMatchObject({ delivered_at: null, recipient: mail.to });
});

test('between machines a mail never travels in the clear', async () => {
  const catcher = await startCatcher();
  // The same server, under an address that is not known to be this machine.
  const mailer = mailerFor(catcher.url.replace('127.0.0.1', '[::ffff:127.0.0.1]'));
  await work(mailer);
  await send(mailer);
  await vi.waitFor(async () => {
    const all = await listJobs(database.db);
    expect(all.find(({ name }) => name === 'mail.send')).toMatchObject({ lastCode: 'ETLS.500' });
  });
  expect(catcher.caught).toEqual([]);
});

test('a mail of a transaction that rolls back is never sent', async () => {
  const mailer = mailerFor('smtp://127.0.0.1:9');
  await prepareJobs({ connection: testDatabase.options, log, handlers: mailer.handlers });
  const failing = database.db.transaction().execute(async (tx) => {
    await mailer.send(tx, mail);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await rows()).toEqual([]);
  const all = await listJobs(database.db);
  expect(all.find(({ name }) => name === 'mail.send')).toMatchObject({ waiting: 0 });
});

test('without a server mails wait in the outbox, and the first reading is noted', async () => {
  const mailer = mailerFor();
  expect(mailer.deliverable()).toBe('outbox');
  await send(mailer);
  const now = fixedClock(today)();
  const [listed] = await listOutbox(database.db, now);
  expect(listed).toMatchObject({
    to: mail.to,
    subject: mail.subject,
    kind: 'invitation',
    readAt: null,
  });
  expect(JSON.stringify(listed)).not.toContain('SECRET');
  const uid = listed?.uid ?? '';
  const read = async (at: Date) =>
    database.db.transaction().execute((tx) => readOutboxMail(tx, uid, at));
  expect(await read(now)).toMatchObject({ text: mail.text });
  const later = new Date(now.getTime() + 1000);
  expect(await read(later)).toMatchObject({ readAt: now });
});

test('a mail sent to a server cannot be read in the outbox', async () => {
  const mailer = mailerFor('smtp://127.0.0.1:9');
  await prepareJobs({ connection: testDatabase.options, log, handlers: mailer.handlers });
  await send(mailer);
  const now = fixedClock(today)();
  const [row] = await rows();
  expect(await listOutbox(database.db, now)).toEqual([]);
  const read = database.db.transaction().execute((tx) => readOutboxMail(tx, row?.uid, now));
  expect(await read).toBeUndefined();
});

test('after seven days a mail is gone, and before that it stays', async () => {
  await send(mailerFor());
  const almost = new Date('2026-01-28T09:59:59Z');
  const then = new Date('2026-01-28T10:00:00Z');
  expect(await purgeMails(database.db, almost)).toBe(0);
  expect(await listOutbox(database.db, then)).toEqual([]);
  expect(await purgeMails(database.db, then)).toBe(1);
  expect(await rows()).toEqual([]);
});

test('one mailbox is sent only so much a day, however its address is written', async () => {
  const mailer = mailerFor();
  for (const to of ['shirin@example.org', 'Shirin@example.org', 'shirin+x@EXAMPLE.org']) {
    await send(mailer, { to });
  }
  await expect(send(mailer)).rejects.toMatchObject({ code: 'mail-too-many' });
  await send(mailer, { to: 'other@example.org' });
  await send(mailerFor(undefined, fixedClock('2026-01-22T10:00:01Z')));
});

test('requests at the very same moment do not overrun the limit', async () => {
  const mailer = mailerFor();
  const sent = await Promise.allSettled(Array.from({ length: 9 }, () => send(mailer)));
  const refused = sent.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(6);
  for (const one of refused) expect(one).toMatchObject({ reason: { code: 'mail-too-many' } });
  expect(await rows()).toHaveLength(3);
});

test('one mailbox does not hold up another', async () => {
  const mailer = mailerFor();
  await database.db.transaction().execute(async (tx) => {
    await mailer.send(tx, mail);
    await send(mailer, { to: 'other@example.org' });
  });
  expect(await rows()).toHaveLength(2);
});

test.each([
  ['mail-address', { to: 'a@example.org\r\nBcc: b@example.org' }],
  ['mail-address', { to: 'a@example.org, b@example.org' }],
  ['mail-subject', { subject: 'Hello\r\nBcc: b@example.org' }],
  ['mail-subject', { subject: 'Hello\u2028there' }],
  ['mail-subject', { subject: '' }],
  ['mail-subject', { subject: 'x'.repeat(201) }],
  ['mail-text', { text: '' }],
  ['mail-text', { text: 'a\u0000b' }],
  ['mail-text', { text: 'x'.repeat(100_001) }],
])('refuses with %s: %j', async (code, changes) => {
  await expect(send(mailerFor(), changes)).rejects.toMatchObject({ code });
  expect(await rows()).toEqual([]);
});

test.each(['', 'mail.example.org', 'https://mail.example.org', 'smtp://'])(
  'refuses %j as a mail server without repeating it',
  (url) => {
    expect(() => mailerFor(url)).toThrow('MAIL_URL expected smtp://… or smtps://…');
  },
);
