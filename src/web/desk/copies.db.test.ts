import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import { createBlobStore, openDiskShelf, type BlobStore } from '#platform/blobs';
import { addReadSource, openCodingFixture, type CodingFixture } from './coding/coding-fixture.ts';
import { deskCopyRoutes } from './copies.ts';

let fixture: CodingFixture;
let folder: string;
let blobs: BlobStore;

beforeAll(async () => {
  fixture = await openCodingFixture();
  folder = await mkdtemp(path.join(tmpdir(), 'copies-'));
  blobs = createBlobStore(await openDiskShelf(folder), new Uint8Array(32).fill(3));
});

afterAll(async () => {
  await fixture.close();
  await rm(folder, { recursive: true });
});

async function ask(
  uid: string,
  actor: Actor | undefined,
  headers: Record<string, string> = {},
  factors: 1 | 2 = 2,
) {
  const routes = deskCopyRoutes({
    db: fixture.db,
    blobs,
    sessionCookie: 'session',
    findSession: () =>
      Promise.resolve(
        actor && { actor, session: { uid: 's', factors, confirmed: false }, locale: 'en' },
      ),
  });
  return routes.request(`/desk/copies/${uid}`, { headers: { Cookie: 'session=x', ...headers } });
}

const text = '<script>alert(1)</script> words of a witness';

async function added(restricted: boolean): Promise<string> {
  const stored = await blobs.put(new TextEncoder().encode(text), { restricted });
  const source = await addReadSource(fixture.db, fixture.documenter, text, {
    blobKey: stored.key,
    restricted,
  });
  return source.copy;
}

const viewings = async (uid: string) => {
  const rows = await fixture.db
    .selectFrom('custody_step')
    .innerJoin('copy', 'copy.id', 'custody_step.copy_id')
    .where('copy.uid', '=', uid)
    .where('kind', '=', 'viewed')
    .selectAll('custody_step')
    .execute();
  return rows.length;
};

const audited = async (uid: string) => {
  const rows = await fixture.db
    .selectFrom('audit')
    .where('action', '=', 'copy.read')
    .where('subject', '=', uid)
    .selectAll()
    .execute();
  return rows.length;
};

test('a copy goes out whole and in a sandbox, and one sitting is one viewing', async () => {
  const uid = await added(false);
  const response = await ask(uid, fixture.documenter);
  expect(await response.text()).toBe(text);
  expect(response.headers.get('Content-Security-Policy')).toContain('sandbox');
  expect(response.headers.get('Content-Type')).toBe('application/octet-stream');
  expect(response.headers.get('Content-Disposition')).toContain('attachment');
  const part = await ask(uid, fixture.documenter, { Range: 'bytes=8-13' });
  expect([part.status, await part.text()]).toEqual([206, 'alert(']);
  expect(await viewings(uid)).toBe(1);
  await (await ask(uid, fixture.reviewer)).text();
  expect(await viewings(uid)).toBe(2);
  expect(await audited(uid)).toBe(0);
});

test('what is kept encrypted is opened, and the audit trail says by whom', async () => {
  const uid = await added(true);
  expect(await (await ask(uid, fixture.reviewer)).text()).toBe(text);
  expect(await audited(uid)).toBe(1);
});

test('an administrator who has shown one factor opens no copy', async () => {
  const uid = await added(false);
  const administrator: Actor = { ...fixture.reviewer, roles: ['administrator'] };
  expect((await ask(uid, administrator, {}, 1)).status).toBe(404);
  expect(await viewings(uid)).toBe(0);
  expect((await ask(uid, administrator)).status).toBe(200);
});

test('for everybody else there is no such copy, and nothing is written', async () => {
  const uid = await added(false);
  const statuses = [
    (await ask(uid, fixture.outsider)).status,
    (await ask(uid, undefined)).status,
    (await ask('0', fixture.documenter)).status,
    (await ask('6f1f2c1e-6a35-4b0e-9a77-0d1f3c1f2b11', fixture.documenter)).status,
  ];
  expect(statuses).toEqual([404, 404, 404, 404]);
  expect(await viewings(uid)).toBe(0);
});
