import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPartner, loadActor, teamScope, type Actor } from '#accounts';
import { listSources, maxCopyBytes, readCopyHandler, sourcePage } from '#evidence';
import { BlobRefusal, createBlobStore, openDiskShelf, type BlobStore } from '#platform/blobs';
import { prepareJobs } from '#platform/jobs';
import { createLog } from '#platform/logging';
import type { House } from '#web/context';
import { openCodingFixture, type CodingFixture } from '../coding/coding-fixture.ts';
import { submitSources, type SourcesRefused } from './submit-sources.ts';

let fixture: CodingFixture;
let folder: string;
let blobs: BlobStore;

beforeAll(async () => {
  fixture = await openCodingFixture();
  const { db, connection } = fixture;
  // Only the queue is made: nothing reads a copy here.
  const handlers = [readCopyHandler(db, {} as BlobStore)];
  await prepareJobs({ connection, log: createLog({ level: 'error' }), handlers });
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uploads-'));
  blobs = createBlobStore(await openDiskShelf(folder), new Uint8Array(32).fill(7));
  return () => rm(folder, { recursive: true });
});

afterAll(() => fixture.close());

const fields = (way: string, more: Readonly<Record<string, string>> = {}) =>
  Object.entries({ form: 'add-source', way, title: '', ...more });

function formOf(
  more: Readonly<Record<string, string>>,
  files: readonly File[],
  way = 'file',
): FormData {
  const form = new FormData();
  for (const [name, value] of fields(way, more)) form.append(name, value);
  for (const file of files) form.append('files', file);
  return form;
}

function submit(body: BodyInit, options: { actor?: Actor; store?: BlobStore } = {}) {
  const { actor = fixture.documenter, store = blobs } = options;
  const request = new Request('http://x/', { method: 'POST', body });
  return send(request, actor, store);
}

function send(request: Request, actor = fixture.documenter, store = blobs) {
  const fetchAddress = async (address: string) =>
    ({
      ok: true,
      status: 200,
      body: new TextEncoder().encode(`page at ${address}`),
      mediaType: 'text/plain',
      finalAddress: address,
    }) as never;
  const house = { db: fixture.db, blobs: store, fetchAddress } as unknown as House;
  return submitSources(request, { actor, locale: 'en', house });
}

async function refusedBy(submitted: ReturnType<typeof submit>): Promise<SourcesRefused> {
  const answer = await submitted;
  if (answer.to !== undefined) throw new Error('expected it to be refused');
  return answer.refused;
}

async function pageOf(submitted: ReturnType<typeof submit>, actor = fixture.documenter) {
  const { to } = await submitted;
  const page = await sourcePage(fixture.db, actor, to?.split('/').at(-1) ?? '');
  if (page === undefined) throw new Error('expected a source');
  return page;
}

/** Names of everything in the store, drafts too. */
const stored = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

async function sourceCount(): Promise<number> {
  return (await listSources(fixture.db, fixture.documenter)).total;
}

/** A multipart body of one file, made as it is read. */
function streamed(
  content: AsyncIterable<Uint8Array>,
  more: Readonly<Record<string, string>> = {},
): Request {
  async function* body(): AsyncGenerator<Uint8Array> {
    const head = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"`;
    const typed = fields('file', more).map(([name, value]) => `${head(name)}\r\n\r\n${value}\r\n`);
    yield Buffer.from(
      `${typed.join('')}${head('files')}; filename="v.bin"\r\nContent-Type: video/x-none\r\n\r\n`,
    );
    yield* content;
    yield Buffer.from('\r\n--b--\r\n');
  }
  return new Request('http://x/', {
    method: 'POST',
    body: Readable.toWeb(Readable.from(body())),
    headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
    duplex: 'half',
  } as unknown as RequestInit);
}

async function* pieces(
  bytes: number,
  seen: (sent: number) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < bytes; sent += 65_536) {
    seen(sent);
    yield Buffer.alloc(Math.min(65_536, bytes - sent), sent / 65_536);
  }
}

test('a described file becomes a source, several become several named after themselves', async () => {
  const one = await pageOf(submit(formOf({ title: 'Verdict' }, [new File(['one'], 'ح.txt')])));
  expect(one).toMatchObject({ title: 'Verdict', scopeId: teamScope });
  expect(one.copies).toMatchObject([{ fileName: 'ح.txt', method: 'uploaded', byteLength: '3' }]);
  const before = await sourceCount();
  const two = formOf({ title: 'X' }, [new File(['two'], 'b.txt'), new File(['three'], 'c.txt')]);
  expect(await submit(two)).toEqual({ to: '/desk' });
  const { sources } = await listSources(fixture.db, fixture.documenter);
  expect(sources).toHaveLength(before + 2);
  expect(sources.slice(0, 2).map(({ title }) => title)).not.toContain('X');
});

