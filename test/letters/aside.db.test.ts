import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  asideCounts,
  changeSignature,
  chooseAside,
  decideAside,
  keepUpFraud,
  leaveLetter,
  listSignatures,
  readFraudDesk,
  readFraudGroup,
  readLedger,
  readOwnSignature,
  setGuard,
  tallySignatures,
  undoAside,
  type AsideChoice,
  type Group,
  readLetter,
} from '#letters';
import { addPerson, openRecord, type RecordFixture } from '../record/fixture.ts';
import { publishDraft } from './public-letter.ts';
import { openSigningWorld, type SigningLetter, type SigningWorld } from './signing-world.ts';

let record: RecordFixture;
let world: SigningWorld;
beforeAll(async () => {
  record = await openRecord();
  world = await openSigningWorld(record.db);
});
afterAll(() => record[Symbol.asyncDispose]());

const refused = (code: string) => expect.objectContaining({ code });

async function groupOf(letter: SigningLetter, by: 'network' | 'domain'): Promise<Group> {
  const { rows } = await sql<{ of: string }>`
    select s.${sql.ref(by)}::text as of from signature_signal s join letter l on l.id = s.letter_id
    where l.uid = ${letter.uid} order by s.signature_id desc limit 1`.execute(world.db);
  return { by, of: rows[0]?.of ?? '' };
}

const choose = (letter: SigningLetter, group: Group, more: Partial<AsideChoice> = {}) =>
  world.write((tx) =>
    chooseAside(tx, world.author, world.sealer, letter.uid, {
      ...{ kind: 'aside', group, until: new Date(), reason: 'network', ...more },
    }),
  );

/** The list is asked where it is kept: some letters here are private. */
async function onList(letter: SigningLetter): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select h.name from signature_shown h join letter l on l.id = h.letter_id
    join letter_signature g on g.id = h.signature_id and g.state = 'confirmed'
    where l.uid = ${letter.uid} order by h.name`.execute(world.db);
  return rows.map(({ name }) => name);
}

async function entries(letter: SigningLetter): Promise<(string | null)[]> {
  const { rows } = await sql<{ entry: string | null }>`
    select g.entry from letter_signature g join letter l on l.id = g.letter_id
    where l.uid = ${letter.uid} order by g.id`.execute(world.db);
  return rows.map(({ entry }) => entry);
}

/** Whose names are shown are in the log by themselves. */
async function openPublic(): Promise<SigningLetter> {
  const letter = await world.openLetter();
  await world.write((tx) => publishDraft(tx, world.author, world.second, letter.uid));
  return letter;
}

async function counted(letter: SigningLetter): Promise<number> {
  await tallySignatures(world.db);
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(t.signed), 0)::integer as n from letter_tally t
    join letter l on l.id = t.letter_id where l.uid = ${letter.uid}`.execute(world.db);
  return rows[0]?.n ?? 0;
}

async function threeOfFour(open = openPublic) {
  const letter = await open();
  await letter.signs({ address: 'z@else.example', name: 'Zed Elsewhere' }, '203.0.113.1');
  const links: string[] = [];
  for (const [at, name] of ['Ann A', 'Bob B', 'Cy C'].entries()) {
    const link = await letter.sign(
      { address: `${name[0]}x@n${at}.example`, name },
      `192.0.2.${at}`,
    );
    links.push(link);
    await letter.confirm(link);
  }
  return { letter, links, group: await groupOf(letter, 'network') };
}

test('a group is set aside and counted again, with the entries it had', async () => {
  const { letter, links, group } = await threeOfFour();
  const before = await entries(letter);
  const { act, done } = await choose(letter, group);
  expect(done).toBe(true);
  expect(await letter.states()).toEqual({ aside: 3, confirmed: 1 });
  expect(await onList(letter)).toEqual(['Zed Elsewhere']);
  expect(await counted(letter)).toBe(1);
  expect(await asideCounts(world.db, letter.uid)).toEqual([
    {
      ...{ version: 1, affirms: 'first', appearance: 'named', verification: 'mailbox' },
      signed: 3,
    },
  ]);
  // The log says what it said: the entry can still be opened.
  const opened = await sql`select from log_entry
    where entry = any(${before}::uuid[]) and fields is not null`.execute(world.db);
  expect(opened.rows).toHaveLength(4);
  // Whom people decided on is told at once.
  const own = await readOwnSignature(world.db, world.sealer, links[0] ?? '');
  expect(own).toMatchObject({ state: 'aside', aside: { reason: 'network' } });
  await world.write((tx) => undoAside(tx, world.second, world.sealer, letter.uid, act));
  expect(await letter.states()).toEqual({ confirmed: 4 });
  expect(await onList(letter)).toEqual(['Ann A', 'Bob B', 'Cy C', 'Zed Elsewhere']);
  expect(await entries(letter)).toEqual(before);
  expect(await counted(letter)).toBe(4);
  await expect(
    world.write((tx) => undoAside(tx, world.second, world.sealer, letter.uid, act)),
  ).rejects.toEqual(refused('aside-decided'));
  const { rows } = await sql`select a.act, a.reason, a.signed from letter_aside_line a
    join letter l on l.id = a.letter_id where l.uid = ${letter.uid} order by a.act`.execute(
    world.db,
  );
  expect(rows).toEqual([
    { act: 'aside', reason: 'network', signed: 3 },
    { act: 'restored', reason: 'network', signed: 3 },
  ]);
});

