import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  changeSignature,
  chooseAside,
  eraseDue,
  keepUpFraud,
  leaveLetter,
  LetterRefusal,
  listVersions,
  parseSignForm,
  signTogether,
  tallySignatures,
  undoAside,
} from '#letters';
import { createMailer } from '#platform/mail';
import { openRecord, type RecordFixture } from '../record/fixture.ts';
import { publishDraft } from './public-letter.ts';
import { openSigningWorld, type SigningWorld } from './signing-world.ts';

// All that happens to signatures at the same time, in two processes: whatever order it comes in, what is
// kept must fit together, and nobody is told that something broke.

const believed = { isSteady: true };
let house: RecordFixture;
let world: SigningWorld;

beforeAll(async () => {
  house = await openRecord();
  world = await openSigningWorld(house.db);
});
afterAll(() => house[Symbol.asyncDispose]());

const rounds = 40;
const appearances = ['named', 'described', 'counted', 'organisers'] as const;
const wordings = (['sign', 'show'] as const).map((purpose) => ({
  ...{ purpose, language: 'en', words: `I agree to ${purpose}.` },
}));

/** Numbers that are the same in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

async function signedLetter() {
  const { db, sealer, author } = world;
  const { uid } = await world.openLetter();
  const [version] = await listVersions(db, author, uid);
  const links: string[] = [];
  const received = (address: string, name: string, appearance: string) => ({
    ...{ letter: uid, text: version?.hash ?? '', languages: ['en'], wordings, from: '192.0.2.7' },
    form: parseSignForm(
      { name, credit: 'Editor', country: 'FR', address, appearance, consents: ['sign', 'show'] },
      'en',
    ),
    writeMail(code: string) {
      links.push(code);
      return { subject: 'Confirm', text: code };
    },
  });
  const options = { db, mailboxKey: new Uint8Array(32).fill(3), clock: () => new Date() };
  const mailer = createMailer({ ...options, dailyLimit: 10_000 });
  const smtp = { ...mailer, deliverable: () => 'smtp' as const };
  const open = () => signTogether({ db, sealer, mailer: smtp });
  return { uid, links, received, processes: [open(), open()] as const };
}

type Letter = Awaited<ReturnType<typeof signedLetter>>;

/** What goes on under a letter, each a loop; refusals are answers. */
function happenings({ uid, links, received, processes }: Letter) {
  const { sealer, author } = world;
  const anyLink = (any: (below: number) => number) => links[any(links.length)] ?? 'none';
  const sign = async (any: (below: number) => number, process: 0 | 1) => {
    const forms = Array.from({ length: 6 }, () =>
      received(`p${any(25)}@example.org`, `N ${any(3)}`, appearances[any(4)] ?? 'named'),
    );
    await Promise.all(forms.map((form) => answered(processes[process].receive(form))));
  };
  const confirm = async (any: (below: number) => number, process: 0 | 1) => {
    const some = Array.from({ length: 8 }, () => anyLink(any));
    await Promise.all(some.map((link) => answered(processes[process].confirm(link))));
  };
  return [
    (any) => sign(any, 0),
    (any) => sign(any, 1),
    (any) => confirm(any, 0),
    (any) => confirm(any, 1),
    (any) => world.write((tx) => leaveLetter(tx, sealer, anyLink(any), 'withdrawn')),
    (any) => world.write((tx) => leaveLetter(tx, sealer, anyLink(any), 'disowned')),
    (any) => {
      const typed = { name: `C ${any(4)}`, appearance: appearances[any(4)], country: 'DE' };
      const whole = { typed: { ...typed, consents: ['sign', 'show'] }, wordings };
      return world.write((tx) => changeSignature(tx, sealer, anyLink(any), whole));
    },
    async () => {
      const group = { by: 'hour', of: new Date().toISOString().slice(0, 13) } as const;
      const choice = { kind: 'aside', group, until: new Date(), reason: 'network' } as const;
      const single = { singlePerson: true };
      const { act } = await world.write((tx) =>
        chooseAside(tx, author, sealer, uid, choice, single),
      );
      await world.write((tx) => undoAside(tx, author, sealer, uid, act));
    },
    () => tallySignatures(world.db),
    () => tallySignatures(world.db),
    () => keepUpFraud(world.db, believed),
  ] satisfies ((any: (below: number) => number) => Promise<unknown>)[];
}

