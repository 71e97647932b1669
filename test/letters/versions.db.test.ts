import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { hashLetterText } from '@countersign/letter';
import { node } from '@countersign/proof/node';
import type { Actor } from '#accounts';
import {
  cancelVersion,
  countProposed,
  createLetter,
  decideVersion,
  listLetters,
  listVersions,
  proposeVersion,
  readDraft,
  readLetter,
  saveDraft,
  type DraftText,
} from '#letters';
import { addPerson, openRecord, type RecordFixture } from '../record/fixture.ts';

let house: RecordFixture;
let author: Actor;
let second: Actor;

beforeAll(async () => {
  house = await openRecord();
  author = await addPerson(house.db, 'Camille', ['campaigner']);
  second = await addPerson(house.db, 'Yalda', ['campaigner']);
});
afterAll(() => house[Symbol.asyncDispose]());

const words = (paragraph: string): DraftText => ({
  title: 'To those who can act',
  addressees: ['The ministers'],
  blocks: [{ kind: 'paragraph', runs: [{ text: paragraph }] }],
  demands: [],
  initiators: [],
});
const write = <Value>(work: (tx: Parameters<typeof createLetter>[0]) => Promise<Value>) =>
  house.db.transaction().execute(work);
const refused = (code: string) => expect.objectContaining({ code });

async function newLetter(paragraph = 'We ask for help.'): Promise<string> {
  return write(async (tx) => {
    const uid = await createLetter(tx, author, { kind: 'collective', name: 'A call' });
    await saveDraft(tx, author, uid, { language: 'en', text: words(paragraph), revision: 0 });
    return uid;
  });
}

const approve = { approve: true, comment: '' };

test('a text becomes a version when a second person has approved these very words', async () => {
  const { db } = house;
  const counts = async () =>
    [
      await countProposed(db, author),
      await countProposed(db, second),
      await countProposed(db, author, { singlePerson: true }),
    ] as const;
  const uid = await newLetter('We  ask for\u200b help. ');
  const before = await counts();
  const version = await write((tx) => proposeVersion(tx, author, uid, { language: 'en' }));
  expect(await readLetter(db, author, uid)).toMatchObject({ version: 0, waits: ['text'] });
  const [own, others, alone] = await counts();
  expect([own, others, alone]).toEqual([before[0], before[1] + 1, before[2] + 1]);
  expect(await countProposed(db, house.documenter)).toBe(0);
  await expect(write((tx) => decideVersion(tx, author, version, approve))).rejects.toEqual(
    refused('letter-version-own'),
  );
  await write((tx) => decideVersion(tx, second, version, approve));
  const [read] = await listVersions(db, author, uid);
  expect(read).toMatchObject({ number: 1, change: 'first', state: 'approved', decidedBy: 'Yalda' });
  expect(read?.text.blocks).toEqual(words('We ask for help.').blocks);
  expect(read?.hash).toBe(Buffer.from(hashLetterText(node, read?.text as never)).toString('hex'));
  expect(await readLetter(db, author, uid)).toMatchObject({ version: 1, waits: [] });
  await expect(write((tx) => decideVersion(tx, second, version, approve))).rejects.toEqual(
    refused('letter-version-decided'),
  );
});

test('a later version says what it changes, and changes something', async () => {
  const uid = await newLetter();
  const propose = (more: object) =>
    write((tx) => proposeVersion(tx, author, uid, { language: 'en', ...more }));
  await write(async (tx) => decideVersion(tx, second, await propose({}), approve));
  await expect(propose({ change: 'typo', note: 'A comma' })).rejects.toEqual(
    refused('letter-text-unchanged'),
  );
  await write((tx) =>
    saveDraft(tx, author, uid, {
      language: 'en',
      text: words('We ask you for help.'),
      revision: 1,
    }),
  );
  await expect(propose({})).rejects.toEqual(refused('letter-change-missing'));
  await expect(propose({ change: 'demand' })).rejects.toEqual(refused('letter-note-missing'));
  const next = await propose({ change: 'demand', note: 'Says who shall help' });
  await expect(propose({ change: 'demand', note: 'Again' })).rejects.toEqual(
    refused('letter-version-open'),
  );
  await expect(
    write((tx) => decideVersion(tx, second, next, { approve: false, comment: ' ' })),
  ).rejects.toEqual(refused('letter-comment-missing'));
  await write((tx) => decideVersion(tx, second, next, { approve: false, comment: 'Too soft' }));
  const again = await propose({ change: 'demand', note: 'Says who shall help' });
  await expect(write((tx) => cancelVersion(tx, second, again))).rejects.toEqual(
    refused('not-allowed'),
  );
  await write((tx) => cancelVersion(tx, author, again));
  expect((await listVersions(house.db, author, uid)).map(({ state }) => state)).toEqual([
    'cancelled',
    'refused',
    'approved',
  ]);
});

test('two who write at once do not overwrite each other unseen', async () => {
  const uid = await newLetter();
  const save = (actor: Actor, revision: number, text: string) =>
    write((tx) => saveDraft(tx, actor, uid, { language: 'en', text: words(text), revision }));
  expect(await save(second, 1, 'Hers')).toBe(2);
  await expect(save(author, 1, 'His')).rejects.toMatchObject({
    problems: [{ code: 'letter-draft-changed', params: { by: 'Yalda', revision: 2 } }],
  });
  const draft = await readDraft(house.db, author, uid, 'en');
  expect(draft).toMatchObject({ revision: 2, text: words('Hers') });
  const both = await Promise.allSettled([save(author, 2, 'One'), save(second, 2, 'Two')]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('a letter is there for those of its scope alone', async () => {
  const uid = await newLetter();
  const { db, partner } = house;
  expect(await readLetter(db, partner, uid)).toBeUndefined();
  expect((await listLetters(db, partner)).map((letter) => letter.uid)).not.toContain(uid);
  expect((await listLetters(db, second)).map((letter) => letter.uid)).toContain(uid);
  expect(await listVersions(db, partner, uid)).toEqual([]);
  await expect(
    write((tx) => saveDraft(tx, partner, uid, { language: 'en', text: words('x'), revision: 1 })),
  ).rejects.toEqual(refused('not-found'));
  expect(await readDraft(db, author, 'no uid', 'en')).toBeUndefined();
});

test('the database keeps a version as it was proposed, whatever the program does', async () => {
  const { db } = house;
  const uid = await newLetter();
  const version = await write((tx) => proposeVersion(tx, author, uid, { language: 'en' }));
  const change = (set: string) =>
    sql`update letter_version set ${sql.raw(set)} where uid = ${version}`.execute(db);
  await expect(change("change_note = 'x'")).rejects.toMatchObject({ code: 'CS020' });
  await expect(
    sql`delete from letter_version where uid = ${version}`.execute(db),
  ).rejects.toMatchObject({ code: 'CS020' });
  await expect(
    change(`state = 'approved', decided_by = author_id, decided_at = now()`),
  ).rejects.toMatchObject({ code: 'CS022' });
});

test('two proposals at once become one', async () => {
  const uid = await newLetter();
  const propose = () => write((tx) => proposeVersion(tx, author, uid, { language: 'en' }));
  const both = await Promise.allSettled([propose(), propose()]);
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: refused('letter-version-open'),
  });
});
