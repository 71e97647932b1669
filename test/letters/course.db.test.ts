import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import { currentDocuments, EditionRefusal } from '#editions';
import {
  addDelivery,
  addSolidarity,
  changeDelivery,
  createLetter,
  decideAnything,
  decideVersion,
  listDeliveries,
  makeTestimonyLink,
  moveEmbargo,
  openSigning,
  proposeLetter,
  proposeLetterRemoval,
  proposeVersion,
  readAsAuthor,
  readEmbargo,
  readLetter,
  readTestimony,
  recordTestimonyWord,
  runCourse,
  saveDraft,
  sayAsAuthor,
  setCampaignDates,
  stopEmbargo,
  type LetterKind,
} from '#letters';
import { createSealer } from '#platform/sealing';
import { addPerson, openRecord, type RecordFixture } from '../record/fixture.ts';

let house: RecordFixture;
let author: Actor;
let second: Actor;
const sealer = createSealer(randomBytes(32));

beforeAll(async () => {
  house = await openRecord();
  author = await addPerson(house.db, 'Camille', ['campaigner']);
  second = await addPerson(house.db, 'Yalda', ['campaigner']);
});
afterAll(() => house[Symbol.asyncDispose]());

type Tx = Parameters<typeof createLetter>[0];
const write = <Value>(work: (tx: Tx) => Promise<Value>) => house.db.transaction().execute(work);
const refused = (code: string) => expect.objectContaining({ code });
const minute = (at: string) => new Date(`2131-03-01T${at}:00Z`);
const approve = { approve: true, comment: '' };
const input = {
  ...{ kind: 'publish' as const, title: 'A call', audience: 'public', basis: 'public-interest' },
  ...{ basisReason: 'An open letter', riskNote: 'None', reviewOn: '2190-01-01' },
};

async function addVersion(tx: Tx, letter: string, words: string, revision: number) {
  const text = {
    ...{
      title: 'To those who can act',
      addressees: ['The ministers'],
      demands: [],
      initiators: [],
    },
    blocks: [{ kind: 'paragraph' as const, runs: [{ text: words }] }],
  };
  await saveDraft(tx, author, letter, { language: 'en', text, revision });
  const change = revision === 0 ? {} : ({ change: 'demand', note: 'We ask for more' } as const);
  const version = await proposeVersion(tx, author, letter, { language: 'en', ...change });
  await decideVersion(tx, second, version, approve);
}

const newLetter = (kind: LetterKind = 'collective') =>
  write(async (tx) => {
    const letter = await createLetter(tx, author, { kind, name: 'A call' });
    await addVersion(tx, letter, 'We ask for help.', 0);
    return letter;
  });

const propose = (letter: string, publishAt?: Date) =>
  write((tx) =>
    proposeLetter(tx, author, input, letter, {
      now: minute('10:00'),
      ...(publishAt !== undefined && { publishAt }),
    }),
  );
const decide = (decision: string) =>
  write((tx) => decideAnything(tx, second, decision, { ...approve, now: minute('10:00') }));
async function embargo(letter: string, at: Date): Promise<void> {
  await decide(await propose(letter, at));
}

async function run(now: Date): Promise<unknown[]> {
  const errors: unknown[] = [];
  await runCourse(house.db, now, { revision: -1 }, (error) => errors.push(error));
  return errors;
}
const isPublic = async (letter: string) => (await currentDocuments(house.db, [letter])).has(letter);
const stateOf = async (letter: string) => (await readLetter(house.db, author, letter))?.state;

