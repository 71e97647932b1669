import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  parseRollHead,
  verifyRoll,
  verifySignature,
  type ProvenRoll,
  type RefusedRoll,
} from '@countersign/letter';
import { node } from '@countersign/proof/node';
import {
  changeSignature,
  chooseAside,
  enrolSignatures,
  hideNames,
  leaveLetter,
  makeRolls,
  signatureReceipt,
  tallySignatures,
  type Group,
} from '#letters';
import { publishDraft } from './public-letter.ts';
import { openLetterWorld, type LetterWorld } from './signed-letter.ts';

let world: LetterWorld;

beforeAll(async () => {
  world = await openLetterWorld();
}, 60_000);
afterAll(() => world?.close());

type Letter = Awaited<ReturnType<LetterWorld['openLetter']>>;

/** Makes rolls of what is published, and publishes their counts. */
async function count(): Promise<number> {
  await world.publish();
  const made = await makeRolls(world.db);
  await world.publish();
  return made;
}

async function recounted({ letter }: Letter): Promise<ProvenRoll> {
  const verdict = await verifyRoll(node, world.policy, letter, world.read);
  if (!verdict.accepted) throw new Error(`${verdict.code} ${verdict.about}: ${verdict.message}`);
  return verdict;
}

const tallied = ({ classes }: ProvenRoll) =>
  Object.fromEntries(classes.map((one) => [one.class.appearance, one.count]));

async function partsOf({ letter }: Letter) {
  const bytes = await world.read(`letters/${letter}/roll.json`, 0);
  const { head } = JSON.parse(Buffer.from(bytes ?? []).toString()) as { head: string };
  return parseRollHead(head);
}

test('a letter is recounted from what strangers may read, named and private, as people come and go', async () => {
  const letter = await world.openLetter();
  const other = await world.openLetter();
  const ada = await world.sign(letter, 'ada@example.org', 'named');
  await world.sign(letter, 'bea@example.org', 'named');
  await world.sign(other, 'ada@example.org', 'named');
  const cleo = await world.sign(letter, 'cleo@example.org', 'counted');
  await world.sign(letter, 'dora@example.org', 'described');
  await world.sign(other, 'dora@example.org', 'counted');
  expect(await count()).toBe(2);
  const first = await recounted(letter);
  expect(first).toMatchObject({ people: 2, again: 0, title: 'To those who can act', batches: 0 });
  // Nothing of a batch is opened before the batch is in the log.
  await world.night();
  expect(await count()).toBe(2);
  expect(tallied(await recounted(letter))).toEqual({ named: 2, counted: 1, described: 1 });
  expect(tallied(await recounted(other))).toEqual({ named: 1, counted: 1 });
  // Nothing changed: nothing is made, and the log is not filled.
  expect(await count()).toBe(0);

  await world.db.transaction().execute((tx) => leaveLetter(tx, world.sealer, ada, 'forced'));
  await world.db.transaction().execute((tx) => leaveLetter(tx, world.sealer, cleo, 'disowned'));
  expect(await count()).toBe(1);
  const left = await recounted(letter);
  expect(tallied(left)).toEqual({ named: 1, described: 1 });
  expect(left.left).toEqual({ aside: 0, disowned: 1, withdrawn: 1 });
});

test('what is set aside leaves the roll and comes back into it, entries as they were', async () => {
  const letter = await world.openLetter();
  await world.sign(letter, 'kim@example.org', 'named');
  await world.sign(letter, 'lou@example.org', 'counted');
  await world.night();
  await count();
  const whole = await recounted(letter);
  const move = (kind: 'aside' | 'accept', group: Group) =>
    world.db.transaction().execute((tx) =>
      chooseAside(tx, world.author, world.sealer, letter.letter, {
        ...{ kind, group, until: new Date(Date.now() + 60_000), reason: 'other' },
        channel: 'by-phone',
      }),
    );
  const { rows } = await sql<{ uid: string }>`
    select g.uid from letter_signature g join letter l on l.id = g.letter_id
    where l.uid = ${letter.letter}`.execute(world.db);
  for (const { uid } of rows) await move('aside', { by: 'signature', of: uid });
  await count();
  const without = await recounted(letter);
  expect(without.people).toBe(0);
  expect(without.left).toEqual({ aside: 2, disowned: 0, withdrawn: 0 });
  await move('accept', { by: 'reason', of: 'other' });
  expect(await count()).toBe(1);
  const again = await recounted(letter);
  expect(tallied(again)).toEqual(tallied(whole));
  expect(again.left.aside).toBe(0);
});

