import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { extract } from 'tar-stream';
import { expect, test } from 'vitest';
import { parseBlobKey } from '#platform/blobs';
import { BackupRefusal } from '../backup-refusal.ts';
import { parseHeader, writeHeader } from './header.ts';
import { createTally } from './manifest.ts';
import { memberName, type Member } from './member-name.ts';
import { readArchive } from './read-archive.ts';
import { blockBytes, paddingAfter, tarHeader } from './tar-header.ts';
import { writeArchive, type Written } from './write-archive.ts';

const hashOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

function blob(content: Buffer): { member: Member; content: Buffer } {
  const sha256 = hashOf(content);
  const key = parseBlobKey(`${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`);
  return { member: { kind: 'blob', key }, content };
}

const rows = (table: string, part: number, content: string) => ({
  member: { kind: 'rows', schema: 'public', table, part } as const,
  content: Buffer.from(content),
});

const header = writeHeader({
  created: '2026-01-31T10:00:00.000Z',
  checkpoint: null,
  postgres: '18.4',
  migrations: ['0001-platform'],
  tables: [{ schema: 'public', table: 'account', columns: ['id', 'name'] }],
  sequences: [],
  keyMark: null,
  olderKeyMarks: [],
});

const content: readonly { member: Member; content: Buffer }[] = [
  { member: { kind: 'header' }, content: header },
  rows('account', 1, 'a'.repeat(700)),
  rows('account', 2, '1\tb\n'),
  rows('claim', 1, 'c'.repeat(512)),
  ...[blob(Buffer.from('first')), blob(Buffer.alloc(3000, 7)), blob(Buffer.alloc(0))].toSorted(
    (a, b) => (nameOf(a) < nameOf(b) ? -1 : 1),
  ),
  { member: { kind: 'log', path: 'checkpoint' }, content: Buffer.from('origin\n1\n') },
  { member: { kind: 'log', path: 'tile/0/x001/234' }, content: Buffer.alloc(8192, 1) },
];

function nameOf({ member, content: bytes }: { member: Member; content: Buffer }): string {
  return memberName(member, hashOf(bytes));
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

const archiveOf = (written: readonly Written[]) => buffer(writeArchive(each(written)));

/** In pieces of uneven length, as a disk or a decryption gives them. */
function* cut(bytes: Buffer): Generator<Uint8Array> {
  for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 7) % 1009) {
    yield bytes.subarray(at, at + size);
  }
}

async function read(bytes: Buffer): Promise<{ name: string; content: Buffer }[]> {
  const members: { name: string; content: Buffer }[] = [];
  for await (const { name, pieces } of readArchive(each([...cut(bytes)]), bytes.length)) {
    members.push({ name, content: await buffer(pieces) });
  }
  return members;
}

async function refusalOf(bytes: Buffer) {
  const refused: unknown = await read(bytes).catch((error: unknown) => error);
  if (!(refused instanceof BackupRefusal)) {
    throw new Error('expected a refusal', { cause: refused });
  }
  return refused.problems[0];
}

const archive = await archiveOf(content);

/** Where each member's header and content lie. */
const places: { name: string; header: number; content: number; end: number; next: number }[] = [];
for (const { member, content: bytes } of content) {
  const start = places.at(-1)?.next ?? 0;
  const begin = start + blockBytes;
  const end = begin + bytes.length;
  const name = memberName(member, hashOf(bytes));
  places.push({ name, header: start, content: begin, end, next: end + paddingAfter(bytes.length) });
}

test('what is written is read again', async () => {
  expect(await read(archive)).toEqual(
    content.map((one) => ({ name: nameOf(one), content: one.content })),
  );
});

test('any reader of tar reads it, the same bytes each time', async () => {
  expect(await archiveOf(content)).toEqual(archive);
  const tar = extract();
  const found: { name: string; size: number | undefined }[] = [];
  tar.end(archive);
  for await (const entry of tar) {
    found.push({ name: entry.header.name, size: entry.header.size });
    entry.resume();
  }
  expect(found.slice(0, -1)).toEqual(
    content.map((one) => ({ name: nameOf(one), size: one.content.length })),
  );
  expect(found.at(-1)?.name).toBe('manifest.json');
});

test('a member of more than 8 GiB keeps its length', async () => {
  const tar = extract();
  const size = 9 * 1024 ** 3;
  const met = new Promise((resolve) => {
    tar.on('entry', (entry) => resolve(entry.size));
  });
  tar.write(tarHeader('blobs/large', size));
  expect(await met).toBe(size);
  tar.destroy();
});

