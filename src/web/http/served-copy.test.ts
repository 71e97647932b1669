import { expect, test } from 'vitest';
import { serveCopy, type ServedCopy } from './served-copy.ts';

const bytes = new TextEncoder().encode('0123456789');

const copy: ServedCopy = {
  uid: '6f1f2c1e-6a35-4b0e-9a77-0d1f3c1f2b11',
  extension: 'html',
  sizeBytes: bytes.byteLength,
  open: (start, end) => new Response(bytes.slice(start, end + 1)).body ?? new ReadableStream(),
};

const ask = (range?: string) =>
  new Request('http://x/', range === undefined ? {} : { headers: { Range: range } });

test('a copy leaves the house as a download that nothing can run', async () => {
  const response = serveCopy(ask(), copy);
  expect(await response.text()).toBe('0123456789');
  expect(response.headers.get('Content-Security-Policy')).toBe("sandbox; default-src 'none'");
  expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(response.headers.get('Content-Type')).toBe('application/octet-stream');
  expect(response.headers.get('Content-Disposition')).toBe(
    'attachment; filename="6f1f2c1e-6a35-4b0e-9a77-0d1f3c1f2b11.html"',
  );
});

test.each([
  ['image/png', 'image/png'],
  ['Video/MP4; codecs="avc1"', 'video/mp4'],
  ['image/svg+xml', 'application/octet-stream'],
  ['text/html', 'application/octet-stream'],
  ['image/png\r\nSet-Cookie: x', 'application/octet-stream'],
])('what is said to be %s goes out as %s, and no less confined', (mediaType, served) => {
  const { headers } = serveCopy(ask(), { ...copy, mediaType });
  expect(headers.get('Content-Type')).toBe(served);
  expect(headers.get('Content-Security-Policy')).toBe("sandbox; default-src 'none'");
  expect(headers.get('Content-Disposition')).toMatch(/^attachment; /);
});

test('a hostile extension is left out of the name', () => {
  const response = serveCopy(ask(), { ...copy, extension: 'a"\r\nSet-Cookie: x' });
  expect(response.headers.get('Content-Disposition')).toBe(`attachment; filename="${copy.uid}"`);
});

test.each([
  ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
  ['bytes=7-', 206, '789', 'bytes 7-9/10'],
  ['bytes=-3', 206, '789', 'bytes 7-9/10'],
  ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
  ['bytes=10-', 416, '', 'bytes */10'],
  ['bytes=5-2', 416, '', 'bytes */10'],
  ['bytes=-', 200, '0123456789', null],
  ['bytes=0-1,4-5', 200, '0123456789', null],
])('%s', async (range, status, text, contentRange) => {
  const response = serveCopy(ask(range), copy);
  expect(response.status).toBe(status);
  expect(await response.text()).toBe(text);
  expect(response.headers.get('Content-Range')).toBe(contentRange);
});