test('what two people decided on takes effect at its minute, and not before', async () => {
  const letter = await newLetter();
  await embargo(letter, minute('12:00'));
  expect(await readEmbargo(house.db, author, letter)).toMatchObject({ publishAt: minute('12:00') });
  await run(new Date(minute('12:00').getTime() - 1));
  expect(await isPublic(letter)).toBe(false);
  expect(await stateOf(letter)).toBe('approved');
  await run(minute('12:00'));
  expect(await isPublic(letter)).toBe(true);
  expect(await stateOf(letter)).toBe('published');
  expect(await readEmbargo(house.db, author, letter)).toBeUndefined();
  // The next second finds nothing to do.
  await run(minute('12:01'));
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from published.edition where subject = ${letter}`.execute(house.db);
  expect(rows).toEqual([{ n: 1 }]);
});

test('a minute that was missed while nothing ran is kept at the next start', async () => {
  const letter = await newLetter();
  await embargo(letter, minute('12:00'));
  expect(await run(minute('23:00'))).toEqual([]);
  expect(await isPublic(letter)).toBe(true);
});

test('the words that were decided on are published, whatever was approved since', async () => {
  const letter = await newLetter();
  await embargo(letter, minute('12:00'));
  await write((tx) => addVersion(tx, letter, 'We ask for more help.', 1));
  await expect(propose(letter)).rejects.toEqual(refused('embargo-waits'));
  await run(minute('12:00'));
  const { document } = (await currentDocuments(house.db, [letter])).get(letter) ?? expect.fail();
  expect(document.letter?.versions).toHaveLength(1);
});

test('it is moved and stopped until then, and not after', async () => {
  const letter = await newLetter();
  await expect(propose(letter, minute('09:59'))).rejects.toEqual(refused('embargo-past'));
  await embargo(letter, minute('12:00'));
  const move = (at: string) =>
    write((tx) => moveEmbargo(tx, author, letter, minute(at), minute('11:00')));
  await expect(move('10:30')).rejects.toEqual(refused('embargo-past'));
  await move('13:00');
  await run(minute('12:30'));
  expect(await isPublic(letter)).toBe(false);
  await write((tx) => stopEmbargo(tx, second, letter, minute('12:40')));
  await run(minute('14:00'));
  expect(await isPublic(letter)).toBe(false);
  await expect(move('15:00')).rejects.toEqual(refused('embargo-over'));
  // Two people decide anew.
  await embargo(letter, minute('15:00'));
  await run(minute('15:00'));
  expect(await isPublic(letter)).toBe(true);
});

test('moved while it fires: whoever holds the letter first is right, and the other finds it so', async () => {
  const letter = await newLetter();
  await embargo(letter, minute('12:00'));
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let moved = () => {};
  const isMoved = new Promise<void>((resolve) => {
    moved = resolve;
  });
  const moving = write(async (tx) => {
    await moveEmbargo(tx, author, letter, minute('18:00'), minute('11:59'));
    moved();
    await held;
  });
  await isMoved;
  // It saw that it is due before the moving was committed, and waits for the letter.
  const firing = run(minute('12:00'));
  await waitsForLock();
  release();
  await Promise.all([moving, firing]);
  expect(await isPublic(letter)).toBe(false);
  await Promise.all([run(minute('18:00')), run(minute('18:00'))]);
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from published.edition where subject = ${letter}`.execute(house.db);
  expect(rows).toEqual([{ n: 1 }]);
});

async function waitsForLock(): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      house.db,
    );
    if (rows.length > 0) return;
  }
}

test('what was taken back meanwhile does not come back by a decision from before', async () => {
  const letter = await newLetter();
  await decide(await propose(letter));
  await write((tx) => addVersion(tx, letter, 'We ask for more help.', 1));
  await embargo(letter, minute('12:00'));
  const removal = await write((tx) =>
    proposeLetterRemoval(tx, author, { ...input, kind: 'remove', reasonClass: 'safety' }, letter),
  );
  await write((tx) => decideAnything(tx, second, removal, approve));
  expect(await stateOf(letter)).toBe('closed');
  expect(await readEmbargo(house.db, author, letter)).toBeUndefined();
  expect(await run(minute('12:00'))).toEqual([]);
  expect(await isPublic(letter)).toBe(false);
  // Should one wait all the same, it is refused, told, and not tried again each second.
  await sql`update letter_embargo set state = 'waiting', ended_at = null
    where letter_id = (select id from letter where uid = ${letter})`.execute(house.db);
  expect(await run(minute('12:01'))).toEqual([refused('decision-changed')]);
  expect(await isPublic(letter)).toBe(false);
  expect(await readEmbargo(house.db, author, letter)).toBeUndefined();
});

test('signing opens and closes by itself, with a message', async () => {
  const letter = await newLetter();
  const set = (opensAt: string | null, closesAt: string | null, closing = 'It was delivered.') => {
    const at = (text: string | null) => (text === null ? null : minute(text));
    const dates = { opensAt: at(opensAt), closesAt: at(closesAt), closing };
    return write((tx) =>
      setCampaignDates(tx, author, sealer, letter, { dates, now: minute('10:00') }),
    );
  };
  await expect(set('09:00', '12:00')).rejects.toEqual(refused('campaign-past'));
  await expect(set('12:00', '11:00')).rejects.toEqual(refused('campaign-order'));
  await expect(set('11:00', '12:00', ' ')).rejects.toEqual(refused('letter-message-missing'));
  await set('11:00', '12:00');
  await set('11:30', '12:00');
  await run(minute('11:29'));
  expect(await stateOf(letter)).toBe('approved');
  await run(minute('11:30'));
  expect(await stateOf(letter)).toBe('collecting');
  await expect(set('11:40', '12:00')).rejects.toEqual(refused('campaign-opened'));
  await set(null, '12:30');
  await run(minute('12:30'));
  expect(await stateOf(letter)).toBe('closed');
  const signing = await house.db
    .selectFrom('letter_signing as s')
    .innerJoin('letter as l', 'l.id', 's.letter_id')
    .select(['s.state', 's.message'])
    .where('l.uid', '=', letter)
    .executeTakeFirst();
  expect(signing).toEqual({ state: 'closed', message: 'It was delivered.' });
  await expect(set(null, '13:00')).rejects.toEqual(refused('campaign-closed'));
  await write((tx) => openSigning(tx, author, sealer, letter));
  expect(await stateOf(letter)).toBe('collecting');
});