test('before a letter is public the log shows of a name what it shows of every other; then it is proven', async () => {
  const signers = ['ida', 'jon'];
  const bySelf = async () => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::integer as n from log_entry where kind = 'signature'`.execute(world.db);
    return rows[0]?.n;
  };
  const before = await bySelf();
  const letter = await world.openLetter('private');
  const links: string[] = [];
  for (const name of signers) {
    links.push(await world.sign(letter, `${name}@example.org`, 'named'));
  }
  expect(await bySelf()).toBe(before);
  await world.db
    .transaction()
    .execute((tx) => publishDraft(tx, world.author, world.second, letter.letter));
  await world.sign(letter, 'kai@example.org', 'named');
  expect(await bySelf()).toBe((before ?? 0) + 1);
  await count();
  expect((await recounted(letter)).people).toBe(1);
  await world.night();
  await count();
  expect(tallied(await recounted(letter))).toEqual({ named: 3 });
  expect((await recounted(letter)).batches).toBe(1);
  const [link = ''] = links;
  const receipt = await signatureReceipt(world.db, world.sealer, world.log.files, link);
  expect(verifySignature(node, world.policy, receipt)).toMatchObject({
    ...{ accepted: true, inBatch: true, shown: { name: 'N ida' } },
    class: { appearance: 'named', letter: letter.letter },
  });
  // Whoever changes their name then is logged by themselves, and the line of the batch goes.
  await world.db.transaction().execute((tx) =>
    changeSignature(tx, world.sealer, link, {
      typed: { name: 'Ida', appearance: 'named', consents: ['sign', 'show'] },
      wordings: (['sign', 'show'] as const).map((purpose) => ({
        ...{ purpose, language: 'en', words: purpose },
      })),
    }),
  );
  expect(await bySelf()).toBe((before ?? 0) + 2);
  await count();
  expect(tallied(await recounted(letter))).toEqual({ named: 3 });
  // What was logged singly before letters had to be public for it stays as it is.
  expect(await world.db.transaction().execute((tx) => enrolSignatures(tx, world.sealer))).toBe(0);
});

test('a changed signature counts once, in its new class', async () => {
  const letter = await world.openLetter();
  const link = await world.sign(letter, 'eve@example.org', 'named');
  await count();
  expect(tallied(await recounted(letter))).toEqual({ named: 1 });
  await world.db.transaction().execute((tx) =>
    changeSignature(tx, world.sealer, link, {
      typed: { name: 'Eve', appearance: 'counted', consents: ['sign'] },
      wordings: [{ purpose: 'sign', language: 'en', words: 'sign' }],
    }),
  );
  await count();
  expect((await recounted(letter)).people).toBe(0);
  await world.night();
  await count();
  expect(tallied(await recounted(letter))).toEqual({ counted: 1 });
});

test('who leaves between a roll and the log’s count of it is in the roll that is served, until the next', async () => {
  const letter = await world.openLetter();
  const link = await world.sign(letter, 'fay@example.org', 'named');
  await world.sign(letter, 'gil@example.org', 'named');
  await world.publish();
  await makeRolls(world.db);
  await world.db.transaction().execute((tx) => leaveLetter(tx, world.sealer, link, 'withdrawn'));
  await world.publish();
  expect((await recounted(letter)).people).toBe(2);
  await makeRolls(world.db);
  // The log has not counted the new one yet: the older is still whole.
  expect((await recounted(letter)).people).toBe(2);
  await world.publish();
  expect((await recounted(letter)).people).toBe(1);
  await makeRolls(world.db);
  const { rows } = await sql<{ rolls: number; parts: number; gone: number }>`
    select count(distinct r.id)::integer as rolls, count(distinct p.hash)::integer as parts,
      (select count(*)::integer from letter_roll_gone) as gone
    from letter l join letter_roll r on r.letter_id = l.id join letter_roll_part p on p.letter_id = l.id
    where l.uid = ${letter.letter}`.execute(world.db);
  expect(rows).toEqual([{ rolls: 1, parts: 1, gone: 0 }]);
});

test('a row that was altered is left out, and the rest stays countable', async () => {
  const letter = await world.openLetter();
  await world.sign(letter, 'hal@example.org', 'described');
  await world.sign(letter, 'ida@example.org', 'described');
  await world.night();
  await sql`
    update private_item set fields = jsonb_set(fields, '{languages}', '["fr"]')
    where id = (select max(id) from private_item)`.execute(world.db);
  await count();
  expect(tallied(await recounted(letter))).toEqual({ described: 1 });
});

test('the count is one small file; hidden names change nothing in it', async () => {
  const letter = await world.openLetter();
  await world.sign(letter, 'jo@example.org', 'named');
  await count();
  await tallySignatures(world.db);
  await world.db.transaction().execute((tx) => hideNames(tx, world.author, letter.letter, true));
  const answer = await world.app.request(`/letters/${letter.letter}/count.json`);
  expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect(await answer.json()).toMatchObject({
    ...{ v: 1, letter: letter.letter, state: 'open', people: 1, again: 0 },
    counted: { people: 1 },
  });
  expect((await recounted(letter)).people).toBe(1);
  const parts = await partsOf(letter);
  const text = await (
    await world.app.request(`/letters/${letter.letter}/roll/${parts.parts[0]?.sha256}`)
  ).text();
  expect(text).not.toContain('jo@');
  expect(text).not.toContain('Editor');
});

test.each(['count.json', 'roll.json', `roll/${'0'.repeat(64)}`, 'roll/x'])(
  'of what is not public there is no %s',
  async (file) => {
    const answer = await world.app.request(`/letters/0f0f0f0f-64d5-4c4e-9a53-0f6f5f0c8f3b/${file}`);
    expect(answer.status).toBe(404);
  },
);

/** The letter with every kind of line, and whatever a host changes before it gives it out. */
async function tampered(
  letter: Letter,
  change: (
    path: string,
    bytes: Uint8Array,
  ) => Uint8Array | undefined | Promise<Uint8Array | undefined>,
): Promise<Pick<RefusedRoll, 'code' | 'member'> | 'accepted'> {
  const verdict = await verifyRoll(node, world.policy, letter.letter, async (path, most) => {
    const bytes = await world.read(path, most);
    return bytes && change(path, bytes);
  });
  return verdict.accepted ? 'accepted' : { code: verdict.code, member: verdict.member };
}

test('a roll that was changed in any way is refused, and what is at fault is named', async () => {
  const letter = await world.openLetter();
  const other = await world.openLetter();
  for (const at of [1, 2, 3]) await world.sign(letter, `s${at}@example.org`, 'named');
  for (const at of [4, 5, 6]) await world.sign(letter, `s${at}@example.org`, 'counted');
  await world.sign(other, 'k@example.org', 'named');
  await count();
  const stale = await world.read(`letters/${letter.letter}/roll.json`, 0);
  await world.night();
  await count();
  expect((await recounted(letter)).people).toBe(6);
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
  const bytes = (value: string) => new Uint8Array(Buffer.from(value));
  const only = (part: string, to: (was: string) => string) => (path: string, was: Uint8Array) =>
    path.includes(part) ? bytes(to(text(was))) : was;
  const refused = async (
    code: RefusedRoll['code'],
    member: RefusedRoll['member'],
    change: Parameters<typeof tampered>[1],
  ) => expect(await tampered(letter, change)).toEqual({ code, member });

  await refused(
    'roll-part-altered',
    'part',
    only('/roll/', (was) => was.slice(0, -1)),
  );
  await refused(
    'roll-part-altered',
    'part',
    only('/roll/', (was) => was.split('\n').slice(1).join('\n')),
  );
  await refused('roll-missing', 'part', (path, was) => (path.includes('/roll/') ? undefined : was));
  await refused('roll-missing', 'head', (path, was) =>
    path.includes('roll.json') ? undefined : was,
  );
  await refused(
    'roll-malformed',
    'head',
    only('roll.json', (was) => was.slice(1)),
  );
  await refused(
    'roll-not-counted',
    'count',
    only('roll.json', (was) => was.replace('disowned\\":0', 'disowned\\":1')),
  );
  const { counted } = JSON.parse(text(stale ?? new Uint8Array())) as { counted: object };
  await refused(
    'roll-not-counted',
    'count',
    only('roll.json', (was) => JSON.stringify({ ...JSON.parse(was), counted })),
  );
  await refused('roll-batch-altered', 'batch', (path, was) =>
    path.startsWith('log/batch/') ? was.slice(0, 32 * 64) : was,
  );
  await refused('roll-missing', 'batch', (path, was) =>
    path.startsWith('log/batch/') ? undefined : was,
  );
  await refused('tile-inconsistent', 'tile', (path, was) =>
    path.startsWith('log/tile/') ? was.map((byte, at) => (at === 40 ? byte ^ 1 : byte)) : was,
  );
  await refused(
    'signature-invalid',
    'checkpoint',
    only('log/checkpoint', (was) =>
      was.replace(/\n(\d+)\n/u, (_all, size: string) => `\n${Number(size) + 1}\n`),
    ),
  );
  const theirs = (path: string) => path.replace(letter.letter, other.letter);
  const exchanged = (part: RegExp) => (path: string, was: Uint8Array) =>
    part.test(path) ? world.read(theirs(path), 0) : was;
  await refused('roll-class-unknown', 'head', exchanged(/roll\.json$/u));
  await refused('commitment-mismatch', 'edition', exchanged(/^(?:log\/proof|dossier)\//u));
  // Every line of it is true, and the log has a later count.
  await refused('roll-stale', 'count', (path, was) => (path.endsWith('roll.json') ? stale : was));
});

test('an operator who has the log count a false roll is found out by its lines', async () => {
  const letter = await world.openLetter();
  for (const at of [1, 2, 3]) await world.sign(letter, `t${at}@example.org`, 'named');
  for (const at of [4, 5]) await world.sign(letter, `t${at}@example.org`, 'counted');
  await world.night();
  await count();
  const before = await partsOf(letter);
  const [named, batched] = before.parts;
  if (named === undefined || batched === undefined) throw new Error('two parts');
  const bodyOf = async (sha256: string) =>
    Buffer.from((await world.read(`letters/${letter.letter}/roll/${sha256}`, 0)) ?? []).toString();
  const lines = (await bodyOf(named.sha256)).trimEnd().split('\n');
  const items = (await bodyOf(batched.sha256)).trimEnd().split('\n');

  /** A roll of these lines that the log counts; written past the program. */
  async function forge(
    ofLog: readonly string[],
    ofBatch: readonly string[],
    change = (head: string) => head,
  ) {
    const parts = [
      { batch: undefined, own: ofLog },
      { batch: batched?.batch, own: ofBatch },
    ].filter(({ own }) => own.length > 0);
    const bodies = parts.map(({ own }) => Buffer.from(`${own.join('\n')}\n`));
    const placeOf = (line: string | undefined) => BigInt(line?.split(' ')[0] ?? 0);
    const all = [...ofLog, ...ofBatch];
    const { formatRollHead } = await import('@countersign/letter');
    const head = change(
      formatRollHead({
        ...before,
        classes: before.classes.map((one, at) => ({
          ...one,
          count: all.filter((line) => line.split(' ')[2] === String(at)).length,
        })),
        parts: parts.map(({ batch, own }, at) => ({
          ...{ batch, first: placeOf(own[0]), last: placeOf(own.at(-1)), lines: own.length },
          sha256: createHash('sha256')
            .update(bodies[at] ?? '')
            .digest('hex'),
        })),
        batches: parts.some(({ batch }) => batch !== undefined) ? before.batches : [],
      }),
    );
    const signed = (JSON.parse(head) as { classes: { count: number }[] }).classes.reduce(
      (sum, one) => sum + one.count,
      0,
    );
    const { enqueueEntries } = await import('#log');
    const roll = createHash('sha256').update(head).digest('base64');
    const [entry] = await world.db
      .transaction()
      .execute((tx) =>
        enqueueEntries(tx, [{ kind: 'count', fields: { letter: letter.letter, roll, signed } }]),
      );
    await world.publish();
    const { rows } = await sql<{
      place: string;
    }>`select place from log_entry where entry = ${entry}`.execute(world.db);
    const served = { v: 1, head, counted: { entry, place: rows[0]?.place } };
    const verdict = await verifyRoll(node, world.policy, letter.letter, (path, most) => {
      if (path.endsWith('roll.json'))
        return Promise.resolve(new Uint8Array(Buffer.from(JSON.stringify(served))));
      const body = bodies.find((one) =>
        path.endsWith(createHash('sha256').update(one).digest('hex')),
      );
      return body === undefined ? world.read(path, most) : Promise.resolve(new Uint8Array(body));
    });
    return verdict.accepted ? verdict.people : verdict.code;
  }

  expect(await forge(lines, items)).toBe(5);
  // Left out: nobody but the signer can tell.
  expect(await forge(lines.slice(1), items)).toBe(4);
  expect(await forge([...lines.slice(0, 1), ...lines], items)).toBe('roll-out-of-order');
  expect(await forge([...lines, ...lines.slice(0, 1)], items)).toBe('roll-out-of-order');
  const moved = (line = '', to: (place: number) => number) =>
    line.replace(/^\d+/u, (at) => String(to(Number(at))));
  expect(await forge([...lines.slice(0, 2), moved(lines[2], (at) => at + 1)], items)).toBe(
    'roll-not-logged',
  );
  expect(await forge([...lines.slice(0, 2), moved(lines[2], () => 999_999)], items)).toBe(
    'roll-not-logged',
  );
  const classed = lines.map((line) => line.replace(/^(\d+ \S+) \d+/u, '$1 1'));
  expect(await forge(classed, items)).toBe('roll-not-logged');
  expect(
    await forge(
      lines.map((line) => line.replace(/^(\d+ \S+) \d+/u, '$1 9')),
      items,
    ),
  ).toBe('roll-class-unknown');
  // An item of the batch told as an entry of the log, and one at the place of padding.
  expect(await forge([...items], [])).toBe('roll-not-logged');
  const free =
    Array.from({ length: 256 }, (_, at) => at).find((at) =>
      items.every((line) => !line.startsWith(`${at} `)),
    ) ?? 0;
  expect(await forge(lines, [moved(items[0], () => free)])).toBe('roll-not-logged');
  expect(await forge(lines, items, (head) => head.replace('"count":3', '"count":4'))).toBe(
    'roll-count-differs',
  );
  const another = Buffer.alloc(32, 7).toString('base64');
  const { text } = before.classes[0]?.class ?? {};
  expect(await forge(lines, items, (head) => head.replaceAll(text ?? '', another))).toBe(
    'roll-class-unknown',
  );
  expect(
    await forge(lines, items, (head) =>
      head.replaceAll(letter.letter, '0f0f0f0f-64d5-4c4e-9a53-0f6f5f0c8f3b'),
    ),
  ).toBe('roll-class-unknown');
});