test('no plain byte of a restricted file rests on the disk, not even of one refused', async () => {
  const secret = 'the witness is called';
  const file = new File([secret.repeat(9000)], 's.txt');
  const page = await pageOf(submit(formOf({ restricted: 'on' }, [file])));
  expect(page.copies).toMatchObject([{ byteLength: String(secret.length * 9000) }]);
  const [name = ''] = await stored();
  const path = join(folder, 'restricted', name.slice(0, 2), name.slice(2, 4), name);
  expect((await readFile(path)).includes(secret)).toBe(false);
  const { outcome } = await refusedBy(submit(formOf({ restricted: 'on' }, [file])));
  expect(outcome?.notAdded[0]?.problems).toMatchObject([{ code: 'copy-already-here' }]);
  expect(await stored()).toEqual([name]);
});

test('nobody without the right gets a byte taken', async () => {
  const actor: Actor = { ...fixture.documenter, roles: ['campaigner'] };
  const request = streamed(pieces(1000));
  expect(await refusedBy(send(request, actor))).toMatchObject({
    problems: [{ code: 'not-allowed' }],
  });
  expect(request.bodyUsed).toBe(false);
});

test.each([
  [{ published: '31 February' }, 'source-bad-date'],
  [{ address: 'https://user:pass@a.example/' }, 'source-address-login'],
  [{ scope: 'e9a1c6f4-0000-4000-8000-000000000000' }, 'form-choice'],
])('%j is refused before the file is stored, and what was typed is kept', async (wrong, code) => {
  let isStored = false;
  const store: BlobStore = {
    ...blobs,
    put: (...put) => {
      isStored = true;
      return blobs.put(...put);
    },
  };
  const request = streamed(pieces(900_000), { ...wrong, title: 'Kept', notes: 'Also kept' });
  const state = await refusedBy(send(request, fixture.documenter, store));
  expect(state.problems).toMatchObject([{ code }]);
  expect(state.typed).toMatchObject({ title: ['Kept'], notes: ['Also kept'] });
  expect(isStored).toBe(false);
});

test('a body that breaks off leaves no file, no draft and no source', async () => {
  const before = await sourceCount();
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield* pieces(500_000);
    throw new Error('the line was cut');
  }
  for (const restricted of [{}, { restricted: 'on' }]) {
    await expect(send(streamed(broken(), restricted))).rejects.toThrow('the line was cut');
  }
  expect(await stored()).toEqual([]);
  expect(await sourceCount()).toBe(before);
});

test('the same bytes sent twice at once are one blob', async () => {
  const answers = await Promise.all(
    ['a', 'b', 'c'].map((name) => submit(formOf({}, [new File(['at once'], `${name}.txt`)]))),
  );
  expect(answers.some(({ to }) => to !== undefined)).toBe(true);
  expect(await stored()).toHaveLength(1);
});

test('a full disk is said, and what was typed is kept', async () => {
  const store = { ...blobs, put: () => Promise.reject(new BlobRefusal({ code: 'blob-full' })) };
  const body = formOf({ title: 'Kept' }, [new File(['x'], 'x.txt')]);
  const state = await refusedBy(submit(body, { store }));
  expect(state.typed['title']).toEqual(['Kept']);
  expect(state.outcome?.notAdded).toMatchObject([
    { name: 'x.txt', problems: [{ code: 'blob-full' }] },
  ]);
});

test('no file, an empty file and a file too large are refused each in its words', async () => {
  const none = await refusedBy(submit(formOf({ title: 'Kept' }, [new File([], '')])));
  expect(none).toMatchObject({ problems: [{ code: 'add-no-file' }], typed: { title: ['Kept'] } });
  const empty = await refusedBy(submit(formOf({}, [new File([], 'empty.txt')])));
  expect(empty.outcome?.notAdded[0]?.problems).toMatchObject([{ code: 'copy-empty' }]);
  const large = await refusedBy(send(streamed(pieces(maxCopyBytes + 1))));
  expect(large.outcome?.notAdded[0]?.problems).toMatchObject([
    { code: 'copy-too-large', params: { most: 100 } },
  ]);
  expect(await stored()).toEqual([]);
}, 30_000);

