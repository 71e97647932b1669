import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyRoll, verifySignature } from '@countersign/letter';
import { node } from '@countersign/proof/node';
import {
  chooseSignature,
  confirmSignature,
  endVouchingAddress,
  hideNames,
  leaveLetter,
  lookAtAsking,
  makeRolls,
  readOwnSignature,
  readVouching,
  replayForgotten,
  signatureReceipt,
  takeVouchBack,
  vouchFor,
} from '#letters';
import { openVouches } from '../../src/letters/vouching/vouch-list.ts';
import { night, openVouchingWorld, said, type VouchingWorld } from './vouching-world.ts';

let world: VouchingWorld;

beforeAll(async () => {
  world = await openVouchingWorld();
}, 60_000);
afterAll(() => world?.close());

const refused = (code: string) => expect.objectContaining({ code });
const reads = (link: string) => readVouching(world.db, world.sealer, link);
const looks = (link: string, address: string) =>
  lookAtAsking(world.db, world.sealer, link, address);
/** After the longest grace that began in the night. */
const later = '2026-03-09';

/** Somebody for whom three people of the guild vouch. */
async function vouched(via: 'smtp' | 'outbox' = 'smtp') {
  const letter = await world.openLetter();
  const ada = await letter.sign('ada@example.org', {}, via);
  const guild = await letter.guild('bea', 'cleo', 'dora');
  const address = await world.ask(ada);
  for (const link of guild) await world.vouch(link, address);
  const [bea = '', cleo = '', dora = ''] = guild;
  return { letter, ada, address, guild, bea, cleo, dora };
}

/** The entry of a signature in the log, and another one; and whether anything there opens them. */
async function entriesOf(link: string, other: string | null = null) {
  const { rows } = await sql<{ entry: string; opens: boolean }>`
    select e.entry, e.fields is not null as opens from log_entry e
    left join letter_signature g on g.entry = e.entry and g.link = sha256(${Buffer.from(link)})
    where g.id is not null or e.entry = ${other} order by g.id is null`.execute(world.db);
  return rows;
}

test('three of a class of their own make it vouched in the night: list, roll, receipt, recount', async () => {
  const { letter, ada, guild, address } = await vouched();
  await world.publish();
  expect(await letter.classes()).toMatchObject({ ada: 'confirmed mailbox' });
  expect(await reads(ada)).toMatchObject({ standing: 'open', vouchers: 0, isVouched: false });
  const before = await entriesOf(ada);
  expect(before).toEqual([{ entry: expect.any(String), opens: true }]);
  expect(await world.settle()).toBe(1);
  const after = await entriesOf(ada, before[0]?.entry);
  // What the log had of the class before opens to nobody.
  expect(after).toEqual([
    { entry: expect.not.stringContaining(before[0]?.entry ?? ''), opens: true },
    { entry: before[0]?.entry, opens: false },
  ]);
  expect(await world.settle()).toBe(0);
  expect(await letter.classes()).toEqual({
    ...{ ada: 'confirmed vouched', bea: 'confirmed domain', cleo: 'confirmed domain' },
    dora: 'confirmed domain',
  });
  expect(await reads(ada)).toMatchObject({ address, vouchers: 3, isVouched: true, fallsOn: null });
  const own = await readOwnSignature(world.db, world.sealer, ada);
  expect(own).toMatchObject({ state: 'confirmed', verification: 'vouched' });

  await world.publish();
  await makeRolls(world.db);
  await world.publish();
  const receipt = await signatureReceipt(world.db, world.sealer, world.log.files, ada);
  expect(verifySignature(node, world.policy, receipt)).toMatchObject({
    ...{ accepted: true, class: { verification: 'vouched' }, shown: { name: 'ada' } },
  });
  const roll = await verifyRoll(node, world.policy, letter.letter, world.read);
  expect(roll).toMatchObject({ accepted: true, people: 4 });
  const classes = roll.accepted ? roll.classes : [];
  expect(Object.fromEntries(classes.map((one) => [one.class.verification, one.count]))).toEqual({
    vouched: 1,
    domain: 3,
  });
  for (const link of guild) {
    expect((await reads(link)).vouches).toMatchObject([{ name: 'ada', ...said }]);
  }
});

