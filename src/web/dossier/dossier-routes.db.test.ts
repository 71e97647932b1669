import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Hono } from 'hono';
import { verifyDossier } from '@countersign/dossier';
import { parseEditionProof, canonicalJson, type JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { proveEdition } from '#log';
import { asReader, openDatabase, type Database } from '#platform/database';
import { createPageMaker } from '#publish';
import { readDossierWords } from '../../dossier-words.ts';
import { publishNewest } from '../../log/publish-checkpoint.ts';
import { openTestLog, type TestLog } from '../../log/log.fixture.ts';
import { publish, takeBack } from '../../../test/publish/publish-sample.ts';
import { director, directorDocument } from '../../../test/publish/sample-people.ts';
import { addPerson } from '../../../test/record/fixture.ts';
import { dossierRoutes } from './dossier-routes.ts';

const gone = '0f0f0f0f-64d5-4c4e-9a53-0f6f5f0c8f3b';
const unknown = '00000000-0000-4000-8000-00000000dead';
const verifyPage = { html: '<!doctype html>', contentSecurityPolicy: "script-src 'sha256-x'" };

let log: TestLog;
let reader: Database;
let app: Hono;

beforeAll(async () => {
  log = await openTestLog();
  reader = openDatabase(asReader(log.options), () => {});
  const { db } = log;
  await db.insertInto('log_key').values({ verifier_key: log.signer.verifierKey }).execute();
  const author = await addPerson(db, 'Dara', ['documenter']);
  const approver = await addPerson(db, 'Rana', ['reviewer', 'documenter']);
  const one = directorDocument();
  await publish(db, [author, approver], [one, { ...one, subject: gone }]);
  await takeBack(db, [author, approver], gone, 'person');
  app = dossierRoutes({
    ...{ readerDb: reader.db, files: log.files },
    maker: () => ({
      ...{ publisher: 'A record', publicUrl: 'https://record.example' },
      ...{ demonstration: true, singleReviewer: true },
      page: createPageMaker(node, readDossierWords()),
    }),
    verifyPage: () => Promise.resolve(verifyPage),
  });
}, 60_000);

afterAll(async () => {
  await reader?.close();
  await log?.close();
});

test('before the log has it, one is asked to come again', async () => {
  const answer = await app.request(`/dossier/${director}.zip`);
  expect(answer.status).toBe(503);
  expect(answer.headers.get('Retry-After')).toBe('30');
  await log.drain();
  await publishNewest(log.db);
});

test('a dossier is a download that does nothing in our name, and marks a demonstration', async () => {
  const answer = await app.request(`/dossier/${director}.zip?lang=fa`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('Content-Type')).toBe('application/zip');
  expect(answer.headers.get('Content-Disposition')).toBe(`attachment; filename="${director}.zip"`);
  expect(answer.headers.get('Content-Security-Policy')).toContain('sandbox');
  expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const verdict = await verifyDossier(node, { bytes });
  expect(verdict).toMatchObject({
    outcome: 'unidentified',
    head: { lang: 'fa', demonstration: true, singleReviewer: true },
  });
  const tag = answer.headers.get('ETag') ?? '';
  const again = await app.request(`/dossier/${director}.zip?lang=fa`, {
    headers: { 'If-None-Match': tag },
  });
  expect(again.status).toBe(304);
});

test('the document is the one that the proof is of', async () => {
  const answer = await app.request(`/dossier/${director}.json`);
  const text = await answer.text();
  const proof = parseEditionProof(await proveEdition(reader.db, log.files, director));
  const hash = proof.edition.opening.fields.find((one) => 'name' in one && one.name === 'hash');
  const found = Buffer.from(node.sha256(Buffer.from(text))).toString('base64');
  expect(hash).toMatchObject({ value: found });
  expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text);
});

test.each([
  [`/dossier/${gone}.zip`, 410],
  [`/dossier/${gone}.json`, 404],
  [`/dossier/${unknown}.zip`, 404],
  [`/dossier/${director}.zip?lang=xx`, 404],
  [`/dossier/${director}.html`, 404],
  [`/dossier/${director}`, 404],
  ['/dossier/..%2f..%2fetc%2fpasswd.zip', 404],
])('%s is answered with %i', async (at, status) => {
  const answer = await app.request(at);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('Cache-Control')).toBe('no-store');
});

test('nothing but reading', async () => {
  const answer = await app.request(`/dossier/${director}.zip`, { method: 'POST' });
  expect(answer.status).toBe(404);
});

test('the verification page is a download with the policy that it carries', async () => {
  const answer = await app.request('/verify.html');
  expect(answer.headers.get('Content-Disposition')).toContain('attachment');
  expect(answer.headers.get('Content-Security-Policy')).toBe(verifyPage.contentSecurityPolicy);
  expect(await answer.text()).toBe(verifyPage.html);
});