const answered = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: unknown) => {
    if (!(error instanceof LetterRefusal)) throw error;
  });

/** The letter is published in the middle of it. */
async function allAtOnce(letter: Letter, also: (() => Promise<unknown>)[] = []): Promise<void> {
  let published = 0;
  const publish = async () => {
    published += 1;
    if (published !== rounds / 4) return;
    await world.write((tx) => publishDraft(tx, world.author, world.second, letter.uid));
  };
  await Promise.all(
    [...happenings(letter), publish, ...also].map(async (happen, at) => {
      const any = numbers(at + 1);
      for (let round = 0; round < rounds; round += 1) await answered(happen(any));
    }),
  );
}

/** What does not fit together, by name; nothing of it is to be there. */
async function misfits() {
  await tallySignatures(world.db);
  const { rows } = await sql`
    select
      (select count(*) from (select from letter_signature where state in ('confirmed', 'aside')
        group by letter_id, version_id, mailbox having count(*) > 1) as twice)::integer as twice,
      (select count(*) from (select letter_id, count(*) as n from letter_signature
          where state = 'confirmed' group by letter_id) g
        full join (select letter_id, sum(signed) as n from letter_tally group by letter_id) t
          using (letter_id) where g.n is distinct from t.n)::integer as miscounted,
      (select count(*) from signature_shown h left join letter_signature g on g.id = h.signature_id
        where g.state is distinct from 'confirmed' or g.appearance not in ('named', 'described')
          or (h.name <> '') <> (g.appearance = 'named')
          or h.verification is distinct from g.verification)::integer as misshown,
      (select count(*) from letter_signature g where g.state = 'confirmed'
        and g.appearance in ('named', 'described')
        and not exists (select from signature_shown h where h.signature_id = g.id))::integer as unlisted,
      (select count(*) from letter_signature g where not exists (
        select from signature_consent c where c.signature_id = g.id))::integer as unasked,
      -- Each is logged, and once: by itself if it is by name and its letter was public.
      (select count(*) from letter_signature g where g.state = 'confirmed' and 1 <> (
        (select count(*) from log_entry e
          where e.entry = g.entry and e.fields is not null and g.appearance = 'named')
        + (select count(*) from private_item i where i.about = g.uid and i.fields is not null)
        ))::integer as unlogged,
      (select count(*) from log_entry e where e.kind = 'signature' and e.fields is not null
        and not exists (select from letter_signature g where g.entry = e.entry))::integer as "openEntries",
      (select count(*) from private_item i where i.fields is not null
        and not exists (select from letter_signature g where g.uid = i.about))::integer as "openItems",
      (select count(*) from signature_aside a join letter_signature g on g.id = a.signature_id
        where g.state not in ('aside', 'waiting', 'held'))::integer as "asideAndCounted"
    `.execute(world.db);
  return rows[0];
}

const none = {
  ...{ twice: 0, miscounted: 0, misshown: 0, unlisted: 0, unasked: 0, unlogged: 0 },
  ...{ openEntries: 0, openItems: 0, asideAndCounted: 0 },
};

test('signing, leaving, changing, doubting and counting at once: all of it fits together', async () => {
  const letter = await signedLetter();
  await allAtOnce(letter);
  expect(letter.links.length).toBeGreaterThan(100);
  expect(await misfits()).toEqual(none);
});

test('a letter that is erased meanwhile leaves nothing but numbers', async () => {
  const letter = await signedLetter();
  const letterId = sql`(select id from letter where uid = ${letter.uid})`;
  let erasing = 0;
  const erase = async () => {
    erasing += 1;
    if (erasing === rounds / 2) {
      await sql`insert into letter_retention (letter_id, until) values (${letterId}, '2026-01-01')`.execute(
        world.db,
      );
    }
    await eraseDue(world.db, new Date(), believed);
  };
  await allAtOnce(letter, [erase]);
  await eraseDue(world.db, new Date(), believed);
  expect(await misfits()).toEqual(none);
  const { rows } = await sql`select from letter_signature where letter_id = ${letterId}`.execute(
    world.db,
  );
  expect(rows).toEqual([]);
});
