import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseRuleChoice, sealedNameJson, sealTyped, type LetterPanel } from '#letters/seal';
import { confirmPanel, leaveLetter, readOwnSignature, readWithheldDesk, setPanel } from '#letters';
import { openRecord, type RecordFixture } from '../record/fixture.ts';
import { openSigningWorld, type SigningLetter, type SigningWorld } from './signing-world.ts';

let house: RecordFixture;
let world: SigningWorld;
let recipients: string[];
let letter: SigningLetter;
let panel: LetterPanel;

const inDays = (count: number) =>
  new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);
const refused = (code: string) => expect.objectContaining({ code });
const lines = () => recipients.slice(0, 3).map((one, at) => `Organisation ${at + 1} = ${one}`);
const input = () => ({ need: 2, organisations: lines().join('\n'), until: inDays(100) });

beforeAll(async () => {
  house = await openRecord();
  world = await openSigningWorld(house.db);
  const identities = await Promise.all(Array.from({ length: 4 }, () => generateX25519Identity()));
  recipients = await Promise.all(identities.map((one) => identityToRecipient(one)));
});
afterAll(() => house[Symbol.asyncDispose]());

beforeEach(async () => {
  letter = await world.openLetter(input());
  panel = await panelOf(letter);
});

async function panelOf({ uid }: SigningLetter): Promise<LetterPanel> {
  const { rows } = await sql<LetterPanel>`
    select l.uid as letter, p.need, p.organisations, p.until::text as until, p.digest
    from letter_panel p join letter l on l.id = p.letter_id where l.uid = ${uid}`.execute(world.db);
  return rows[0] ?? expect.unreachable();
}

const person = { name: 'Zohreh Hidden', credit: '', affiliation: '', country: '' };

/** What a browser of a signer sends. */
async function sealed(of = panel, notBefore = '', today = inDays(0)) {
  const choice = parseRuleChoice({ least: '10', verification: '', notBefore });
  const outcome = await sealTyped(person, choice, of, today);
  return outcome.ok ? JSON.stringify(sealedNameJson(outcome.sealed)) : expect.unreachable();
}

const unnamed = { name: '', credit: '', country: '', affiliation: '', appearance: 'withheld' };
const send = (text: string, typed: object = {}) =>
  letter.sign({ ...unnamed, address: 'zohreh@example.org', sealed: text, ...typed });

test('what a browser encrypted is kept as it came, and told as that on the signer’s own page', async () => {
  const text = await sealed();
  const link = await send(text);
  expect(await letter.confirm(link)).toBe('confirmed');
  const own = await readOwnSignature(world.db, world.sealer, link);
  expect(own.withheld).toMatchObject({
    encryptedIn: 'browser',
    sealed: JSON.parse(text) as object,
    rule: { names: { least: 10, verification: 'any' } },
  });
  expect(own.person).toMatchObject({ name: '', credit: '' });
  // The class tells the rule, and nothing of where it was encrypted.
  const { rows } = await sql<{ fields: object }>`
    select i.fields from private_item i join letter_signature g on g.uid = i.about
    join letter l on l.id = g.letter_id where l.uid = ${letter.uid}`.execute(world.db);
  expect(JSON.stringify(rows)).toContain('withheld');
  expect(JSON.stringify(rows)).not.toContain('browser');
});

test('the same form sent twice is one signature', async () => {
  const text = await sealed();
  await send(text);
  await send(text);
  expect(await letter.states()).toEqual({ waiting: 1 });
});

test('a readable name beside an encrypted one is refused, and neither is kept', async () => {
  const text = await sealed();
  for (const typed of [{ name: 'Zohreh' }, { credit: 'Editor' }, { country: 'IR' }]) {
    await expect(send(text, typed)).rejects.toThrow(refused('withheld-both'));
  }
  expect(await letter.states()).toEqual({});
});