test('two are not enough, nor one who says it three times, nor once by each version', async () => {
  const letter = await world.openLetter();
  const address = await world.ask(await letter.sign('ada@example.org'));
  const [bea = '', cleo = ''] = await letter.guild('bea', 'cleo');
  await world.vouch(bea, address);
  const { vouches } = await reads(bea);
  expect(vouches).toHaveLength(1);
  for (const link of [bea, bea, cleo]) await world.vouch(link, address);
  expect((await reads(bea)).vouches).toEqual(vouches);
  expect(await world.settle()).toBe(0);
  expect(await letter.classes()).toMatchObject({ ada: 'confirmed mailbox' });
});

test('mailboxes alone, and the vouched themselves, vouch for nobody and learn of nobody', async () => {
  const { letter, ada, address } = await vouched();
  await world.settle();
  const asking = await world.ask(await letter.sign('eve@example.org'));
  const mailbox = await letter.sign('fay@example.org');
  const hidden = await letter.sign('gil@guild.org', {
    affiliation: 'Guild',
    appearance: 'organisers',
  });
  const described = await letter.sign('hal@example.org', { appearance: 'described' });
  await sql`update letter_signature set verification = 'organiser'
    where link = sha256(${Buffer.from(described)})`.execute(world.db);
  for (const link of [ada, mailbox, hidden, described]) {
    expect(await reads(link)).toMatchObject({ canVouch: false });
    await expect(looks(link, asking)).rejects.toEqual(refused('vouch-class'));
    await expect(looks(link, 'nothing')).rejects.toEqual(refused('vouch-class'));
    const blind = { address: asking, seen: 'x', ...said };
    await expect(
      world.write((tx) => vouchFor(tx, world.sealer, link, blind, new Date())),
    ).rejects.toEqual(refused('vouch-class'));
  }
  expect(address).not.toBe(asking);
});

test('an address is of one letter, ends for good, and is for nobody who needs no voucher', async () => {
  const { letter, ada, address, bea } = await vouched();
  const other = await world.openLetter();
  const [stranger = ''] = await other.guild('hal');
  await expect(looks(stranger, address)).rejects.toEqual(refused('vouch-address'));
  await expect(looks(bea, `${address}x`)).rejects.toEqual(refused('vouch-address'));
  expect(await looks(bea, `https://house.example/fa/vouch/${address} `)).toMatchObject({
    ...{ name: 'ada', credit: 'Editor', country: 'FR', affiliation: '', address },
  });
  await expect(world.ask(bea)).rejects.toEqual(refused('vouch-standing'));
  await expect(
    world.ask(await letter.sign('ivy@example.org', { appearance: 'counted' })),
  ).rejects.toEqual(refused('vouch-standing'));

  const kim = await letter.sign('kim@guild.org');
  const kims = await world.ask(kim);
  expect(await looks(bea, kims)).toMatchObject({ name: 'kim' });
  await world.change(kim, { name: 'kim', affiliation: 'Guild' });
  await expect(looks(bea, kims)).rejects.toEqual(refused('vouch-needless'));
  await expect(looks(kim, kims)).rejects.toEqual(refused('vouch-own'));

  expect(await world.ask(ada)).toBe(address);
  const ofAda = sql`signature_id = (select id from letter_signature
    where link = sha256(${Buffer.from(ada)}))`;
  const { rows: was } = await sql<{ nonce: string; address: Buffer }>`
    select nonce, address from signature_vouching where ${ofAda}`.execute(world.db);
  await world.write((tx) => endVouchingAddress(tx, world.sealer, ada));
  expect(await reads(ada)).toMatchObject({ address: null });
  await expect(looks(bea, address)).rejects.toEqual(refused('vouch-address'));
  // Who vouched before stays.
  expect(await world.settle()).toBe(1);
  // As a backup from before has it.
  await sql`
    update signature_vouching set nonce = ${was[0]?.nonce}, address = ${was[0]?.address}
    where ${ofAda}`.execute(world.db);
  await expect(looks(bea, address)).rejects.toEqual(refused('vouch-address'));
  expect(await reads(ada)).toMatchObject({ address: null });
});

