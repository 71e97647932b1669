import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readOwnSignature, setGuard, tallySignatures } from '#letters';
import { openRecord, type RecordFixture } from '../record/fixture.ts';
import { openSigningWorld, type SigningLetter, type SigningWorld } from './signing-world.ts';

// The abuse that letters have met, each as it happened.

let record: RecordFixture;
let world: SigningWorld;
beforeAll(async () => {
  record = await openRecord();
  world = await openSigningWorld(record.db);
});
afterAll(() => record[Symbol.asyncDispose]());

const anyGuard = {
  ...{ networkMost: '60', networkMinutes: '10', domainMost: '60', domainMinutes: '60' },
  ...{ alikeMost: '5', wordsMost: '5', hastyMost: '20', hastySeconds: '3' },
  ...{ trustedHosts: '', doubtedHosts: '', watchedNames: '' },
};
const guard = (letter: SigningLetter, changes: Partial<typeof anyGuard>) =>
  world.write((tx) => setGuard(tx, world.author, letter.uid, { ...anyGuard, ...changes }));

async function reasons(letter: SigningLetter): Promise<string[]> {
  const { rows } = await sql<{ reasons: string[] }>`
    select reasons from signature_aside a join letter l on l.id = a.letter_id
    where l.uid = ${letter.uid} order by signature_id`.execute(world.db);
  return rows.map((row) => row.reasons.join(' '));
}

/** Further forms like the newest of a letter, at the same moment, by SQL alone: as fast as an attack. */
async function repeat(letter: SigningLetter, times: number, state = 'confirmed') {
  await sql`
    with of as (select g.* from letter_signature g join letter l on l.id = g.letter_id
      where l.uid = ${letter.uid} order by g.id desc limit 1),
    made as (
      insert into letter_signature (letter_id, version_id, mailbox, form, link, appearance, verification,
        state, via, languages, person, received_at, confirmed_at)
      select letter_id, version_id, sha256(convert_to(id || 'm' || n, 'UTF8')),
        sha256(convert_to(id || 'f' || n, 'UTF8')), sha256(convert_to(id || 'l' || n, 'UTF8')),
        appearance, case when ${state} = 'confirmed' then 'mailbox' end, ${state}, via, languages,
        person, received_at, case when ${state} = 'confirmed' then now() end
      from of, generate_series(1, ${times}::integer) n returning id, letter_id)
    insert into signature_signal (signature_id, letter_id, received_at, network, domain, alike, words)
    select m.id, m.letter_id, s.received_at, s.network, s.domain, s.alike, s.words
    from made m, of join signature_signal s on s.signature_id = of.id`.execute(world.db);
}

test('10,675 forms in a minute from one network: those confirmed from then on are set aside', async () => {
  const letter = await world.openLetter();
  const [first, genuine] = [
    await letter.sign({ address: 'x1@vatican.example', appearance: 'counted' }, '192.0.2.7'),
    await letter.sign({ address: 'ada@gmail.com', name: 'Ada Other' }, '198.51.100.9'),
  ];
  await repeat(letter, 1, 'waiting');
  await letter.sign({ address: 'x2@vatican.example', appearance: 'counted' }, '192.0.2.99');
  await repeat(letter, 10_675, 'waiting');
  expect(await letter.confirm(first)).toBe('aside');
  expect(await letter.confirm(genuine)).toBe('confirmed');
  expect(await reasons(letter)).toEqual(['network']);
});

test('an office of sixty behind one address signs within ten minutes and is counted', async () => {
  const letter = await world.openLetter();
  const link = await letter.sign({ address: 'a@festival.example', name: 'A B' }, '192.0.2.7');
  await repeat(letter, 59, 'waiting');
  expect(await letter.confirm(link)).toBe('confirmed');
});

test('one mailbox in many spellings is one signature', async () => {
  const letter = await world.openLetter();
  for (const address of ['ad.a.b@gmail.com', 'adab+1@googlemail.com', 'a.d.a.b@GMAIL.com']) {
    expect(await letter.signs({ address })).toBe('confirmed');
  }
  expect(await letter.states()).toEqual({ confirmed: 1 });
});

test('numbered mailboxes of one host are noticed from the one that is too many', async () => {
  const letter = await world.openLetter();
  await guard(letter, {});
  const states: string[] = [];
  for (const n of [1, 2, 3, 4, 5, 6, 7]) {
    const address = `jo.${n % 2 === 0 ? '' : '-'}hn${n}@school.example`;
    states.push(await letter.signs({ address, name: `Signer Number${n}` }, `203.0.${n}.1`));
  }
  expect(states).toEqual([...Array<string>(5).fill('confirmed'), 'aside', 'aside']);
  expect(await reasons(letter)).toEqual(['alike', 'alike']);
});

test('a catch-all host is noticed over whichever networks it comes; houses of everybody are not', async () => {
  const letter = await world.openLetter();
  await guard(letter, { domainMost: '4', domainMinutes: '60' });
  const names = ['ash', 'birch', 'cedar', 'dogwood', 'elm', 'fir'];
  const each = async (host: string) => {
    const states: string[] = [];
    for (const [at, name] of names.entries()) {
      const typed = { address: `${name}@${host}`, appearance: 'counted' };
      states.push(await letter.signs(typed, `2001:db8:${at}::1`));
    }
    return states.filter((state) => state === 'aside').length;
  };
  expect(await each('catch-all.example')).toBe(2);
  expect(await each('gmail.com')).toBe(0);
  await guard(letter, { domainMost: '4', trustedHosts: 'School.example' });
  expect(await each('mail.school.example')).toBe(0);
});

