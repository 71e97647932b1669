import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditActions } from '#accounts';
import type { House } from '#web/context';
import * as jobsPage from '../../src/web/desk/operation/jobs.tsx';
import * as mailPage from '../../src/web/desk/operation/mail.tsx';
import english from '../../src/web/messages/en/record.json' with { type: 'json' };
import persian from '../../src/web/messages/fa/record.json' with { type: 'json' };
import french from '../../src/web/messages/fr/record.json' with { type: 'json' };
import { addPerson, openRecord, type RecordFixture } from '../record/fixture.ts';
import { deskCall } from './desk-call.ts';

let house: RecordFixture;
beforeAll(async () => {
  house = await openRecord();
});
afterAll(() => house[Symbol.asyncDispose]());

test('what was given up is tried again by whoever runs the instance, and by nobody else', async () => {
  const { db, reviewer } = house;
  const admin = await addPerson(db, 'Olga', ['administrator']);
  const job = randomUUID();
  const retried: string[] = [];
  const retryDead = (id: string) => Promise.resolve(retried.push(id) > 0);
  const call = (actor: typeof reviewer, id: string) =>
    deskCall(db, actor, '/desk/operation', {
      form: [['job', id]],
      house: { jobs: { retryDead } as House['jobs'] },
    });
  const answer = await jobsPage.action(call(admin, job));
  expect(answer instanceof Response && answer.headers.get('Location')).toBe('/desk/operation');
  await jobsPage.action(call(admin, 'no job'));
  const refused = (async () => jobsPage.action(call(reviewer, job)))();
  await expect(refused).rejects.toMatchObject({ status: 404 });
  expect(retried).toEqual([job]);
});

test('whoever reads a mail of the outbox is written down, and told whether it was read before', async () => {
  const { db } = house;
  const admin = await addPerson(db, 'Omar', ['administrator']);
  const { uid } = await db
    .insertInto('mail_outbox')
    .values({
      ...{
        kind: 'account.invitation',
        recipient: 'dariush@example.org',
        subject: 'Your invitation',
      },
      body: 'Open this:\nhttps://example.org/account/join#code\nand then join.',
      ...{ via: 'outbox', recipient_hmac: Buffer.alloc(32) },
      created_at: new Date(),
      expires_at: new Date(Date.now() + 60_000),
    })
    .returning('uid')
    .executeTakeFirstOrThrow();
  const read = () =>
    mailPage.action(deskCall(db, admin, '/desk/operation/mail', { form: [['mail', uid]] }));
  const link = 'https://example.org/account/join#code';
  expect(await read()).toMatchObject({ data: { wasRead: false, link } });
  expect(await read()).toMatchObject({ data: { wasRead: true, link } });
  const written = await db
    .selectFrom('audit')
    .select(['account_id', 'subject'])
    .where('action', '=', 'mail.read')
    .execute();
  const line = { account_id: admin.accountId, subject: uid };
  expect(written).toEqual([line, line]);
});

test('every line of the audit trail has a name in every language', () => {
  const labels = [english, french, persian].map((messages: Readonly<Record<string, string>>) =>
    auditActions.map((action) => messages[`audit.${action}`]),
  );
  for (const own of labels) expect(new Set(own).size).toBe(auditActions.length);
  expect(labels.flat()).not.toContain(undefined);
});