test('who changes what is shown of them is vouched for anew; how they appear matters not', async () => {
  const { letter, ada, address, bea } = await vouched();
  const { seen } = await looks(bea, address);
  await world.settle();
  await world.change(ada, { name: 'ada', appearance: 'organisers' });
  expect(await readOwnSignature(world.db, world.sealer, ada)).toMatchObject({
    verification: 'vouched',
  });
  await world.change(ada, { name: 'A. Celebrity' });
  expect(await letter.classes()).toMatchObject({ 'A. Celebrity': 'confirmed mailbox' });
  expect(await world.settle(later)).toBe(0);
  await expect(
    world.write((tx) => vouchFor(tx, world.sealer, bea, { address, seen, ...said }, new Date())),
  ).rejects.toEqual(refused('vouch-changed'));
  await world.change(ada, { name: 'ada' });
  expect(await world.settle(later)).toBe(1);
  expect(await letter.classes()).toMatchObject({ ada: 'confirmed vouched' });
});

const goings: Readonly<Record<string, (voucher: string, letter: string) => Promise<unknown>>> = {
  leaves: (voucher) => world.write((tx) => leaveLetter(tx, world.sealer, voucher, 'withdrawn')),
  'hides their name': (voucher) =>
    world.change(voucher, { name: 'bea', affiliation: 'Guild', appearance: 'organisers' }),
  'names no organisation any more': (voucher) => world.change(voucher, { name: 'bea' }),
  'is set aside': (voucher) =>
    sql`update letter_signature set state = 'aside'
      where link = sha256(${Buffer.from(voucher)})`.execute(world.db),
  'takes it back': async (voucher) => {
    const [one] = (await reads(voucher)).vouches;
    await world.write((tx) => takeVouchBack(tx, world.sealer, voucher, one?.id ?? ''));
  },
};

test.each(Object.entries(goings))(
  'when a voucher %s the class falls, days later, and rises with the next',
  async (_how, goes) => {
    const { letter, ada, address, bea } = await vouched();
    await world.settle();
    await goes(bea, letter.letter);
    // Nothing to be seen that night: it is only decided when it falls.
    expect(await world.settle()).toBe(0);
    expect(await letter.classes()).toMatchObject({ ada: 'confirmed vouched' });
    expect(await reads(ada)).toMatchObject({ vouchers: 2, fallsOn: '2026-03-08' });
    expect(await world.settle('2026-03-07')).toBe(0);
    expect(await world.settle('2026-03-08')).toBe(1);
    expect(await letter.classes()).toMatchObject({ ada: 'confirmed mailbox' });
    const [kim = ''] = await letter.guild('kim');
    await world.vouch(kim, address);
    expect(await world.settle(later)).toBe(1);
    expect(await letter.classes()).toMatchObject({ ada: 'confirmed vouched' });
    expect(await reads(ada)).toMatchObject({ vouchers: 3, fallsOn: null });
  },
);

test('a class that found another voucher in time does not fall', async () => {
  const { letter, ada, address, bea } = await vouched();
  await world.settle();
  await world.write((tx) => leaveLetter(tx, world.sealer, bea, 'withdrawn'));
  await world.settle();
  const [kim = ''] = await letter.guild('kim');
  await world.vouch(kim, address);
  expect(await world.settle('2026-03-02')).toBe(0);
  expect(await reads(ada)).toMatchObject({ vouchers: 3, fallsOn: null });
  expect(await world.settle(later)).toBe(0);
  expect(await letter.classes()).toMatchObject({ ada: 'confirmed vouched' });
});