test('who does not decide on letters moves nothing, nor does anybody of another scope', async () => {
  const { letter, group } = await threeOfFour();
  const documenter = await addPerson(world.db, 'Dora', ['documenter']);
  const partner = await addPerson(world.db, 'Pia', ['campaigner'], record.partnerScope);
  const choice = { kind: 'aside', group, until: new Date(), reason: 'network' } as const;
  for (const [actor, code] of [
    [documenter, 'not-allowed'],
    [partner, 'not-found'],
  ] as const) {
    const { uid } = letter;
    await expect(
      world.write((tx) => chooseAside(tx, actor, world.sealer, uid, choice)),
    ).rejects.toEqual(refused(code));
    const drop = { act: uid, approve: false };
    await expect(
      world.write((tx) => decideAside(tx, actor, world.sealer, uid, drop)),
    ).rejects.toEqual(refused(code));
    await expect(world.write((tx) => undoAside(tx, actor, world.sealer, uid, uid))).rejects.toEqual(
      refused(code),
    );
    await expect(world.write((tx) => setGuard(tx, actor, uid, {}))).rejects.toEqual(refused(code));
  }
  expect(await letter.states()).toEqual({ confirmed: 4 });
});

test('those whose mailbox has not confirmed are set aside when it does', async () => {
  const letter = await world.openLetter();
  const link = await letter.sign({ address: 'late@one.example' }, '192.0.2.5');
  await choose(letter, await groupOf(letter, 'network'));
  expect(await letter.states()).toEqual({ waiting: 1 });
  expect(await letter.confirm(link)).toBe('aside');
});

test('who came in after the preview is not touched', async () => {
  const letter = await world.openLetter();
  await letter.signs({ address: 'a@one.example', name: 'Early Bird' }, '192.0.2.5');
  const until = new Date(Date.now() - 60_000);
  const late = await letter.sign({ address: 'b@two.example', name: 'Late Riser' }, '192.0.2.6');
  expect(await letter.confirm(late, 0)).toBe('confirmed');
  await choose(letter, await groupOf(letter, 'network'), { until });
  expect(await onList(letter)).toEqual(['Late Riser']);
});

test('more than a hundred need a second person, at once or bit by bit', async () => {
  const letter = await world.openLetter();
  await letter.signs({ address: 'a@one.example', name: 'One Of Many' }, '192.0.2.5');
  const group = await groupOf(letter, 'network');
  await copies(letter, 60);
  expect((await choose(letter, group)).done).toBe(true);
  await letter.signs({ address: 'b@two.example', name: 'Two Of Many' }, '198.51.100.5');
  await copies(letter, 60);
  const other = await groupOf(letter, 'network');
  const { act, done } = await choose(letter, other);
  expect(done).toBe(false);
  const waits = async () => (await readLetter(world.db, world.second, letter.uid))?.waits;
  expect(await waits()).toEqual(['aside']);
  expect(await letter.states()).toEqual({ aside: 61, confirmed: 61 });
  const decide = (who: 'author' | 'second', approve: boolean) =>
    world.write((tx) => decideAside(tx, world[who], world.sealer, letter.uid, { act, approve }));
  await expect(decide('author', true)).rejects.toEqual(refused('aside-own'));
  await decide('second', true);
  expect(await waits()).toEqual([]);
  expect(await letter.states()).toEqual({ aside: 122 });
  await expect(decide('second', true)).rejects.toEqual(refused('aside-decided'));
  // Whatever the program does, the database refuses one person's act of so many.
  await expect(
    sql`update letter_aside_act set decided_by = proposed_by, signed = 101
      where uid = ${act}`.execute(world.db),
  ).rejects.toMatchObject({ code: 'CS030' });
});

