import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseBlobKey, type BlobKey, type BlobStore, type ByteRange } from './index.ts';

/** A store to be tried, with a way behind its back. */
export interface BlobStoreUnderTest {
  readonly store: BlobStore;
  /** Changes the bytes stored under a key, as a failing disk or an intruder would. */
  readonly tamper: (key: BlobKey, change: (bytes: Buffer) => Uint8Array) => Promise<void>;
  /** The bytes as they lie there. */
  readonly stored: (key: BlobKey) => Promise<Buffer>;
  /** How many things lie in the store, finished or not. */
  readonly countFiles: () => Promise<number>;
  readonly close: () => Promise<void>;
}

const chunk = 64 * 1024;
// Magic, id of the key, nonce, wrapped key, tag.
const headerBytes = 4 + 8 + 12 + 32 + 16;

/** What every blob store must do, whatever lies behind it. */
export function describeBlobStore(name: string, open: () => Promise<BlobStoreUnderTest>): void {
  describe(name, () => {
    let under: BlobStoreUnderTest;
    let store: BlobStore;

    beforeEach(async () => {
      under = await open();
      ({ store } = under);
    });
    afterEach(() => under.close());

    async function read(key: BlobKey, range?: ByteRange): Promise<Buffer> {
      const reading = await store.get(key, range);
      if (reading === undefined) throw new Error('expected the blob to be there');
      return buffer(reading.stream);
    }

    async function keys(prefix?: string): Promise<BlobKey[]> {
      const found: BlobKey[] = [];
      for await (const key of store.list(prefix)) found.push(key);
      return found;
    }

    describe.each([{ restricted: false }, { restricted: true }])('$restricted', (options) => {
      test.each([0, 1, 15, 16, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 7, 1_500_000])(
        'gives %d bytes back as they came',
        async (length) => {
          const bytes = sample(length);
          const put = await store.put(bytes, options);
          expect(put).toEqual({ key: put.key, sha256: sha256(bytes), byteLength: length });
          expect(parseBlobKey(put.key)).toBe(put.key);
          expect((await read(put.key)).equals(bytes)).toBe(true);
          expect(await store.has(put.key)).toBe(true);
          expect(await store.check(put.key)).toBe('intact');
          const reading = await store.get(put.key);
          expect(reading?.byteLength).toBe(length);
          reading?.stream.destroy();
        },
      );

      test('is named by the hash of what lies there', async () => {
        const { key } = await store.put(sample(100_000), options);
        const hash = sha256(await under.stored(key));
        expect(key.endsWith(`${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`)).toBe(true);
        expect(key.startsWith('restricted/')).toBe(options.restricted);
      });

      test('takes streams in pieces of any size', async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(fc.nat(90_000), { maxLength: 6 }), async (lengths) => {
            const parts = lengths.map((length) => sample(length));
            const { key } = await store.put(Readable.from(parts), options);
            expect((await read(key)).equals(Buffer.concat(parts))).toBe(true);
          }),
          { numRuns: 12 },
        );
      });

      test('reads any range', async () => {
        const bytes = sample(3 * chunk + 100);
        const { key } = await store.put(bytes, options);
        const edge = fc.oneof(
          fc.nat(bytes.length),
          fc.constantFrom(0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk, bytes.length),
        );
        await fc.assert(
          fc.asyncProperty(edge, edge, async (a, b) => {
            const [start, end] = [Math.min(a, b), Math.max(a, b)];
            expect((await read(key, { start, end })).equals(bytes.subarray(start, end))).toBe(true);
            expect((await read(key, { start })).equals(bytes.subarray(start))).toBe(true);
          }),
          { numRuns: 40 },
        );
        expect((await read(key, { start: 5, end: 1e9 })).equals(bytes.subarray(5))).toBe(true);
      });

      test.each([
        { start: 11 },
        { start: -1 },
        { start: 5, end: 4 },
        { start: 0.5 },
        { start: Number.NaN },
      ])('refuses the range %j of ten bytes', async (range) => {
        const { key } = await store.put(sample(10), options);
        await expect(store.get(key, range)).rejects.toMatchObject({ code: 'blob-range' });
      });

      test('refuses too many bytes and keeps nothing', async () => {
        const before = await under.countFiles();
        const put = store.put(Readable.from([sample(60), sample(60)]), {
          ...options,
          maxBytes: 100,
        });
        await expect(put).rejects.toMatchObject({ code: 'blob-too-large' });
        expect(await under.countFiles()).toBe(before);
        await store.put(sample(100), { ...options, maxBytes: 100 });
      });

      test('refuses other bytes than announced and keeps nothing', async () => {
        const bytes = sample(100);
        const put = store.put(bytes, { ...options, expectedSha256: sha256(sample(99)) });
        await expect(put).rejects.toMatchObject({ code: 'blob-mismatch' });
        expect(await keys()).toEqual([]);
        await store.put(bytes, { ...options, expectedSha256: sha256(bytes) });
      });

      test('a source that breaks leaves nothing behind', async () => {
        const before = await under.countFiles();
        await expect(store.put(breaking(), options)).rejects.toThrow('the upload was cut off');
        expect(await under.countFiles()).toBe(before);
        expect(await keys()).toEqual([]);
      });

      test('deletes for good', async () => {
        const { key } = await store.put(sample(10), options);
        expect(await store.delete(key)).toBe(true);
        expect(await store.delete(key)).toBe(false);
        expect(await store.has(key)).toBe(false);
        expect(await store.get(key)).toBeUndefined();
        expect(await store.get(key, { start: 0, end: 1 })).toBeUndefined();
        expect(await store.check(key)).toBe('missing');
        expect(await keys()).toEqual([]);
      });

      test.each(['flip the first bit', 'flip the last bit', 'cut the end', 'add to the end'])(
        'notices a disk that would %s',
        async (how) => {
          const { key } = await store.put(sample(chunk + 50), options);
          await under.tamper(key, (bytes) => damage(bytes, how));
          expect(await store.check(key)).toBe('damaged');
          await expect(read(key)).rejects.toMatchObject({ code: 'blob-damaged' });
        },
      );

      test('a stream nobody reads can be let go', async () => {
        const { key } = await store.put(sample(chunk * 3), options);
        for (const range of [undefined, { start: 0, end: 5 }]) {
          const reading = await store.get(key, range);
          reading?.stream.destroy();
          expect(reading?.stream.destroyed).toBe(true);
        }
      });
    });

    test('the same plain bytes are stored once, also when put at the same time', async () => {
      const bytes = sample(300_000);
      const puts = await Promise.all(Array.from({ length: 8 }, () => store.put(bytes)));
      expect(new Set(puts.map(({ key }) => key)).size).toBe(1);
      expect(await keys()).toHaveLength(1);
      expect((await read(puts[0]?.key ?? parseBlobKey(''))).equals(bytes)).toBe(true);
    });

    test('equal restricted blobs cannot be told to be equal', async () => {
      const bytes = sample(1000);
      const one = await store.put(bytes, { restricted: true });
      const two = await store.put(bytes, { restricted: true });
      expect(one.key).not.toBe(two.key);
      expect(one.sha256).toBe(two.sha256);
    });

    test('no plain byte of a restricted blob lies in the store', async () => {
      const secret = Buffer.from('the name of a witness');
      const { key } = await store.put(Buffer.concat([secret, sample(chunk), secret]), {
        restricted: true,
      });
      expect((await under.stored(key)).includes(secret)).toBe(false);
    });

    test('chunks of a restricted blob cannot be swapped, repeated or left out', async () => {
      const { key } = await store.put(sample(3 * chunk), { restricted: true });
      const whole = await under.stored(key);
      const header = whole.subarray(0, headerBytes);
      const [a, b, c] = [0, 1, 2].map((index) => {
        const start = headerBytes + index * (chunk + 16);
        return whole.subarray(start, start + chunk + 16);
      });
      const forgeries = [
        joined(header, b, a, c),
        joined(header, a, a, c),
        joined(header, a, c),
        joined(header, a, b),
        joined(header, a, b, c, c),
        joined(header),
      ];
      for (const forged of forgeries) {
        await under.tamper(key, () => forged);
        await expect(read(key)).rejects.toMatchObject({ code: 'blob-damaged' });
        // A range far from the damage still does not accept a blob of another length.
        if (forged.length !== whole.length) {
          await expect(read(key, { start: 0, end: 10 })).rejects.toMatchObject({
            code: 'blob-damaged',
          });
        }
      }
      await under.tamper(key, () => whole);
      expect(await read(key)).toHaveLength(3 * chunk);
    });

    test('a plain file that looks like a restricted one is only a file', async () => {
      const { key } = await store.put(sample(500), { restricted: true });
      const disguised = await under.stored(key);
      const plain = await store.put(disguised);
      expect((await read(plain.key)).equals(disguised)).toBe(true);
    });

    test('lists by prefix, in order', async () => {
      const all: BlobKey[] = [];
      for (let index = 0; index < 12; index += 1) {
        const { key } = await store.put(sample(50 + index), { restricted: index % 3 === 0 });
        all.push(key);
      }
      const ordered = all.toSorted();
      expect(await keys()).toEqual(ordered);
      const restricted = ordered.filter((key) => key.startsWith('restricted/'));
      expect(restricted).toHaveLength(4);
      expect(await keys('restricted/')).toEqual(restricted);
      for (const key of ordered) expect(await keys(key)).toEqual([key]);
      for (const key of ordered) expect(await keys(key.slice(0, -60))).toContain(key);
      expect(await keys('no')).toEqual([]);
    });
  });
}

test.each([
  '',
  'ab/cd/abcd',
  '../../etc/passwd',
  `ab/cd/${'e'.repeat(64)}`,
  `ab/cd/ABCD${'0'.repeat(60)}`,
])('refuses %j as a key', (text) => {
  expect(() => parseBlobKey(text)).toThrow('"key" expected a blob key');
});

/** The same bytes for the same length, without a pattern that repeats within a chunk. */
export function sample(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = length + 1;
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function damage(bytes: Buffer, how: string): Buffer {
  if (how === 'cut the end') return bytes.subarray(0, -1);
  if (how === 'add to the end') return Buffer.concat([bytes, Buffer.of(0)]);
  const changed = Buffer.from(bytes);
  const at = how === 'flip the first bit' ? 0 : changed.length - 1;
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

async function* breaking(): AsyncGenerator<Uint8Array> {
  yield sample(200_000);
  throw new Error('the upload was cut off');
}

function joined(...parts: readonly (Buffer | undefined)[]): Buffer {
  return Buffer.concat(parts.filter((part) => part !== undefined));
}