test('who was held counts by their vouchers alone, and is held again without them', async () => {
  const { letter, ada, bea, cleo } = await vouched('outbox');
  expect(Object.values(await letter.classes())).toContain('held');
  expect(await world.settle()).toBe(1);
  expect(await letter.classes()).toMatchObject({ ada: 'confirmed vouched' });
  for (const link of [bea, cleo]) {
    await world.write((tx) => leaveLetter(tx, world.sealer, link, 'withdrawn'));
  }
  await world.settle();
  expect(await world.settle(later)).toBe(1);
  expect(await letter.classes()).toMatchObject({ 'no. 1': 'held' });
  const { rows } = await sql`
    select from letter_signature where state = 'held' and (entry is not null or verification is not null)`.execute(
    world.db,
  );
  expect(rows).toEqual([]);
  expect(await readOwnSignature(world.db, world.sealer, ada)).toMatchObject({ state: 'held' });
});

test('a vouched person who was held and takes another name is held at once', async () => {
  const { letter, ada } = await vouched('outbox');
  await world.settle();
  await world.change(ada, { name: 'Somebody Else' });
  expect(await letter.classes()).toMatchObject({ 'no. 1': 'held' });
  expect(await world.settle(later)).toBe(0);
});

test('who was held under a name that organisers watch waits for them all the same', async () => {
  const { letter } = await vouched('outbox');
  await sql`
    insert into letter_guard (letter_id, watched_names)
    select id, '{ada}' from letter where uid = ${letter.letter}`.execute(world.db);
  expect(await world.settle()).toBe(0);
  expect(await letter.classes()).toMatchObject({ 'no. 1': 'held' });
});

test('who was marked as doubted before the organisers reached them is not raised by vouchers', async () => {
  const { letter, ada } = await vouched('outbox');
  await sql`
    insert into signature_aside (signature_id, letter_id, reasons)
    select id, letter_id, '{burst}' from letter_signature
    where link = sha256(${Buffer.from(ada)})`.execute(world.db);
  expect(await world.settle()).toBe(0);
  expect(await letter.classes()).toMatchObject({ 'no. 1': 'held' });
});

test('what is set aside does not rise, and its signer is asked for nothing else', async () => {
  const { letter, ada, bea, address } = await vouched();
  await sql`
    update letter_signature set state = 'aside', verification = null
    where link = sha256(${Buffer.from(ada)})`.execute(world.db);
  await sql`
    insert into signature_aside (signature_id, letter_id, reasons)
    select id, letter_id, '{burst}' from letter_signature
    where link = sha256(${Buffer.from(ada)})`.execute(world.db);
  expect(await reads(ada)).toMatchObject({ standing: 'open', address });
  expect(await looks(bea, address)).toMatchObject({ name: 'ada' });
  await world.ask(ada);
  expect(await world.settle()).toBe(0);
  expect(await letter.classes()).toMatchObject({ 'no. 1': 'aside' });
});

test('a vouched name that is set aside and changed does not come back as vouched for long', async () => {
  const { letter, ada } = await vouched();
  await world.settle();
  const byAda = sql`link = sha256(${Buffer.from(ada)})`;
  await sql`update letter_signature set state = 'aside' where ${byAda}`.execute(world.db);
  await world.change(ada, { name: 'A. Celebrity' });
  await sql`update letter_signature set state = 'confirmed' where ${byAda}`.execute(world.db);
  expect(await world.settle('2190-01-01')).toBe(1);
  expect(await letter.classes()).toMatchObject({ 'A. Celebrity': 'confirmed mailbox' });
});

test('a line that was put first stays first when its class rises', async () => {
  const { letter, ada } = await vouched();
  const { rows } = await sql<{ uid: string; line: string }>`
    select g.uid, h.line from letter_signature g join signature_shown h on h.signature_id = g.id
    where g.link = sha256(${Buffer.from(ada)})`.execute(world.db);
  const chosen = { signature: rows[0]?.uid ?? '', isChosen: true };
  await world.write((tx) => chooseSignature(tx, world.author, letter.letter, chosen));
  await world.settle();
  expect((await readOwnSignature(world.db, world.sealer, ada)).line).toMatchObject({
    chosen: true,
  });
});

