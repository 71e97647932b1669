import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDocument } from './read-document.ts';
import { docxEntries, docxSample, odtSample } from './samples/office-sample.ts';
import { pdfSample } from './samples/pdf-sample.ts';
import { english, persian } from './samples/sentences.ts';
import { htmlSample, mailSample } from './samples/web-sample.ts';
import { zipSample } from './samples/zip-sample.ts';

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const odt = 'application/vnd.oasis.opendocument.text';
const languages = [
  ['en', english],
  ['fa', persian],
] as const;
// A PDF font without a glyph for it loses the zero-width non-joiner; real ones do too.
const plain = (text: string): string => text.replaceAll('\u200C', '').replaceAll('ٔ', '');

test.each(languages)('plain text and Markdown in %s', async (language, sentences) => {
  const text = `# ${sentences.join('\n')}`;
  const bytes = Buffer.from(text.replaceAll('\n', '\r\n'));
  expect(await readDocument(bytes, { fileName: 'a.md' })).toMatchObject({
    ok: true,
    mediaType: 'text/markdown',
    text,
    codePoints: Array.from(text).length,
    language: { language, reliable: true },
  });
  expect(await readDocument(bytes, {})).toMatchObject({ ok: true, mediaType: 'text/plain', text });
});

test.each(languages)('a PDF in %s', async (language, sentences) => {
  const lines = sentences.map(plain);
  const bytes = pdfSample({
    pages: [lines.join('\n'), lines[0] ?? ''],
    title: lines[0] ?? '',
    author: 'Mina مینا',
  });
  const pages: number[] = [];
  const read = await readDocument(bytes, {}, (done, total) => pages.push(done, total));
  expect(read).toMatchObject({
    ok: true,
    mediaType: 'application/pdf',
    text: `${lines.join('\n')}\f${lines[0]}`,
    title: lines[0],
    authors: ['Mina مینا'],
    language: { language },
    metadata: { pages: 2, created: '2026-01-21' },
  });
  expect(read).not.toHaveProperty('publishedEdtf');
  expect(pages).toEqual([1, 2, 2, 2]);
});

test.each(languages)('a Word document in %s', async (language, sentences) => {
  const rawBody =
    '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>';
  const bytes = docxSample({ paragraphs: sentences, title: sentences[0], author: 'Mina', rawBody });
  expect(await readDocument(bytes, { fileName: 'a.docx' })).toMatchObject({
    ok: true,
    mediaType: docx,
    text: `${sentences.join('\n\n')}\n\na\tb`,
    title: sentences[0],
    authors: ['Mina'],
    language: { language },
  });
});

test.each(languages)('an OpenDocument text in %s', async (language, sentences) => {
  const rawBody =
    '<text:p>a<text:s text:c="2"/>b<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>note</text:p></text:note-body></text:note> c</text:p><text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>';
  const bytes = odtSample({ paragraphs: sentences, title: sentences[0], author: 'Mina', rawBody });
  expect(await readDocument(bytes, {})).toMatchObject({
    ok: true,
    mediaType: odt,
    text: `${sentences.join('\n\n')}\n\na  b[1] c\n\nnote`,
    authors: ['Mina'],
    language: { language },
  });
});

test.each(languages)('the article of a web page in %s', async (language, sentences) => {
  const paragraphs = [...sentences, ...sentences.toReversed()];
  const html = htmlSample({ title: 'Title', author: 'Mina', paragraphs, language });
  expect(await readDocument(Buffer.from(html), { mediaTypeHint: 'text/html' })).toMatchObject({
    ok: true,
    mediaType: 'text/html',
    text: paragraphs.join('\n\n'),
    title: 'Title',
    authors: ['Mina'],
    publishedEdtf: '2026-01-21',
    language: { language },
    metadata: {
      publisher: 'Example Herald',
      extraction: 'article',
      address: 'https://example.org/a',
    },
  });
});