test('any byte altered anywhere is refused, by the name of the member', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: archive.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      async (at, flip) => {
        const altered = Buffer.from(archive);
        altered.writeUInt8(altered.readUInt8(at) ^ flip, at);
        const problem = await refusalOf(altered);
        const inside = places.find((place) => at >= place.content && at < place.end);
        const padding = places.find((place) => at >= place.end && at < place.next);
        const before = places.findLast((place) => at >= place.next);
        if (inside !== undefined) {
          expect(problem).toEqual({
            code: 'backup-altered',
            params: { member: inside.name, at: 'in' },
          });
        } else if (padding !== undefined) {
          expect(problem?.params).toEqual({ member: padding.name, at: 'after' });
        } else if (before !== undefined && before !== places.at(-1)) {
          expect(problem?.params).toEqual({ member: before.name, at: 'after' });
        } else {
          expect(problem?.code).toMatch(/^backup-(?:altered|unknown)$/);
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('cut anywhere it is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: archive.length - 1 }), async (length) => {
      const problem = await refusalOf(archive.subarray(0, length));
      const isBegun = length >= 'header-'.length;
      expect(problem?.code).toBe(isBegun ? 'backup-truncated' : 'backup-unknown');
    }),
    { numRuns: 150 },
  );
});

test('anything after the end is refused', async () => {
  expect(await refusalOf(Buffer.concat([archive, Buffer.alloc(1)]))).toMatchObject({
    code: 'backup-altered',
    params: { member: 'manifest.json' },
  });
});

test('members repeated, moved or left out are refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('repeat', 'swap', 'drop'),
      fc.nat({ max: content.length - 1 }),
      fc.nat({ max: content.length - 1 }),
      async (how, one, other) => {
        fc.pre(one !== other || how !== 'swap');
        const pieces = places.map(({ header: start, next }) => archive.subarray(start, next));
        const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = [pieces[one], pieces[other]];
        if (how === 'repeat') pieces.splice(other, 0, first);
        if (how === 'drop') pieces.splice(one, 1);
        if (how === 'swap') [pieces[one], pieces[other]] = [second, first];
        const end = archive.subarray(places.at(-1)?.next);
        const problem = await refusalOf(Buffer.concat([...pieces, end]));
        expect(problem?.code).toMatch(/^backup-(?:misplaced|altered|unknown)$/);
      },
    ),
    { numRuns: 150 },
  );
});

function rawMember(name: string, bytes: Buffer, size = bytes.length): Buffer {
  return Buffer.concat([tarHeader(name, size), bytes, Buffer.alloc(paddingAfter(bytes.length))]);
}

const start = rawMember(
  nameOf(content[0] ?? { member: { kind: 'header' }, content: header }),
  header,
);
const sha = 'a'.repeat(64);

test.each([
  '../../etc/passwd',
  '/etc/passwd',
  `log/${sha}/../key`,
  `log/${sha}/.ssh/key`,
  `log/${sha}//x`,
  `blobs/aa/aa/../${sha}`,
  `blobs/aa/bb/${sha}`,
  `rows/public.account"; drop/00000001-${sha}`,
  'master.key',
])('a name that leads elsewhere is refused: %s', async (name) => {
  const problem = await refusalOf(Buffer.concat([start, rawMember(name, Buffer.from('x'))]));
  expect(problem).toEqual({ code: 'backup-misplaced', params: { member: name } });
});

test.each([
  [`rows/public.account/00000001-${sha}`, 4 * 1024 * 1024 + 1, 'backup-too-large'],
  [`log/${sha}/tile`, 10 ** 12, 'backup-too-large'],
  [`blobs/aa/aa/${sha}`, 10 ** 12, 'backup-truncated'],
])('a member that claims to be huge is not begun: %s', async (name, size, code) => {
  const problem = await refusalOf(Buffer.concat([start, rawMember(name, Buffer.alloc(0), size)]));
  expect(problem).toMatchObject({ code, params: { member: name } });
});

test('a link, a folder and an extended header are refused', async () => {
  for (const type of ['1', '2', '5', 'x', 'L']) {
    const block = tarHeader(`log/${sha}/x`, 0);
    block.write(type, 156, 'latin1');
    // With a checksum that holds.
    block.fill(' ', 148, 156);
    const sum = block.reduce((all, byte) => all + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    expect((await refusalOf(Buffer.concat([start, block])))?.code).toBe('backup-altered');
  }
});

test('a format of the future is told as such', () => {
  const later = Buffer.from(JSON.stringify({ format: 'countersign-backup', version: 2 }));
  expect(() => parseHeader(later, 'header')).toThrow('backup-version');
  expect(() => parseHeader(Buffer.from('{}'), 'header')).toThrow('backup-altered');
});

test('a tally follows from names and lengths alone', () => {
  const [one, other] = [createTally(), createTally()];
  one.add('a', 1);
  other.add('a', 2);
  expect(one.manifest()).not.toEqual(other.manifest());
});