test('who signs again in the same words keeps vouchers, address and whom they vouch for', async () => {
  const { letter, ada, address, bea } = await vouched();
  await world.settle();
  const again = await letter.sign('ada@example.org', { appearance: 'organisers' });
  const beaAgain = await letter.sign('bea@guild.org', { affiliation: 'Guild', credit: 'Cutter' });
  await expect(reads(ada)).rejects.toEqual(refused('signature-link'));
  await expect(reads(bea)).rejects.toEqual(refused('signature-link'));
  expect(await reads(again)).toMatchObject({ address });
  expect((await reads(beaAgain)).vouches).toHaveLength(1);
  expect(await world.settle()).toBe(1);
  expect(await reads(again)).toMatchObject({ isVouched: true, vouchers: 3 });
});

test('for ten at most, also when all are sent at once', async () => {
  const letter = await world.openLetter();
  const [bea = ''] = await letter.guild('bea');
  const addresses: string[] = [];
  for (let at = 0; at < 12; at += 1) {
    addresses.push(await world.ask(await letter.sign(`p${at}@example.org`)));
  }
  const answers = await Promise.allSettled(
    [...addresses, ...addresses].map((address) => world.vouch(bea, address)),
  );
  const refusals = answers.filter(({ status }) => status === 'rejected');
  for (const one of refusals) {
    expect(one).toMatchObject({ reason: { code: 'vouch-most' } });
  }
  const { vouches } = await reads(bea);
  expect(vouches).toHaveLength(10);
  expect(new Set(vouches.map(({ name }) => name)).size).toBe(10);
});

test('two who vouch for each other’s friends, leave and are counted at once wait for nobody for ever', async () => {
  const { letter, ada, address, bea, cleo } = await vouched();
  const eve = await letter.sign('eve@example.org');
  const eves = await world.ask(eve);
  const [kim = ''] = await letter.guild('kim');
  const answers = await Promise.allSettled([
    world.vouch(kim, eves),
    world.vouch(kim, address),
    world.vouch(cleo, eves),
    world.write((tx) => leaveLetter(tx, world.sealer, bea, 'withdrawn')),
    world.vouch(bea, eves),
    world.settle(),
    world.change(ada, { name: 'ada', appearance: 'organisers' }),
    world.settle(),
  ]);
  for (const one of answers) {
    if (one.status === 'rejected') {
      expect(['signature-link', 'vouch-class']).toContain((one.reason as { code?: string }).code);
    }
  }
  await world.settle();
  expect(await reads(ada)).toMatchObject({ vouchers: 3 });
  expect(await reads(eve)).toMatchObject({ vouchers: 2 });
});

test('two who confirm, one for each other, at once: both are counted', async () => {
  const letter = await world.openLetter();
  const [ada, eve] = [await letter.sign('ada@example.org'), await letter.sign('eve@example.org')];
  const addresses = [await world.ask(ada), await world.ask(eve)];
  const guild = await letter.guild('bea', 'cleo', 'dora');
  await Promise.all(
    guild.flatMap((link) => addresses.map((address) => world.vouch(link, address))),
  );
  expect(await world.settle()).toBe(2);
});

test('names are told to a voucher only while the list has them', async () => {
  const { letter, ada, bea } = await vouched();
  expect((await reads(bea)).vouches).toMatchObject([{ name: 'ada' }]);
  await world.write((tx) => hideNames(tx, world.author, letter.letter, true));
  expect((await reads(bea)).vouches).toMatchObject([{ name: null }]);
  await world.write((tx) => hideNames(tx, world.author, letter.letter, false));
  await world.change(ada, { name: 'ada', appearance: 'organisers' });
  expect((await reads(bea)).vouches).toMatchObject([{ name: null }]);
});

