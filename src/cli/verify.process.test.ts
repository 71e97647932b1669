import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeDossier, writeZip } from '@countersign/dossier';
import { canonicalJson } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { person, sampleDossier, samplePage } from '../../packages/dossier/test/sample-dossier.ts';
import { countersign as run } from '../../test/process/countersign.ts';

const home = mkdtempSync(path.join(os.tmpdir(), 'countersign-verify-'));
const { bytes, log, contents } = sampleDossier();
const own = contents.editions.find(({ subject }) => subject === person);
const document = canonicalJson(own?.document ?? null);
const proof = canonicalJson(log.proofOf(person));
const policy = file('policy.txt', log.policyText);
let server: Server;
let origin: string;
const own64 = Buffer.from(node.sha256(Buffer.from(document))).toString('hex');
let pageHash = own64;
let served: Readonly<Record<string, string | Uint8Array>>;

beforeAll(async () => {
  served = {
    [`/dossier/${person}.zip`]: bytes,
    [`/dossier/${person}.json`]: document,
    [`/log/proof/${person}`]: proof,
    '/log/policy': log.policyText,
  };
  server = createServer((request, response) => {
    const [at = ''] = (request.url ?? '').split('?');
    if (at.startsWith('/away/')) {
      response.writeHead(302, { Location: 'http://127.0.0.1:1/x' }).end();
      return;
    }
    if (at.startsWith('/en/')) {
      response.end(`<p>Fingerprint ${pageHash}</p>`);
      return;
    }
    const body = served[at];
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
});

afterAll(() => {
  server.close();
  rmSync(home, { recursive: true, force: true });
});

function file(name: string, content: string | Uint8Array): string {
  const place = path.join(home, name);
  writeFileSync(place, content);
  return place;
}

const verify = (...args: string[]) => run(path.join(home, 'data'), ['verify', ...args]);
const dossier = file('dossier.zip', bytes);

test('a dossier is proven under one’s policy: 0', async () => {
  const { code, stdout: out } = await verify(dossier, '--policy', policy);
  expect(out).toContain('This is what was published');
  expect(out).toContain('Countersigned by alpha.example/countersigner at 21 January 2026');
  expect(out).toContain('What is not proven');
  expect(code).toBe(0);
});

test('a dossier of a log whose key was succeeded is proven to who knows the old key, in words', async () => {
  const succeeded = file('succeeded.zip', sampleDossier({ succeeded: true }).bytes);
  for (const [language, words] of [
    ['en', /Its key [0-9a-f]{8} was succeeded by [0-9a-f]{8}: entry 0 of the log says so/],
    ['fr', /La clé [0-9a-f]{8} a succédé à la clé [0-9a-f]{8}/],
    ['fa', /کلید [0-9a-f]{8} جانشین کلید/],
  ] as const) {
    const { code, stdout: out } = await verify(
      succeeded,
      '--policy',
      policy,
      '--language',
      language,
    );
    expect(out).toMatch(words);
    expect(code).toBe(0);
  }
  const told = await verify(succeeded, '--policy', policy, '--json');
  expect(told.values()).toMatchObject([{ successions: [{ index: '0' }] }]);
});

test('without a policy its identity is not established: 8, in three languages', async () => {
  for (const [language, words] of [
    ['en', 'whose it is, is not established'],
    ['fr', 'de qui il vient n’est pas établi'],
    ['fa', 'معلوم نیست از کیست'],
  ] as const) {
    const { code, stdout: out } = await verify(dossier, '--language', language);
    expect(out).toContain(words);
    expect(code).toBe(8);
  }
});

test('a press kit proves nothing: it is told what to take out of it', async () => {
  const readme = { name: 'README.en.txt', bytes: Buffer.from('A call') };
  const kit = writeZip([readme, { name: 'dossier.zip', bytes }]);
  const { code, stdout, stderr } = await verify(file('kit.zip', kit), '--policy', policy);
  expect(stdout).toBe('');
  expect(stderr).toContain('Take dossier.zip out of it');
  expect(code).toBe(10);
});

test('a changed one is refused and the part at fault named: 9', async () => {
  const changed = bytes.slice();
  const at = Buffer.from(bytes).indexOf('claims.jsonl') + 60;
  changed[at] = (changed[at] ?? 0) ^ 1;
  const { code, stdout: out } = await verify(file('changed.zip', changed), '--policy', policy);
  expect(out).toContain('At fault: claims.jsonl');
  expect(code).toBe(9);
});

test('what cannot be read was not refused: 10', async () => {
  expect((await verify(path.join(home, 'missing.zip'))).code).toBe(10);
  expect((await verify(home)).code).toBe(10);
  expect((await verify(dossier, '--policy', dossier)).code).toBe(10);
  expect((await verify(dossier, '--roots', policy)).code).toBe(10);
  expect((await verify(`${origin}/dossier/${person.replace('0', '1')}.zip`)).code).toBe(10);
  expect((await verify(`http://127.0.0.1:1/dossier/${person}.zip`)).code).toBe(10);
  expect((await verify(`${origin}/en/people`)).code).toBe(2);
});

test('a proof with its document, and a proof alone, which names no keys', async () => {
  const both = [file('proof.json', proof), file('document.json', document)];
  expect((await verify(...both)).code).toBe(2);
  expect((await verify(...both, '--policy', policy)).code).toBe(0);
  const other = file('other.json', document.replace('A director', 'A traitor'));
  expect((await verify(both[0] ?? '', other, '--policy', policy)).code).toBe(9);
});

test('a page, a dossier or a proof by its address', async () => {
  for (const at of [`/en/people/${person}`, `/dossier/${person}.zip`, `/log/proof/${person}`]) {
    expect((await verify(`${origin}${at}`)).code).toBe(8);
    expect((await verify(`${origin}${at}`, '--policy', policy)).code).toBe(0);
  }
});

test('a page that shows another edition than the proven one is not told as published', async () => {
  const at = `${origin}/en/people/${person}`;
  const same = await verify(at, '--policy', policy);
  expect(same).toMatchObject({ code: 0 });
  expect(same.stdout).toContain('its words were not compared');
  pageHash = '0'.repeat(64);
  const other = await verify(at, '--policy', policy);
  pageHash = own64;
  expect(other).toMatchObject({ code: 9 });
  expect(other.stdout).toMatch(/^The page at this address does not show what was proven/);
});

test('what is no dossier at all was not refused but not read: 10', async () => {
  for (const content of ['', 'log in with <html>', Buffer.from('ffd8ffe0', 'hex')]) {
    expect((await verify(file('thing', content))).code).toBe(10);
  }
});

test('as JSON, with nothing that JSON cannot carry', async () => {
  const { code, stdout: out } = await verify(dossier, '--json');
  const verdict = JSON.parse(out) as Record<string, unknown>;
  expect(verdict).toMatchObject({
    outcome: 'unidentified',
    subject: person,
    checkpoint: {
      origin: 'log.example/5f0c',
      size: '9',
      root: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  });
  expect(code).toBe(8);
});

test('nothing in it can move the cursor of a terminal', async () => {
  const head = { ...contents.head, publisher: 'A record\u001b[2J\u202e of lies' };
  const bad = writeDossier(node, { ...contents, head }, samplePage);
  const { stdout: out } = await verify(file('x.zip', bad), '--policy', policy);
  expect(out).toContain('A record[2J of lies');
  expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
});
