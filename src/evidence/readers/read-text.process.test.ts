import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { isNetworkCut, startReadingProcess } from './confined-process.ts';
import { readText, type ReadProgress } from './read-text.ts';
import { docxBomb } from './samples/bomb-sample.ts';
import { docxSample, odtSample } from './samples/office-sample.ts';
import { pdfSample } from './samples/pdf-sample.ts';
import { english, persian } from './samples/sentences.ts';
import { htmlSample, mailSample, nestedMailSample } from './samples/web-sample.ts';
import { zipSample } from './samples/zip-sample.ts';

const gigabyte = 1024 ** 3;
let temporary: string;
const systemTemporary = process.env['TMPDIR'];

// A temporary folder of our own, so that what a reading leaves behind is seen.
beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'readers-test-'));
  process.env['TMPDIR'] = temporary;
});

afterEach(async () => {
  expect(await readdir(temporary)).toEqual([]);
});

afterAll(async () => {
  if (systemTemporary === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = systemTemporary;
  await rm(temporary, { recursive: true });
});

test('reads every format in the confined process, more at once than it lets in', async () => {
  const page = htmlSample({ title: 'T', author: 'A', paragraphs: persian, language: 'fa' });
  const mail = mailSample({ from: 'A', subject: 'S', text: persian[1] });
  const results = await Promise.all([
    readText(Buffer.from(persian[1])),
    readText(Buffer.from(page)),
    readText(Buffer.from(mail)),
    readText(pdfSample({ pages: [persian[1]] })),
    readText(docxSample({ paragraphs: [persian[1]] })),
    readText(odtSample({ paragraphs: [persian[1]] })),
  ]);
  for (const result of results) {
    expect(result).toMatchObject({ ok: true, text: expect.stringContaining(persian[1]) });
  }
});

test('reads from a path and tells how far it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'source-'));
  const path = join(folder, 'three pages.pdf');
  await writeFile(path, pdfSample({ pages: english }));
  const seen: ReadProgress[] = [];
  const result = await readText(path, {
    fileName: path,
    onProgress: (progress) => seen.push(progress),
  });
  await rm(folder, { recursive: true });
  expect(result).toMatchObject({ ok: true, text: english.join('\f') });
  expect(seen.map(({ stage }) => stage)).toEqual([
    'waiting',
    'reading',
    'parsing',
    'pages',
    'pages',
    'pages',
    'done',
  ]);
});

test('a path that is not there is the caller’s to know', async () => {
  await expect(readText('/nowhere/at/all')).rejects.toThrow('ENOENT');
});

test('the process that reads can do nothing else', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const workingFolder = await mkdtemp(join(tmpdir(), 'probe-'));
  const program = fileURLToPath(new URL('samples/confinement-probe.ts', import.meta.url));
  const child = startReadingProcess({ memoryMb: 256, cpuSeconds: 20, workingFolder, program });
  child.stdin.end(String(typeof address === 'object' && address?.port));
  let output = '';
  for await (const chunk of child.stdout) output += String(chunk);
  server.close();
  await rm(workingFolder, { recursive: true });
  const denied = expect.stringMatching(/restricted|denied|permission/i);
  expect(JSON.parse(output)).toMatchObject({
    readPasswords: denied,
    readEnvironment: denied,
    listFolder: denied,
    writeFile: denied,
    startProgram: denied,
    startWorker: denied,
    codeFromString: expect.stringContaining('Code generation from strings'),
    connectedBefore: isNetworkCut() ? expect.stringMatching(/ECONNREFUSED|ENETUNREACH/) : 'done',
    connectedAfter: expect.stringContaining('has no network'),
    environment: [],
    argumentCount: 2,
  });
});

test('a file that takes too long is given up', async () => {
  const deep = Buffer.from('<html>' + '<div>'.repeat(400_000));
  expect(await readText(deep, { limits: { timeoutMs: 1_500 } })).toMatchObject({
    ok: false,
    code: 'timeout',
  });
});