test('no row, audit line or log entry names two people, or tells how many vouch', async () => {
  const { ada, bea, cleo, letter } = await vouched();
  const [kim = ''] = await letter.guild('kim');
  for (const name of ['p1', 'p2', 'p3', 'p4']) {
    await world.vouch(kim, await world.ask(await letter.sign(`${name}@example.org`)));
  }
  await world.settle();
  const { rows } = await sql<{ size: number }>`
    select distinct length(vouches) as size from signature_vouches`.execute(world.db);
  expect(rows).toHaveLength(1);
  const { rows: columns } = await sql<{ column: string }>`
    select column_name as column from information_schema.columns
    where table_name in ('signature_vouches','signature_vouching') order by 1`.execute(world.db);
  expect(columns.map(({ column }) => column)).toEqual([
    ...['address', 'falls_on', 'nonce', 'signature_id', 'signature_id', 'vouchers', 'vouches'],
  ]);
  const { rows: kept } = await sql<{ all: string }>`
    select concat((select json_agg(v)::text from signature_vouches v),
      (select json_agg(b)::text from signature_vouching b),
      (select json_agg(e.fields)::text from log_entry e where e.kind = 'signature'),
      (select json_agg(a)::text from audit a)) as all`.execute(world.db);
  for (const link of [ada, bea, cleo]) {
    const { rows: own } = await sql<{ mailbox: Buffer; uid: string }>`
      select mailbox, uid from letter_signature where link = sha256(${Buffer.from(link)})`.execute(
      world.db,
    );
    expect(own).toHaveLength(1);
    for (const { mailbox, uid } of own) {
      for (const spelled of [mailbox.toString('hex'), uid]) {
        expect(kept[0]?.all).not.toContain(spelled);
      }
    }
  }
  expect(kept[0]?.all).not.toContain(said.words);
});

test('who leaves is in nobody’s list, from the night on; at once on every page', async () => {
  const { ada, bea } = await vouched();
  await world.write((tx) => leaveLetter(tx, world.sealer, ada, 'withdrawn'));
  expect((await reads(bea)).vouches).toEqual([]);
  const kept = async () => {
    const { signature, sealed } = await world.listOf(bea);
    return openVouches(signature.keys, signature, sealed);
  };
  expect(await kept()).toHaveLength(1);
  await world.settle();
  expect(await kept()).toEqual([]);
});

test('a restored backup brings back neither a voucher who left nor a word taken back', async () => {
  const { letter, ada, bea, cleo } = await vouched();
  await world.settle();
  const { rows } = await sql<{ id: string; vouches: string }>`
    select v.signature_id as id, v.vouches from signature_vouches v
    join letter_signature g on g.id = v.signature_id
    where g.link = sha256(${Buffer.from(cleo)})`.execute(world.db);
  const [one] = (await reads(cleo)).vouches;
  await world.write((tx) => takeVouchBack(tx, world.sealer, cleo, one?.id ?? ''));
  await sql`
    update signature_vouches set vouches = ${rows[0]?.vouches}
    where signature_id = ${rows[0]?.id}`.execute(world.db);
  expect((await reads(cleo)).vouches).toEqual([]);
  const { rows: beas } = await sql<{ uid: string }>`
    select uid from letter_signature where link = sha256(${Buffer.from(bea)})`.execute(world.db);
  await sql`
    insert into erasure_journal (erasure, kind, thing)
    values (${beas[0]?.uid}, 'signature', ${beas[0]?.uid})`.execute(world.db);
  await world.write(replayForgotten);
  await world.settle();
  expect(await reads(ada)).toMatchObject({ vouchers: 1, fallsOn: '2026-03-08' });
  expect(Object.keys(await letter.classes())).toEqual(['ada', 'cleo', 'dora']);
});

test('a link that was not confirmed asks nobody', async () => {
  const letter = await world.openLetter();
  const ada = await letter.sign('ada@example.org');
  await sql`
    update letter_signature set state = 'waiting', verification = null, confirmed_at = null
    where link = sha256(${Buffer.from(ada)})`.execute(world.db);
  expect(await reads(ada)).toMatchObject({ standing: 'waiting' });
  await expect(world.ask(ada)).rejects.toEqual(refused('vouch-standing'));
  await world.write((tx) => confirmSignature(tx, world.sealer, ada));
  expect(await world.ask(ada)).toMatch(/^[\w-]{43}$/u);
  expect(night < later).toBe(true);
});