test.each(languages)('an e-mail in %s', async (language, sentences) => {
  const sample = { from: 'Mina', subject: sentences[0], attachmentName: 'file.pdf' };
  const head = `From: Mina <sender@example.org>\nTo: desk@example.net\nDate: Wed, 21 Jan 2026 23:30:00 +0330\nSubject: ${sentences[0]}`;
  const about = {
    ok: true,
    mediaType: 'message/rfc822',
    title: sentences[0],
    authors: ['Mina'],
    publishedEdtf: '2026-01-21',
    language: { language },
    metadata: { attachments: [{ name: 'file.pdf', mediaType: 'application/pdf' }] },
  };
  const text = mailSample({ ...sample, text: sentences.join('\n'), html: '<p>not this</p>' });
  expect(await readDocument(Buffer.from(text), {})).toMatchObject({
    ...about,
    text: `${head}\n\n${sentences.join('\n')}`,
  });
  const html = mailSample({ ...sample, html: `<p>${sentences[1]}</p><p>${sentences[2]}</p>` });
  expect(await readDocument(Buffer.from(html), {})).toMatchObject({
    ...about,
    text: `${head}\n\n${sentences[1]}\n\n${sentences[2]}`,
  });
});

test('a file that is not what its name says is read as what it is, and told', async () => {
  expect(
    await readDocument(pdfSample({ pages: ['words'] }), { fileName: 'letter.docx' }),
  ).toMatchObject({
    ok: true,
    mediaType: 'application/pdf',
    mismatch: { said: docx, found: 'application/pdf' },
  });
});

test('pictures, recordings and scans have no text; the first two are kept as they are', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  expect(await readDocument(png, {})).toMatchObject({
    ok: false,
    code: 'no-text',
    media: 'image',
    mediaType: 'image/png',
  });
  const scan = await readDocument(pdfSample({ pages: ['', ''] }), {});
  expect(scan).toMatchObject({ ok: false, code: 'no-text', mediaType: 'application/pdf' });
  expect(scan).not.toHaveProperty('media');
  expect(await readDocument(new Uint8Array(0), {})).toMatchObject({ ok: false, code: 'no-text' });
});

test('locked documents are called so', async () => {
  const pdf = pdfSample({ pages: english, locked: true });
  expect(await readDocument(pdf, {})).toMatchObject({ ok: false, code: 'encrypted' });
  const container = Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(504),
    Buffer.from('EncryptedPackage', 'utf16le'),
  ]);
  expect(await readDocument(container, { fileName: 'a.docx' })).toMatchObject({
    code: 'encrypted',
  });
});

test('text that is said to be plain is not taken apart', async () => {
  const mail = 'From: a\nSubject: b\n\nwords';
  expect(await readSaid(mail, 'text/plain')).toMatchObject({ mediaType: 'text/plain', text: mail });
  expect(await readSaid('<p>a</p>', 'text/markdown')).toMatchObject({ text: '<p>a</p>' });
  expect(await readSaid('<!doctype html><p>a</p>', 'text/plain')).toMatchObject({
    mediaType: 'text/html',
    text: 'a',
    mismatch: { said: 'text/plain', found: 'text/html' },
  });
});

test('programs, plain archives and too much text are refused by name', async () => {
  const elf = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), Buffer.alloc(100)]);
  expect(await readDocument(elf, {})).toMatchObject({ ok: false, code: 'unsupported' });
  const zip = zipSample([{ name: 'inner.zip', content: zipSample([{ name: 'a', content: 'b' }]) }]);
  expect(await readDocument(zip, {})).toMatchObject({ ok: false, code: 'unsupported' });
  expect(await readDocument(Buffer.from('long text'), { maxTextLength: 5 })).toMatchObject({
    ok: false,
    code: 'too-large',
  });
});