test('nothing of a testimony is proposed that its author has not permitted', async () => {
  const letter = await newLetter('testimony');
  await expect(propose(letter)).rejects.toEqual(refused('testimony-not-permitted'));
  const code = await write((tx) => makeTestimonyLink(tx, author, letter));
  const { hash, word } = await readAsAuthor(house.db, code);
  expect(word).toBeUndefined();
  const say = (step: 'permitted' | 'held' | 'taken-back', of = hash) =>
    write((tx) => sayAsAuthor(tx, code, { step, hash: of }));
  await expect(say('permitted', '00'.repeat(32))).rejects.toEqual(refused('testimony-changed'));
  await say('permitted');
  const decision = await propose(letter);
  await say('held');
  await expect(decide(decision)).rejects.toEqual(refused('testimony-not-permitted'));
  // Nobody lets go for the author what they hold themselves.
  const written = { step: 'permitted', how: 'by-phone', who: 'Her lawyer' } as const;
  await expect(write((tx) => recordTestimonyWord(tx, author, letter, written))).rejects.toEqual(
    refused('testimony-authors-hold'),
  );
  await say('permitted');
  await decide(decision);
  expect(await isPublic(letter)).toBe(true);
  expect((await readTestimony(house.db, author, letter))?.steps).toMatchObject([
    { step: 'permitted', version: 1, how: 'link', writtenBy: null },
    { step: 'held' },
    { step: 'permitted' },
  ]);
  // Other words are another permission.
  await write((tx) => addVersion(tx, letter, 'Something else.', 1));
  await expect(propose(letter)).rejects.toEqual(refused('testimony-not-permitted'));
  // The first time they ask, who made the link is told to propose it; then it is under way.
  expect(await say('taken-back')).toMatchObject({
    letter,
    organiser: { accountId: author.accountId },
  });
  const removal = { ...input, kind: 'remove' as const, reasonClass: 'consent-withdrawn' };
  await write((tx) => proposeLetterRemoval(tx, author, removal, letter));
  expect(await say('taken-back')).toBeUndefined();
  expect(await readAsAuthor(house.db, code)).toMatchObject({ isLeaving: true, word: 'taken-back' });
});

test('an author’s hold stops a publication that waits for its minute', async () => {
  const letter = await newLetter('testimony');
  const written = { how: 'in-person', who: 'The author' } as const;
  await write((tx) => recordTestimonyWord(tx, author, letter, { ...written, step: 'permitted' }));
  await embargo(letter, minute('12:00'));
  await write((tx) => recordTestimonyWord(tx, author, letter, { ...written, step: 'held' }));
  await run(minute('12:00'));
  expect(await isPublic(letter)).toBe(false);
  expect(await readEmbargo(house.db, author, letter)).toBeUndefined();
  // By their own link at once, not only at that minute.
  await write((tx) => recordTestimonyWord(tx, author, letter, { ...written, step: 'permitted' }));
  await embargo(letter, minute('13:00'));
  const code = await write((tx) => makeTestimonyLink(tx, author, letter));
  const { hash } = await readAsAuthor(house.db, code);
  await write((tx) => sayAsAuthor(tx, code, { step: 'held', hash }));
  expect(await readEmbargo(house.db, author, letter)).toBeUndefined();
});

test('a link that was replaced opens nothing', async () => {
  const letter = await newLetter('testimony');
  const old = await write((tx) => makeTestimonyLink(tx, author, letter));
  await write((tx) => makeTestimonyLink(tx, author, letter));
  await expect(readAsAuthor(house.db, old)).rejects.toEqual(refused('testimony-link'));
  const collective = await newLetter();
  await expect(write((tx) => makeTestimonyLink(tx, author, collective))).rejects.toEqual(
    refused('testimony-only'),
  );
});