test('what was encrypted for others, by another rule, or is no such thing, is refused', async () => {
  const other = await world.openLetter({ ...input(), need: 3 });
  const texts = {
    'another letter': await sealed(await panelOf(other)),
    'a rule not offered': (await sealed()).replace('"least":10', '"least":11'),
    'another last day': (await sealed()).replaceAll(panel.until, inDays(101)),
    'a day that has come': await sealed(panel, '2024-05-01', '2024-04-02'),
    'a day past the last': await sealed(
      { ...panel, until: '2099-01-01' },
      '2098-12-01',
      '2098-11-02',
    ),
    'no rule of any verification': (await sealed()).replace('"any"', '"vouched"'),
    'a share too few': JSON.stringify(dropShare(JSON.parse(await sealed()) as Sealed)),
    'no JSON': '{',
    'no name': '{}',
    'something besides': (await sealed()).replace('{', '{"more":1,'),
    'too much': `${' '.repeat(64 * 1024)}${await sealed()}`,
  };
  for (const [what, text] of Object.entries(texts)) {
    await expect(send(text), what).rejects.toThrow(
      refused(what === 'too much' ? 'sign-name' : 'withheld-sealed'),
    );
  }
  expect(await letter.states()).toEqual({});
});

interface Sealed {
  readonly shares: readonly object[];
}

const dropShare = (one: Sealed) => ({ ...one, shares: one.shares.slice(1) });

test('an id that another name has is refused: a request in which it stood twice would open nobody', async () => {
  const [first, second] = [await sealed(), await sealed()];
  const { id } = JSON.parse(first) as { readonly id: string };
  const link = await send(first);
  const copied = second.replace(/"id":"[^"]+"/u, `"id":"${id}"`);
  const other = { address: 'other@example.org' };
  await expect(send(copied, other)).rejects.toThrow(refused('withheld-sealed'));
  await expect(send(first, other)).rejects.toThrow(refused('withheld-sealed'));
  expect(await letter.states()).toEqual({ waiting: 1 });
  await world.write((tx) => leaveLetter(tx, world.sealer, link, 'withdrawn'));
  await send(first, other);
});

test('who can open names is offered when another person has looked at it, and not before', async () => {
  const set = (actor = world.author, more: object = {}) =>
    world.write((tx) => setPanel(tx, actor, letter.uid, { ...input(), ...more }, new Date()));
  const confirm = (actor = world.second, asked: object = {}) =>
    world.write((tx) =>
      confirmPanel(tx, actor, {
        letter: letter.uid,
        digest: panel.digest,
        until: panel.until,
        ...asked,
      }),
    );
  await expect(confirm()).rejects.toThrow(refused('withheld-changed'));
  await sql`update letter_signing set state = 'planned', opens_at = now() + interval '1 day'
    where letter_id = (select id from letter where uid = ${letter.uid})`.execute(world.db);
  await set();
  const desk = async () => (await readWithheldDesk(world.db, world.author, letter.uid))?.panel;
  expect(await desk()).toMatchObject({ isConfirmed: false, setBy: world.author.uid });
  await sql`update letter_signing set state = 'open', opens_at = null
    where letter_id = (select id from letter where uid = ${letter.uid})`.execute(world.db);
  await expect(send(await sealed())).rejects.toThrow(refused('sign-appearance'));
  // Nobody has been shown them: what the other person finds wrong can be mended.
  await set(world.author, { need: 3 });
  await set();
  await expect(confirm(world.author)).rejects.toThrow(refused('withheld-panel-own'));
  await expect(confirm(world.second, { until: inDays(99) })).rejects.toThrow(
    refused('withheld-changed'),
  );
  await expect(confirm(world.second, { digest: 'x'.repeat(44) })).rejects.toThrow(
    refused('withheld-changed'),
  );
  // Whatever the program does.
  await expect(
    sql`update letter_panel set confirmed_by = set_by, confirmed_at = now()
      where digest = ${panel.digest}`.execute(world.db),
  ).rejects.toThrow('two people');
  await confirm();
  expect(await desk()).toMatchObject({ isConfirmed: true });
  await expect(
    sql`update letter_panel set until = until + 1 where digest = ${panel.digest}`.execute(world.db),
  ).rejects.toThrow('looked at again');
  await expect(set()).rejects.toThrow(refused('withheld-too-late'));
  await send(await sealed());
});