test('forms in the name of a host’s mailboxes that nobody confirms do not set its people aside', async () => {
  const letter = await world.openLetter();
  const link = await letter.sign({ address: 'true@guild.example', name: 'True Person' });
  await letter.sign({ address: 'made@guild.example', name: 'Made Up' });
  await repeat(letter, 500, 'waiting');
  expect(await letter.confirm(link)).toBe('confirmed');
});

test('a slow drip of one name over many networks and hosts is noticed', async () => {
  const letter = await world.openLetter();
  await guard(letter, {});
  const states: string[] = [];
  for (const n of [1, 2, 3, 4, 5, 6]) {
    const typed = {
      address: `someone@host${n}.example`,
      name: n % 2 === 0 ? 'IVAN  Doe' : 'Ivan Doe',
    };
    states.push(await letter.signs(typed, `203.0.${n}.1`));
  }
  expect(states.at(4)).toBe('confirmed');
  expect(states.at(5)).toBe('aside');
  expect(await reasons(letter)).toEqual(['words']);
});

test('a program that confirms within a second is told what everybody is told, and not counted', async () => {
  const letter = await world.openLetter();
  await guard(letter, { hastyMost: '2' });
  const quick = async (n: number) =>
    letter.confirm(
      await letter.sign({ address: `${'abc'[n]}x@host${n}.example`, name: `B ${n}` }),
      1,
    );
  expect([await quick(0), await quick(1), await quick(2)]).toEqual([
    'confirmed',
    'confirmed',
    'aside',
  ]);
  const link = await letter.sign({ address: 'bot@bots.example' });
  expect(await letter.confirm(link, 1)).toBe('aside');
  const other = await letter.sign({ address: 'eve@slow.example', name: 'Eve Slow' });
  expect(await letter.confirm(other, 30)).toBe('confirmed');
  const [seen, honest] = await Promise.all(
    [link, other].map((one) => readOwnSignature(world.db, world.sealer, one)),
  );
  for (const part of ['state', 'verification', 'aside'] as const) {
    expect(seen?.[part]).toEqual(honest?.[part]);
  }
  await tallySignatures(world.db);
  const { rows } = await sql<{ signed: number }>`
    select signed from letter_tally t join letter l on l.id = t.letter_id
    where l.uid = ${letter.uid}`.execute(world.db);
  expect(rows).toEqual([{ signed: 3 }]);
  // A day later nobody is left in the dark.
  await sql`update signature_aside set since = since - interval '25 hours'`.execute(world.db);
  const told = await readOwnSignature(world.db, world.sealer, link);
  expect(told).toMatchObject({ state: 'aside', verification: null, aside: { reason: 'hasty' } });
});

test('a forged celebrity waits for an organiser, under any spelling, and as a later change of name', async () => {
  const letter = await world.openLetter();
  await guard(letter, { watchedNames: 'Jâmes Camerôn\nJane Fonda' });
  expect(await letter.signs({ address: 'a@one.example', name: 'JAMES  CAMERON' })).toBe('aside');
  expect(await letter.signs({ address: 'b@two.example', name: 'James Cameron Smith' })).toBe(
    'confirmed',
  );
  // Known to the organisers alone, it deceives no reader.
  const told = { address: 'c@three.example', name: 'Jane Fonda', appearance: 'organisers' };
  expect(await letter.signs(told)).toBe('confirmed');
});

test('throw-away hosts that organisers name are set aside', async () => {
  const letter = await world.openLetter();
  await guard(letter, { doubtedHosts: '*.tenminutes.example\nx@münchen.example' });
  for (const [host, state] of [
    ['a.tenminutes.example', 'aside'],
    ['nottenminutes.example', 'confirmed'],
    ['münchen.example', 'aside'],
  ] as const) {
    expect(await letter.signs({ address: `z@${host}`, name: `From ${host.length}` })).toBe(state);
  }
});

test('whoever is set aside does not come back by signing once more', async () => {
  const letter = await world.openLetter();
  await guard(letter, { doubtedHosts: 'bots.example' });
  await letter.signs({ address: 'bot@bots.example', name: 'First Try' });
  await guard(letter, {});
  expect(await letter.signs({ address: 'bot@bots.example', name: 'Second Try' })).toBe('aside');
  expect(await letter.states()).toEqual({ aside: 1 });
  expect(await reasons(letter)).toEqual(['host']);
});

test('nothing of a network, a host or a name can be read from what is kept', async () => {
  const letter = await world.openLetter();
  await letter.sign({ address: 'nadia@quiet.example', name: 'Nadia Quiet' }, '192.0.2.77');
  const other = await world.openLetter();
  await other.sign({ address: 'nadia@quiet.example', name: 'Nadia Quiet' }, '192.0.2.77');
  const { rows } = await sql<{ row: object; secret: string }>`
    select to_json(s) as row, k.secret from signature_signal s
    join letter_signal_secret k on k.letter_id = s.letter_id
    join letter l on l.id = s.letter_id where l.uid in (${letter.uid}, ${other.uid})`.execute(
    world.db,
  );
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toMatch(/192\.0|quiet|nadia/iu);
  const [one, two] = rows.map(({ row }) => row as Record<string, unknown>);
  for (const signal of ['network', 'domain', 'alike', 'words']) {
    expect(one?.[signal]).not.toBeNull();
    expect(one?.[signal]).not.toEqual(two?.[signal]);
  }
});