test('a delivery is part of the next edition, and its corrections of the one after', async () => {
  const letter = await newLetter();
  await decide(await propose(letter));
  const version = await house.db
    .selectFrom('letter_version as v')
    .innerJoin('letter as l', 'l.id', 'v.letter_id')
    .select(['v.id', 'v.letter_id'])
    .where('l.uid', '=', letter)
    .executeTakeFirstOrThrow();
  await sql`
    insert into letter_tally (letter_id, version_id, affirms, appearance, verification, signed) values
      (${version.letter_id}, ${version.id}, 'first', 'named', 'mailbox', 700),
      (${version.letter_id}, ${version.id}, 'first', 'counted', 'mailbox', 112),
      (${version.letter_id}, ${version.id}, 'again', 'named', 'mailbox', 5)`.execute(house.db);
  const delivery = {
    ...{ addressee: 'The ministers', deliveredOn: '2131-02-28', how: 'handed-over' as const },
    byWhom: 'Two directors',
  };
  const noted = new Date('2131-03-01T12:00:00Z');
  await expect(
    write((tx) => addDelivery(tx, author, letter, { ...delivery, answer: 'We will see.' }, noted)),
  ).rejects.toEqual(refused('delivery-day'));
  // Begun nowhere on earth yet: where days begin first it is the second.
  const early = { ...delivery, acknowledgedOn: '2131-03-03' };
  await expect(write((tx) => addDelivery(tx, author, letter, early, noted))).rejects.toMatchObject({
    problems: [{ code: 'delivery-future', field: 'acknowledgedOn' }],
  });
  // What was pasted is the address of a page elsewhere, or no address.
  const elsewhere = { ...delivery, answeredOn: '2131-03-01', source: 'https://example.org/news' };
  await expect(write((tx) => addDelivery(tx, author, letter, elsewhere, noted))).rejects.toEqual(
    refused('delivery-source'),
  );
  await expect(
    write((tx) => addSolidarity(tx, author, letter, 'https://example.org/news')),
  ).rejects.toEqual(refused('solidarity-private'));
  const uid = await write((tx) => addDelivery(tx, author, letter, delivery, noted));
  const correct = { ...input, kind: 'correct' as const, publicReason: 'It was delivered' };
  const next = () => write((tx) => proposeLetter(tx, author, correct, letter));
  expect(await stateOf(letter)).toBe('published');
  await decide(await next());
  expect(await stateOf(letter)).toBe('delivered');
  const told = async () =>
    (await currentDocuments(house.db, [letter])).get(letter)?.document.letter?.deliveries;
  expect(await told()).toEqual([
    {
      ...{ uid, addressee: 'The ministers', on: '2131-02-28', how: 'handed-over' },
      by: 'Two directors',
      signed: {
        ...{ total: 812, appearance: { named: 700, counted: 112 } },
        verification: { mailbox: 812 },
      },
    },
  ]);
  const answered = {
    ...delivery,
    answeredOn: '2131-03',
    answer: 'We will see.',
    changed: 'Nothing',
  };
  const change = (revision: number) =>
    write((tx) => changeDelivery(tx, author, letter, uid, { ...answered, revision }, noted));
  const decision = await next().catch((error: unknown) => error);
  expect(decision).toBeInstanceOf(EditionRefusal);
  await change(1);
  await expect(change(1)).rejects.toEqual(refused('delivery-changed'));
  await decide(await next());
  expect(await told()).toMatchObject([{ answered: { on: '2131-03', answer: 'We will see.' } }]);
  expect(await listDeliveries(house.db, author, letter)).toHaveLength(1);
  await write((tx) =>
    changeDelivery(tx, author, letter, uid, { ...answered, revision: 2, dropped: true }, noted),
  );
  await decide(await next());
  expect(await told()).toBeUndefined();
  expect(await stateOf(letter)).toBe('published');
});

test('milestones are counted, the largest of those reached at once, and for readers only', async () => {
  const letter = await newLetter();
  const version = await house.db
    .selectFrom('letter_version as v')
    .innerJoin('letter as l', 'l.id', 'v.letter_id')
    .select(['v.id', 'v.letter_id'])
    .where('l.uid', '=', letter)
    .executeTakeFirstOrThrow();
  const count = (signed: number) =>
    sql`insert into letter_tally (letter_id, version_id, affirms, appearance, verification, signed)
      values (${version.letter_id}, ${version.id}, 'first', 'named', 'mailbox', ${signed})
      on conflict (letter_id, version_id, affirms, appearance, verification)
        do update set signed = excluded.signed`.execute(house.db);
  const reached = async () => {
    const { rows } = await sql<{ reached: number }>`
      select reached from letter_milestone where letter_id = ${version.letter_id} order by 1`.execute(
      house.db,
    );
    return rows.map((row) => row.reached);
  };
  await count(812);
  await run(minute('11:00'));
  expect(await reached()).toEqual([]);
  await decide(await propose(letter));
  await run(minute('12:00'));
  expect(await reached()).toEqual([500]);
  await count(1_000);
  await run(minute('13:00'));
  await count(999);
  await run(minute('14:00'));
  await count(1_001);
  await run(minute('15:00'));
  expect(await reached()).toEqual([500, 1_000]);
});