/** Further signatures like the newest, by SQL. */
async function copies(letter: SigningLetter, times: number): Promise<void> {
  await sql`
    with of as (select g.* from letter_signature g join letter l on l.id = g.letter_id
      where l.uid = ${letter.uid} order by g.id desc limit 1),
    made as (
      insert into letter_signature (letter_id, version_id, mailbox, form, link, appearance,
        verification, state, via, languages, person, received_at, confirmed_at)
      select letter_id, version_id, sha256(convert_to(id || 'm' || n, 'UTF8')),
        sha256(convert_to(id || 'f' || n, 'UTF8')), sha256(convert_to(id || 'l' || n, 'UTF8')),
        'counted', 'mailbox', 'confirmed', via, languages, person, received_at, now()
      from of, generate_series(1, ${times}::integer) n returning id, letter_id)
    insert into signature_signal (signature_id, letter_id, received_at, network, domain, alike, words)
    select m.id, m.letter_id, s.received_at, s.network, s.domain, s.alike, s.words
    from made m, of join signature_signal s on s.signature_id = of.id`.execute(world.db);
}

test('a well-known name is counted when an organiser has reached the person', async () => {
  const letter = await openPublic();
  await world.write((tx) =>
    setGuard(tx, world.author, letter.uid, {
      ...{ networkMost: '60', networkMinutes: '10', domainMost: '60', domainMinutes: '60' },
      ...{ alikeMost: '5', wordsMost: '5', hastyMost: '20', hastySeconds: '3' },
      ...{ trustedHosts: '', doubtedHosts: '', watchedNames: 'Jane Fonda' },
    }),
  );
  expect(await letter.signs({ address: 'j@agent.example', name: 'Jane Fonda' })).toBe('aside');
  const group: Group = { by: 'reason', of: 'well-known' };
  const accept = { kind: 'accept', reason: 'well-known' } as const;
  await expect(choose(letter, group, accept)).rejects.toEqual(refused('aside-channel'));
  await choose(letter, group, { ...accept, channel: 'by-agent' });
  expect(await onList(letter)).toEqual(['Jane Fonda']);
  const { rows } = await sql<{ verification: string; entry: string | null }>`
    select g.verification, g.entry from letter_signature g join letter l on l.id = g.letter_id
    where l.uid = ${letter.uid}`.execute(world.db);
  expect(rows).toEqual([{ verification: 'organiser', entry: expect.any(String) }]);
  // Somebody who was let in under a plain name takes the other one by their own link.
  const link = await letter.sign({ address: 'p@plain.example', name: 'Plain Name' });
  await letter.confirm(link);
  const typed = {
    ...{ name: 'jane  fonda', credit: '', country: '', affiliation: '', appearance: 'named' },
    consents: ['sign', 'show'],
  };
  const wordings = (['sign', 'show'] as const).map((purpose) => ({
    ...{ purpose, language: 'en', words: `I agree to ${purpose}.` },
  }));
  await world.write((tx) => changeSignature(tx, world.sealer, link, { typed, wordings }));
  expect(await onList(letter)).toEqual(['Jane Fonda']);
  expect(await letter.states()).toEqual({ aside: 1, confirmed: 1 });
});

test('an accepted network that is known is not doubted again', async () => {
  const letter = await world.openLetter();
  const first = await letter.sign({ address: 'a@one.example', name: 'First One' }, '192.0.2.5');
  await copies(letter, 60);
  expect(await letter.confirm(first, 0)).toBe('aside');
  const group = await groupOf(letter, 'network');
  await choose(letter, group, { kind: 'accept', trust: true });
  const next = await letter.sign({ address: 'b@two.example', name: 'Next One' }, '192.0.2.9');
  expect(await letter.confirm(next, 0)).toBe('confirmed');
});

test('whoever is set aside still leaves with everything', async () => {
  const { letter, links, group } = await threeOfFour();
  await choose(letter, group);
  await world.write((tx) => leaveLetter(tx, world.sealer, links[1] ?? '', 'withdrawn'));
  expect(await letter.states()).toEqual({ aside: 2, confirmed: 1 });
  const kept = await sql<{ n: number }>`
    select (select count(*) from signature_aside a where a.letter_id = l.id)::integer
      + (select count(*) from signature_signal s where s.letter_id = l.id)::integer as n
    from letter l where l.uid = ${letter.uid}`.execute(world.db);
  expect(kept.rows).toEqual([{ n: 2 + 3 }]);
});