test('archives with links, doubles, steps up or locks are refused', async () => {
  const entries = docxEntries({ paragraphs: english });
  const read = (...more: typeof entries): Promise<unknown> =>
    readDocument(zipSample([...entries, ...more]), {});
  expect(await read({ name: 'link', content: '/etc/passwd', unixMode: 0o120777 })).toMatchObject({
    code: 'broken',
  });
  expect(await read(...entries.slice(-1))).toMatchObject({
    code: 'broken',
  });
  expect(await read({ name: '../../up', content: 'x' })).toMatchObject({ code: 'broken' });
  const manifest = '<manifest:encryption-data/>';
  const locked = odtSample({ paragraphs: english }).slice();
  expect(Buffer.from(locked).includes('manifest')).toBe(true);
  const odtEntries = [
    { name: 'mimetype', content: odt, stored: true },
    { name: 'META-INF/manifest.xml', content: manifest },
    { name: 'content.xml', content: 'x' },
  ];
  expect(await readDocument(zipSample(odtEntries), {})).toMatchObject({ code: 'encrypted' });
});

test('entities of a document type are not expanded', async () => {
  const bomb =
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>';
  const content = `<?xml version="1.0"?>${bomb}<office:body><text:p>one &b; &f; two</text:p></office:body>`;
  const entries = [
    { name: 'mimetype', content: odt, stored: true },
    { name: 'content.xml', content },
  ];
  expect(await readDocument(zipSample(entries), {})).toMatchObject({
    ok: true,
    text: 'one &b; &f; two',
  });
  const word = docxEntries({ paragraphs: [] }).map((entry) =>
    entry.name === 'word/document.xml'
      ? {
          ...entry,
          content: `<?xml version="1.0"?>${bomb}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>one &b; &f;</w:t></w:r></w:p></w:body></w:document>`,
        }
      : entry,
  );
  const read = await readDocument(zipSample(word), {});
  expect(read.ok ? read.text : '').not.toMatch(/aaaa|root:/);
});

const samples: Readonly<Record<string, Uint8Array>> = {
  txt: Buffer.from(persian.join('\n')),
  html: Buffer.from(htmlSample({ title: 'T', author: 'A', paragraphs: persian, language: 'fa' })),
  eml: Buffer.from(
    mailSample({ from: 'A', subject: 'S', text: 'x', html: '<p>y</p>', attachmentName: 'a' }),
  ),
  pdf: pdfSample({ pages: [english.join('\n'), 'two'] }),
  docx: docxSample({ paragraphs: english }),
  odt: odtSample({ paragraphs: english }),
};

test.each(Object.keys(samples))(
  'a damaged %s never throws and never says more than it may',
  async (kind) => {
    const whole = samples[kind] ?? new Uint8Array(0);
    const place = fc.nat(whole.length - 1);
    const damage = fc.record({
      cut: fc.option(place, { nil: whole.length, freq: 2 }),
      flips: fc.array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), { maxLength: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ cut, flips }) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, bits] of flips) bytes[at] = (bytes[at] ?? 0) ^ bits;
        await expectAnswer(bytes.subarray(0, cut), `a.${kind}`);
      }),
      { numRuns: 60 },
    );
  },
  60_000,
);

test('random bytes under any name never throw', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        '',
        '%PDF-1.7\n',
        'PK\u0003\u0004',
        '<html>',
        'From: a\nTo: b\n\n',
        '{\\rtf1',
      ),
      fc.uint8Array({ maxLength: 2_000 }),
      fc.constantFrom('a.txt', 'a.html', 'a.eml', 'a.pdf', 'a.docx', 'a.odt', 'a'),
      (start, noise, fileName) =>
        expectAnswer(Buffer.concat([Buffer.from(start), noise]), fileName),
    ),
    { numRuns: 300 },
  );
}, 60_000);

async function expectAnswer(bytes: Uint8Array, fileName: string): Promise<void> {
  const read = await readDocument(bytes, { fileName, maxTextLength: 100_000 });
  if (read.ok) {
    expect(read.text).not.toMatch(/[\0\r]/);
    expect(read.text.isWellFormed()).toBe(true);
    expect(read.codePoints).toBeLessThanOrEqual(100_000);
  } else {
    expect(read.code).not.toBe('crashed');
    expect(read.detail.length).toBeLessThanOrEqual(500);
  }
}

function readSaid(text: string, mediaTypeHint: string): ReturnType<typeof readDocument> {
  return readDocument(Buffer.from(text), { mediaTypeHint });
}