test('a file that takes too much memory is given up', async () => {
  const long = Buffer.alloc(80_000_000, 'word ');
  const result = await readText(long, { limits: { memoryMb: 220 } });
  expect(result).toMatchObject({ ok: false, code: 'out-of-memory' });
});

test('a file above the limit is not even started', async () => {
  const result = await readText(Buffer.alloc(11), { limits: { maxBytes: 10 } });
  expect(result).toMatchObject({ ok: false, code: 'too-large' });
});

test('an archive of one gigabyte of nothing is refused, whatever size it declares', async () => {
  expect(await readText(docxBomb(gigabyte))).toMatchObject({ ok: false, code: 'bomb' });
  expect(await readText(docxBomb(250 * 1024 * 1024))).toMatchObject({ ok: false, code: 'bomb' });
  expect(await readText(docxBomb(1_000))).toMatchObject({ ok: false, code: 'broken' });
  const many = Array.from({ length: 3_000 }, (_, index) => ({ name: `${index}`, content: '' }));
  expect(await readText(docxSample({ paragraphs: english, more: many }))).toMatchObject({
    code: 'bomb',
  });
});

test.each<[string, Uint8Array]>([
  ['huge repeated text', Buffer.alloc(6_000_000, 'again ')],
  ['100,000 nested elements', Buffer.from(`<html>${'<div>'.repeat(100_000)}x`)],
  ['100,000 siblings', Buffer.from(`<html>${'<p>x</p>'.repeat(100_000)}`)],
  ['mail parts 200 deep', Buffer.from(nestedMailSample(200))],
  ['mail parts 40 deep', Buffer.from(nestedMailSample(40))],
  ['a PDF without its table', Buffer.from(pdfSample({ pages: english })).subarray(0, -400)],
  ['a PDF whose table lies', brokenXref()],
  ['an archive in an archive', nestedZip(30)],
  [
    'deeply nested Word tables',
    docxSample({ paragraphs: ['x'], rawBody: '<w:tbl><w:tr><w:tc>'.repeat(20_000) }),
  ],
  [
    'deeply nested OpenDocument lists',
    odtSample({ paragraphs: ['x'], rawBody: '<text:list>'.repeat(20_000) }),
  ],
  ['a long line of one letter', Buffer.alloc(4_000_000, 'ا')],
  ['angle brackets only', Buffer.from(`<html>${'<'.repeat(500_000)}`)],
  ['comments never closed', Buffer.from(`<html>${'<!--'.repeat(200_000)}`)],
])('%s ends in a text or a reason', async (_name, bytes) => {
  const result = await readText(bytes, { limits: { timeoutMs: 30_000 } });
  if (result.ok) expect(result.codePoints).toBeLessThanOrEqual(5_000_000);
  else expect(['too-large', 'broken', 'unsupported', 'no-text', 'timeout']).toContain(result.code);
});

test('an abort ends the process and rejects with its reason', async () => {
  const controller = new AbortController();
  const reading = readText(Buffer.from(`<html>${'<div>'.repeat(400_000)}`), {
    signal: controller.signal,
    onProgress: ({ stage }) => {
      if (stage === 'parsing') controller.abort(new Error('left the page'));
    },
  });
  await expect(reading).rejects.toThrow('left the page');
});

function brokenXref(): Uint8Array {
  const text = Buffer.from(pdfSample({ pages: english })).toString('latin1');
  return Buffer.from(text.replace(/\d{10} 00000 n/g, '0000000007 00000 n'), 'latin1');
}

function nestedZip(depth: number): Uint8Array {
  let bytes = zipSample([{ name: 'a.txt', content: 'x' }]);
  for (let level = 0; level < depth; level += 1)
    bytes = zipSample([{ name: 'inner.zip', content: bytes }]);
  return bytes;
}