test('a file of a hundred megabytes passes through, little of it at a time', async () => {
  let [taken, mostAhead, largest] = [0, 0, 0];
  const counting: BlobStore = {
    ...blobs,
    put(source, options) {
      async function* counted(): AsyncGenerator<Uint8Array> {
        for await (const chunk of source as AsyncIterable<Uint8Array>) {
          taken += chunk.length;
          largest = Math.max(largest, chunk.length);
          yield chunk;
        }
      }
      return blobs.put(counted(), options);
    },
  };
  const before = process.memoryUsage().rss;
  let mostRss = before;
  const watch = (sent: number): void => {
    mostAhead = Math.max(mostAhead, sent - taken);
    mostRss = Math.max(mostRss, process.memoryUsage().rss);
  };
  const request = streamed(pieces(maxCopyBytes, watch), { restricted: 'on' });
  const page = await pageOf(send(request, fixture.documenter, counting));
  process.stdout.write(
    `100 MB uploaded and encrypted: memory grew by ${Math.round((mostRss - before) / 1024 / 1024)} MB\n`,
  );
  expect(page.copies).toMatchObject([{ byteLength: String(maxCopyBytes) }]);
  expect(largest).toBeLessThanOrEqual(256 * 1024);
  expect(mostAhead).toBeLessThan(2 * 1024 * 1024);
}, 60_000);

test('likely keys in an address are asked about once, and kept or left out as said', async () => {
  const typed = { address: 'https://a.example/x?id=1&access_token=q', text: 'Words.' };
  const asked = await refusedBy(submit(formOf(typed, [], 'text')));
  expect(asked).toMatchObject({
    problems: [],
    secrets: { names: ['access_token'], cleaned: 'https://a.example/x?id=1' },
    typed: { text: ['Words.'] },
  });
  const cleaned = await pageOf(submit(formOf({ ...typed, cleanAddress: '1' }, [], 'text')));
  expect(cleaned.address).toBe('https://a.example/x?id=1');
  const kept = { ...typed, address: 'https://a.example/y?token=q', text: 'Others.' };
  const page = await pageOf(submit(formOf({ ...kept, keepAddress: kept.address }, [], 'text')));
  expect(page.address).toBe(kept.address);
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', ' JavaScript:x'])(
  'refuses the address %s',
  async (address) => {
    for (const way of ['text', 'address', 'unseen']) {
      const state = await refusedBy(submit(formOf({ address, text: 'x', title: 'T' }, [], way)));
      expect(state.problems).toMatchObject([{ code: 'source-bad-address', field: 'address' }]);
    }
  },
);

test('a source put with a partner group is seen by its members, and by nobody else', async () => {
  const { db, documenter, reviewer } = fixture;
  const manager: Actor = { ...reviewer, roles: ['administrator'] };
  const { uid: partner, scopeId } = await createPartner(db, manager, { name: 'Film Union' });
  const partnerRow = await db
    .selectFrom('partner')
    .where('uid', '=', partner)
    .select('id')
    .executeTakeFirstOrThrow();
  const outsideGroup = await refusedBy(submit(formOf({ scope: partner, text: 'x' }, [], 'text')));
  expect(outsideGroup.problems).toMatchObject([{ code: 'form-choice', field: 'scope' }]);
  await db
    .insertInto('partner_member')
    .values({ partner_id: partnerRow.id, account_id: documenter.accountId })
    .execute();
  const member = await loadActor(db, documenter.accountId);
  const body = formOf({ scope: partner, text: 'Shared words.', title: 'Shared' }, [], 'text');
  const page = await pageOf(submit(body, member && { actor: member }), member);
  expect(page.scopeId).toBe(scopeId);
  expect(await sourcePage(db, reviewer, page.uid)).toBeUndefined();
  expect(await sourcePage(db, documenter, page.uid)).toBeUndefined();
});

test('going on to another way adds nothing and brings back what was typed', async () => {
  const form = formOf({ switch: 'unseen', title: 'A report', publisher: 'A paper' }, [
    new File(['x'], 'x.txt'),
  ]);
  const answer = await submit(form);
  const refused = 'refused' in answer ? answer.refused : undefined;
  expect(refused?.problems).toEqual([]);
  expect(refused?.typed).toMatchObject({ title: ['A report'], publisher: ['A paper'] });
  const { sources } = await listSources(fixture.db, fixture.documenter, { text: 'A report' });
  expect(sources).toEqual([]);
});