test('setting aside while signers confirm and leave loses nothing and doubles nothing', async () => {
  const letter = await world.openLetter();
  const links: string[] = [];
  for (let n = 0; n < 12; n += 1) {
    const typed = { address: `s${n}x@h${n}.example`, name: `Signer ${'abcdefghijkl'[n]} Race` };
    links.push(await letter.sign(typed, '192.0.2.5'));
  }
  for (const link of links.slice(0, 6)) await letter.confirm(link, 0);
  const group = await groupOf(letter, 'network');
  // Whichever comes first may have left the other nothing, and nothing else may go wrong.
  const moved: string[] = [];
  const move = async () => {
    try {
      moved.push((await choose(letter, group)).act);
    } catch (error) {
      expect(error).toEqual(refused('aside-nothing'));
    }
  };
  const outcomes = await Promise.allSettled([
    ...links.slice(6).map((link) => letter.confirm(link, 0)),
    move(),
    ...links
      .slice(0, 3)
      .map((link) => world.write((tx) => leaveLetter(tx, world.sealer, link, 'withdrawn'))),
    move(),
  ]);
  expect(moved.length).toBeGreaterThan(0);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
  const states = await letter.states();
  expect((states['confirmed'] ?? 0) + (states['aside'] ?? 0)).toBe(9);
  expect(await onList(letter)).toHaveLength(states['confirmed'] ?? 0);
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from signature_shown h join letter_signature g
      on g.id = h.signature_id join letter l on l.id = g.letter_id
    where l.uid = ${letter.uid} and g.state <> 'confirmed'`.execute(world.db);
  expect(rows).toEqual([{ n: 0 }]);
});

test('after thirty days what was set aside is erased, and its class is still told', async () => {
  const { letter, links, group } = await threeOfFour();
  const before = await entries(letter);
  await choose(letter, group);
  await sql`update signature_aside set since = since - interval '31 days'
    where letter_id = (select id from letter where uid = ${letter.uid})`.execute(world.db);
  expect(await keepUpFraud(world.db, { isSteady: true })).toBe(3);
  expect(await letter.states()).toEqual({ confirmed: 1 });
  expect(await asideCounts(world.db, letter.uid)).toMatchObject([{ signed: 3 }]);
  await expect(readOwnSignature(world.db, world.sealer, links[0] ?? '')).rejects.toEqual(
    refused('signature-link'),
  );
  const opened = await sql`select from log_entry
    where entry = any(${before}::uuid[]) and fields is not null`.execute(world.db);
  expect(opened.rows).toHaveLength(1);
});

test('networks are forgotten after two weeks, with the secret they were hashed under', async () => {
  const letter = await world.openLetter();
  await letter.signs({ address: 'a@one.example' }, '192.0.2.5');
  const mine = sql`letter_id = (select id from letter where uid = ${letter.uid})`;
  await keepUpFraud(world.db, { isSteady: true });
  const state = async () => {
    const { rows } = await sql<{ secrets: number; networks: number; signals: number }>`
      select (select count(*)::integer from letter_signal_secret where ${mine}) as secrets,
        count(network)::integer as networks, count(*)::integer as signals
      from signature_signal where ${mine}`.execute(world.db);
    return rows[0];
  };
  expect(await state()).toEqual({ secrets: 1, networks: 1, signals: 1 });
  await sql`update letter_signal_secret set since = since - 14 where ${mine}`.execute(world.db);
  await sql`update signature_signal set received_at = received_at - interval '15 days'
    where ${mine}`.execute(world.db);
  await keepUpFraud(world.db, { isSteady: true });
  expect(await state()).toEqual({ secrets: 0, networks: 0, signals: 1 });
  await sql`update signature_signal set received_at = received_at - interval '60 days'
    where ${mine}`.execute(world.db);
  await keepUpFraud(world.db, { isSteady: true });
  expect(await state()).toEqual({ secrets: 0, networks: 0, signals: 0 });
});

test('organisers see groups and what they were told, and nobody who wished to be only counted', async () => {
  const letter = await world.openLetter();
  for (const [at, name] of ['Ann', 'Ben', 'Cat', 'Dan', 'Eve'].entries()) {
    const appearance = at < 3 ? 'counted' : 'organisers';
    const typed = { address: `${name}@guild.example`, name: `${name} Hidden`, appearance };
    await letter.signs(typed, '192.0.2.5');
  }
  const desk = await readFraudDesk(world.db, world.author, world.sealer, letter.uid, new Date());
  expect(desk?.groups.map(({ by, signed, name }) => [by, signed, name])).toEqual([
    ['domain', 5, 'guild.example'],
    ['network', 5, undefined],
  ]);
  expect(JSON.stringify(desk)).not.toMatch(/Hidden|@guild/u);
  const group = await groupOf(letter, 'domain');
  const view = await readFraudGroup(
    ...([world.db, world.author, world.sealer, letter.uid, group, new Date()] as const),
  );
  expect(view?.sample.map(({ name }) => name).toSorted()).toEqual([
    ...['', '', ''],
    ...['Dan Hidden', 'Eve Hidden'],
  ]);
  expect(view?.host).toBe('guild.example');
  expect(JSON.stringify(view)).not.toContain('@guild');
});

test('figures of a day are made once: nobody’s leaving changes them, and nothing small is told', async () => {
  const letter = await world.openLetter();
  const mine = sql`letter_id = (select id from letter where uid = ${letter.uid})`;
  await letter.signs({ address: 'a@one.example', name: 'Only One', country: 'VA' });
  await copies(letter, 6);
  await sql`insert into signature_shown (signature_id, letter_id, country, folded, confirmed_at)
    select id, letter_id, 'BE', '', confirmed_at from letter_signature g
    where ${mine} and appearance = 'counted'`.execute(world.db);
  await sql`update letter_signing set opened_at = opened_at - interval '3 days' where ${mine}`.execute(
    world.db,
  );
  const back = sql`update letter_signature set confirmed_at = confirmed_at - interval '1 day'
    where ${mine}`;
  await back.execute(world.db);
  await sql`update signature_shown set confirmed_at = confirmed_at - interval '1 day'
    where ${mine}`.execute(world.db);
  await keepUpFraud(world.db, { isSteady: true });
  const told = async () => {
    const days = await sql`select appearance, signed from letter_day where ${mine}`.execute(
      world.db,
    );
    const all = await sql`select country, signed from letter_country where ${mine}`.execute(
      world.db,
    );
    return [days.rows, all.rows];
  };
  const first = [[{ appearance: 'counted', signed: 6 }], [{ country: 'BE', signed: 5 }]];
  expect(await told()).toEqual(first);
  await sql`delete from letter_signature where ${mine} and appearance = 'counted'`.execute(
    world.db,
  );
  await keepUpFraud(world.db, { isSteady: true });
  await sql`update letter_days_made set day = day - 1 where ${mine}`.execute(world.db);
  await keepUpFraud(world.db, { isSteady: true });
  expect(await told()).toEqual(first);
});

test('whoever is not named is in no figure of a country by fewer than five of their kind', async () => {
  const letter = await world.openLetter();
  const mine = sql`letter_id = (select id from letter where uid = ${letter.uid})`;
  await letter.signs({ address: 'a@one.example', name: 'Only One', country: 'VA' });
  await copies(letter, 18);
  // Of Belgium four are named and four described; of Peru three and six.
  await sql`insert into signature_shown (signature_id, letter_id, name, country, folded, confirmed_at)
    select id, letter_id, case when at <= 4 or at between 9 and 11 then 'N' else '' end,
      case when at <= 8 then 'BE' else 'PE' end, '', confirmed_at - interval '1 day'
    from (select *, row_number() over (order by id) as at from letter_signature where ${mine}
      and appearance = 'counted') g where at <= 17`.execute(world.db);
  await sql`update letter_signing set opened_at = opened_at - interval '3 days' where ${mine}`.execute(
    world.db,
  );
  await keepUpFraud(world.db, { isSteady: true });
  const { rows } = await sql`select country, signed from letter_country where ${mine}`.execute(
    world.db,
  );
  expect(rows).toEqual([{ country: 'PE', signed: 5 }]);
});

test('a letter that is not public tells nothing of its ledger or its signers', async () => {
  const { letter, group } = await threeOfFour(() => world.openLetter());
  await choose(letter, group);
  expect(await readLedger(world.db, letter.uid)).toEqual({ lines: [], days: [], countries: [] });
  const filter = {
    q: '',
    credit: '',
    affiliation: '',
    country: '',
    verification: '',
    version: 0,
  } as const;
  expect((await listSignatures(world.db, letter.uid, { ...filter, order: 'time' })).rows).toEqual(
    [],
  );
});
