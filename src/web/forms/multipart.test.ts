import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { readMultipart, type IncomingFile } from './multipart.ts';
import { parseUploadForm } from './upload-form.ts';

const limits = { fieldBytes: 1000, allFieldsBytes: 5000, fields: 10 };
const boundary = 'x-boundary';
const type = `multipart/form-data; boundary=${boundary}`;

function posted(body: BodyInit | AsyncIterable<Uint8Array>, contentType?: string): Request {
  const stream = typeof body === 'object' && Symbol.asyncIterator in body;
  const init: RequestInit & { duplex?: 'half' } = {
    method: 'POST',
    body: stream ? (Readable.toWeb(Readable.from(body)) as BodyInit) : body,
    ...(contentType !== undefined && { headers: { 'Content-Type': contentType } }),
    duplex: 'half',
  };
  return new Request('http://x/', init);
}

const field = (name: string, value: string): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const fileHead = (name: string, fileName: string): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: text/plain\r\n\r\n`;
const end = `\r\n--${boundary}--\r\n`;

async function read(file: IncomingFile): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('gives back what a browser sends: fields, then files, in their order', async () => {
  const form = new FormData();
  form.append('title', 'خبر «یک»');
  form.append('title', 'two\r\nlines');
  form.append('files', new File(['first'], 'گزارش ۱.txt', { type: 'text/plain' }));
  form.append('files', new File([], 'empty.bin'));
  form.append('files', new File([new Uint8Array(300_000).fill(7)], 'b "c".bin'));
  const { fields, files } = await readMultipart(posted(form), limits);
  expect(fields).toEqual([
    ['title', 'خبر «یک»'],
    ['title', 'two\r\nlines'],
  ]);
  const found: unknown[] = [];
  for await (const file of files) {
    found.push([file.field, file.name, file.mediaType, (await read(file)).length]);
  }
  expect(found).toEqual([
    ['files', 'گزارش ۱.txt', 'text/plain', 5],
    ['files', 'empty.bin', 'application/octet-stream', 0],
    ['files', expect.stringContaining('c'), 'application/octet-stream', 300_000],
  ]);
});

test('the same comes out however the body is cut into pieces', async () => {
  const content = randomBytes(2000);
  const body = Buffer.concat([
    Buffer.from(field('a', 'سلام') + fileHead('f', 'x')),
    content,
    Buffer.from(`\r\n${fileHead('f', 'y')}--${boundary.slice(0, 5)}${end}`),
  ]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(body.length), { maxLength: 40 }), async (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), body.length];
      async function* pieces(): AsyncGenerator<Uint8Array> {
        for (const [index, start] of at.entries()) yield body.subarray(start, at[index + 1]);
      }
      const { fields, files } = await readMultipart(posted(pieces(), type), limits);
      expect(fields).toEqual([['a', 'سلام']]);
      const found: Buffer[] = [];
      for await (const file of files) found.push(await read(file));
      expect(found).toEqual([content, Buffer.from(`--${boundary.slice(0, 5)}`)]);
    }),
    { numRuns: 60 },
  );
});

test('a file that is left unread, or half read, does not hold up the next', async () => {
  const form = new FormData();
  for (const name of ['a', 'b', 'c']) form.append('f', new File([new Uint8Array(400_000)], name));
  const { files } = await readMultipart(posted(form), limits);
  const names: string[] = [];
  for await (const file of files) {
    names.push(file.name);
    if (file.name === 'b') {
      for await (const chunk of file.bytes) {
        if (chunk.length > 0) break;
      }
    }
  }
  expect(names).toEqual(['a', 'b', 'c']);
});

test.each([
  ['no multipart body', 'title=x', 'application/x-www-form-urlencoded'],
  ['no boundary', field('a', 'b'), 'multipart/form-data'],
  ['no end', field('a', 'b'), type],
  ['nothing', '', type],
])('refuses %s as a bad request', async (_name, body, contentType) => {
  const reading = readMultipart(posted(body, contentType), limits);
  await expect(reading).rejects.toMatchObject({ status: 400 });
});

test('refuses a file cut short, and a field behind a file', async () => {
  const cut = await readMultipart(posted(`${fileHead('f', 'x')}some bytes`, type), limits);
  const { value } = await cut.files.next();
  if (value === undefined) throw new Error('expected a file');
  await expect(read(value)).rejects.toMatchObject({ status: 400 });
  await expect(cut.files.next()).rejects.toMatchObject({ status: 400 });

  const body = `${fileHead('f', 'x')}a\r\n${field('restricted', 'on')}${end.slice(2)}`;
  const late = await readMultipart(posted(body, type), limits);
  await late.files.next();
  await expect(late.files.next()).rejects.toMatchObject({ status: 400 });
});

test('what breaks the body breaks the file, by the same error', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${fileHead('f', 'x')}some bytes`);
    throw new Error('the line was cut');
  }
  const { files } = await readMultipart(posted(broken(), type), limits);
  const { value } = await files.next();
  if (value === undefined) throw new Error('expected a file');
  await expect(read(value)).rejects.toThrow('the line was cut');
  await expect(files.next()).rejects.toThrow('the line was cut');
});

test('fields are limited in number and in bytes', async () => {
  const many = Array.from({ length: 11 }, () => field('a', 'b')).join('') + end.slice(2);
  await expect(readMultipart(posted(many, type), limits)).rejects.toMatchObject({ status: 413 });
  const much = Array.from({ length: 6 }, () => field('a', 'b'.repeat(1000))).join('');
  const refused = readMultipart(posted(much + end.slice(2), type), limits);
  await expect(refused).rejects.toMatchObject({ status: 413 });
  const long = field('a', 'é'.repeat(4000)) + end.slice(2);
  const schema = z.object({ a: z.string() });
  const { form } = await parseUploadForm(posted(long, type), schema, { characters: 3999 });
  expect(form.state.problems).toMatchObject([{ code: 'form-too-long', field: 'a' }]);
});

test('no more of a body is taken than its reader has asked for', async () => {
  const piece = Buffer.alloc(64 * 1024, 1);
  const pieces = 400;
  let [sent, taken, mostAhead, largest] = [0, 0, 0, 0];
  async function* body(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(fileHead('f', 'x'));
    for (let index = 0; index < pieces; index += 1) {
      sent += piece.length;
      mostAhead = Math.max(mostAhead, sent - taken);
      yield piece;
    }
    yield Buffer.from(end);
  }
  const { files } = await readMultipart(posted(body(), type), limits);
  for await (const file of files) {
    for await (const chunk of file.bytes) {
      taken += chunk.length;
      largest = Math.max(largest, chunk.length);
    }
  }
  expect(taken).toBe(pieces * piece.length);
  expect(mostAhead).toBeLessThan(16 * piece.length);
  expect(largest).toBeLessThanOrEqual(2 * piece.length);
});

test('a form whose file field was left empty sends no file', async () => {
  const form = new FormData();
  form.append('form', 'add');
  form.append('files', new File([], ''));
  const upload = await parseUploadForm(posted(form), z.object({ form: z.string() }));
  expect(upload.form).toMatchObject({ ok: true, values: { form: 'add' } });
  expect(await upload.files.next()).toMatchObject({ done: true });
});
