import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditActions } from '#accounts';
import type { House } from '#web/context';
import * as mailPage from '../../src/web/desk/operation/mail.tsx';
import * as jobsPage from '../../src/web/desk/operation/jobs.tsx';
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

test('whoever reads a mail of the outbox stands in the audit trail, and nobody for a mail that is not there', async () => {
  const { db } = house;
  const admin = await addPerson(db, 'Omar', ['administrator']);
  const hash = Buffer.alloc(32, 7);
  const { uid } = await db
    .insertInto('mail_outbox')
    .values({
      ...{ kind: 'invitation', via: 'outbox', recipient: 'n@example.org', recipient_hmac: hash },
      ...{ subject: 's', body: 'a link', created_at: new Date(), expires_at: new Date(8.64e15) },
    })
    .returning('uid')
    .executeTakeFirstOrThrow();
  const read = (mail: string) =>
    mailPage.action(deskCall(db, admin, '/desk/operation/mail', { form: [['mail', mail]] }));
  await read(uid);
  await expect(read(randomUUID())).rejects.toMatchObject({ status: 404 });
  const told = await db
    .selectFrom('audit')
    .select(['subject', 'account_id'])
    .where('action', '=', 'mail.read')
    .execute();
  expect(told).toEqual([{ subject: uid, account_id: admin.accountId }]);
});

test('every line of the audit trail has a name in every language', () => {
  const labels = [english, french, persian].map((messages: Readonly<Record<string, string>>) =>
    auditActions.map((action) => messages[`audit.${action}`]),
  );
  for (const own of labels) expect(new Set(own).size).toBe(auditActions.length);
  expect(labels.flat()).not.toContain(undefined);
});
