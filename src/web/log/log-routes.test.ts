import * as fc from 'fast-check';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { expect, test } from 'vitest';
import type { TreeFiles } from '#log';
import { logRoutes } from './log-routes.ts';

const read: string[] = [];
const files: TreeFiles = {
  write: () => Promise.reject(new Error('nobody writes here')),
  read(path) {
    read.push(path);
    return Promise.resolve(undefined);
  },
  removePartials: () => Promise.reject(new Error('nobody removes here')),
  names: () => Promise.reject(new Error('nobody lists here')),
  remove: () => Promise.reject(new Error('nobody removes here')),
};
const routes = logRoutes({
  // Of a log that has published nothing.
  readerDb: new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }),
  files,
  publicUrl: 'https://log.example',
  demonstration: () => false,
});
const known =
  /^(?:tile\/(?:[0-9]|[1-5][0-9]|6[0-3]|entries)\/(?:x\d{3}\/)*\d{3}(?:\.p\/\d{1,3})?|register\/(?:bucket\/)?[0-9a-f]{64})$/;

const hash = 'a'.repeat(64);
test.each([
  '/log/tile/../../keys/log.key',
  '/log/tile/%2e%2e/%2e%2e/keys/log.key',
  '/log/tile/0/..%2f..%2f..%2fkeys%2flog.key',
  '/log/tile/0/000%00',
  '/log/tile/0//000',
  '/log/tile/0/000/',
  '/log/tile/0/000.p/0',
  '/log/tile/0/000.p/256',
  '/log/tile/0/000.p/0001',
  '/log/tile/64/000',
  '/log/tile/-1/000',
  '/log/tile/00/000',
  '/log/tile/0/x000/000',
  '/log/tile/0/1',
  `/log/tile/0/${'x999/'.repeat(200)}000`,
  '/log/tile/entries',
  '/log/tile/0/000.0a1b2c3d4e5f.draft',
  `/log/register/bucket/../${hash}`,
  `/log/register/${hash.toUpperCase()}`,
  `/log/register/${hash}%0a`,
  `/log/register/bucket/${hash}/x`,
  '/log/opening/x',
  '/log/opening/%00',
  '/log/proof/..',
  '/log/proof/0A5F6C1E-64D5-4C4E-9A53-0F6F5F0C8F3B',
])('%s names nothing, and no file is looked for', async (path) => {
  read.length = 0;
  expect((await routes.request(path)).status).toBe(404);
  // The address may have been tidied to one that a file could have.
  for (const one of read) expect(one).toMatch(known);
});

test('whatever is asked for, no other file is looked for than those of a log', async () => {
  const piece = fc.constantFrom(
    '..',
    '.',
    '%2e',
    '%2f',
    '%5c',
    '%00',
    'tile',
    'entries',
    'x001',
    '000',
    '000.p',
    '7',
    'register',
    'bucket',
    hash,
    '',
  );
  const path = fc.array(fc.oneof(piece, fc.string({ maxLength: 5 }).map(encodeURIComponent)), {
    maxLength: 7,
  });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('tile', 'register'), path, async (area, rest) => {
      read.length = 0;
      await routes.request(`/log/${area}/${rest.join('/')}`);
      for (const one of read) expect(one).toMatch(known);
    }),
    { numRuns: 300 },
  );
});
