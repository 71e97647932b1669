import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  changeSignature,
  confirmHeld,
  confirmSignature,
  declineAsAgent,
  dispatchInvitations,
  dropAgent,
  importPeople,
  leaveLetter,
  LetterRefusal,
  listInvitations,
  nameAgent,
  openAsAgent,
  readInvitation,
  readOwnSignature,
  receiveSignature,
  replayEndedAgents,
  revokeInvitation,
  sendInvitations,
  signatureReceipt,
  signByAgent,
  signInvited,
  parseSignForm,
  stopMails,
  stopSigning,
  undoImport,
} from '#letters';
import { verifySignature } from '@countersign/letter';
import { node } from '@countersign/proof/node';
import { prepareJobs, queueOnly } from '#platform/jobs';
import { createLog } from '#platform/logging';
import type { Mail } from '#platform/mail';
import { dispatchJob } from '../../src/letters/inviting/dispatch-job.ts';
import { addPerson } from '../record/fixture.ts';
import { catchInto } from './caught-mails.ts';
import { openLetterWorld, signLetter, type LetterWorld } from './signed-letter.ts';

let world: LetterWorld;
const mails: Mail[] = [];
const full = new Set<string>();
let way: 'smtp' | 'outbox' = 'smtp';

beforeAll(async () => {
  world = await openLetterWorld();
  await prepareJobs({
    ...{ connection: world.log.options, handlers: [queueOnly(dispatchJob)] },
    log: createLog({ level: 'error', destination: { write: () => {} } }),
  });
}, 60_000);
beforeEach(() => {
  mails.length = 0;
  full.clear();
  way = 'smtp';
});
afterAll(() => world?.close());

const write = <Value>(work: (tx: Parameters<typeof importPeople>[0]) => Promise<Value>) =>
  world.db.transaction().execute(work);
const refused = (code: string) => expect.objectContaining({ code });
const mailer = {
  ...catchInto(mails, { full }),
  deliverable: () => way,
  send: (_tx: unknown, mail: Mail) => {
    mails.push(mail);
    return Promise.resolve();
  },
};
const desk = () => ({ db: world.db, sealer: world.sealer, mailer });

type Letter = Awaited<ReturnType<LetterWorld['openLetter']>>;

const bring = ({ letter }: Letter, table: string) =>
  write((tx) =>
    importPeople(tx, world.author, world.sealer, { letter, bytes: Buffer.from(table) }),
  );
const dispatch = () =>
  dispatchInvitations(
    {
      ...desk(),
      writeInvitation: ({ code, stop, name, agent }) => ({
        subject: agent ?? 'invited',
        ...{ text: `${name} ${code}`, unsubscribe: stop },
      }),
    },
    100,
  );
const people = async ({ letter }: Letter) =>
  (await listInvitations(world.db, world.author, world.sealer, letter))?.people ?? expect.fail();
const mailTo = (address: string) => mails.filter(({ to }) => to === address).at(-1);
const codeOf = (mail: Mail | undefined) => mail?.text.split(' ').at(-1) ?? '';

/** @returns the agent's code. */
async function agentOf(letter: Letter, address = ''): Promise<string> {
  await bring(
    letter,
    `name,mail,agent,agent mail\nAda Example,${address},Ben Agent,ben@agents.example\n`,
  );
  await write((tx) => sendInvitations(tx, world.author, world.sealer, { letter: letter.letter }));
  await dispatch();
  const code = codeOf(mailTo('ben@agents.example'));
  mails.length = 0;
  return code;
}

const typed = {
  ...{ credit: 'Editor', country: 'FR', affiliation: '', appearance: 'named', address: '' },
  ...{ mandate: 'Sign it for me, please.', givenOn: '2026-01-05', how: 'by-phone' },
  consents: ['sign', 'show', 'updates'],
};
const sign = ({ letter, text }: Letter, code: string, changes: object = {}) =>
  signByAgent(desk(), code, {
    ...{ letter, text, languages: ['en'], locale: 'en', typed: { ...typed, ...changes } },
    wordings: (['sign', 'show'] as const).map((purpose) => ({
      ...{ purpose, language: 'en', words: `They agree to ${purpose}.` },
    })),
    writeTold: ({ agent, link }) => ({ subject: agent, text: `told ${link}` }),
  });

async function signatures({ letter }: Letter) {
  const { rows } = await sql<Record<'state' | 'verification' | 'appearance', string | null>>`
    select g.state, g.verification, g.appearance from letter_signature g
    join letter l on l.id = g.letter_id where l.uid = ${letter} order by g.id`.execute(world.db);
  return rows;
}

const kept = async (table: 'letter_agent' | 'signature_mandate') => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from ${sql.ref(table)}`.execute(world.db);
  return rows[0]?.n ?? 0;
};

test('a list names agents, who are mailed a link of their own and see no address', async () => {
  const letter = await world.openLetter();
  await bring(
    letter,
    [
      'name,mail,agent,agent mail',
      'Ada Example,ada@example.org,Ben Agent,ben@agents.example',
      'Cy Alone,,Ben Agent,ben@agents.example',
      'Dee Wrong,,Ben Agent,nowhere',
      'Eve Own,eve@example.org,Eve Own,Eve@example.org',
      'Fay None,fay@example.org,,',
    ].join('\n'),
  );
  const [list] =
    (await listInvitations(world.db, world.author, world.sealer, letter.letter))?.imports ?? [];
  expect(list).toMatchObject({
    ...{ people: 3, drafts: 3, mailable: 3 },
    problems: [
      { line: 4, code: 'agent' },
      { line: 5, code: 'agent' },
    ],
  });
  const all = { letter: letter.letter };
  expect(await write((tx) => sendInvitations(tx, world.author, world.sealer, all))).toBe(4);
  await dispatch();
  expect(mails.map(({ to, subject }) => `${to} ${subject}`).toSorted()).toEqual([
    'ada@example.org invited',
    'ben@agents.example Ben Agent',
    'ben@agents.example Ben Agent',
    'fay@example.org invited',
  ]);
  expect((await people(letter)).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
  const code = codeOf(mails.find(({ to, text }) => to.startsWith('ben') && text.startsWith('Ada')));
  const opened = await openAsAgent(world.db, world.sealer, code);
  expect(opened).toMatchObject({
    agent: 'Ben Agent',
    person: { name: 'Ada Example' },
    isTold: true,
  });
  expect(JSON.stringify(opened)).not.toContain('ada@');
});

test('an agent’s word is a class of its own, proven by the receipt; the person is told', async () => {
  const letter = await world.openLetter();
  const code = await agentOf(letter, 'ada@example.org');
  const outcome = await sign(letter, code, { name: 'Somebody Else', address: 'eve@example.org' });
  // The agent gets nothing by which they could act for somebody who is told.
  expect(outcome).toEqual({ kind: 'confirmed', link: undefined });
  expect(await signatures(letter)).toEqual([
    { state: 'confirmed', verification: 'agent', appearance: 'named' },
  ]);
  expect(mails.map(({ to, subject }) => `${to} ${subject}`)).toEqual(['ada@example.org Ben Agent']);
  const link = codeOf(mails[0]);
  const own = await readOwnSignature(world.db, world.sealer, link);
  expect(own).toMatchObject({
    ...{ verification: 'agent', person: { name: 'Ada Example', address: 'ada@example.org' } },
    mandate: {
      ...{ agent: 'Ben Agent', words: 'Sign it for me, please.', givenOn: '2026-01-05' },
      how: 'by-phone',
    },
  });
  expect(own.consents.map(({ words }) => words)).toEqual([
    'They agree to sign.',
    'They agree to show.',
  ]);
  await world.publish();
  const receipt = await signatureReceipt(world.db, world.sealer, world.log.files, link);
  expect(verifySignature(node, world.policy, receipt)).toMatchObject({
    ...{ accepted: true, class: { verification: 'agent' }, shown: { name: 'Ada Example' } },
  });
  expect(JSON.stringify(receipt)).not.toMatch(/Ben Agent|please/u);
  const [row] = await people(letter);
  expect(row).toMatchObject({ state: 'signed', mandate: { words: 'Sign it for me, please.' } });
  // A second click signs nothing more, and tells nobody twice.
  await sign(letter, code, { address: 'eve@example.org' });
  expect(mails).toHaveLength(1);
  expect(await signatures(letter)).toHaveLength(1);
});

test('nothing of an agent or a mandate can be read from the database alone', async () => {
  const letter = await world.openLetter();
  await sign(letter, await agentOf(letter));
  const { rows } = await sql<{ all: string }>`
    select (select json_agg(a)::text from letter_agent a) ||
      (select json_agg(m)::text from signature_mandate m) ||
      coalesce((select json_agg(e.fields)::text from log_entry e where e.kind = 'signature'), '') ||
      coalesce((select json_agg(a)::text from audit a), '') as all`.execute(world.db);
  for (const word of ['Ben Agent', 'agents.example', 'please', 'by-phone']) {
    expect(rows[0]?.all).not.toContain(word);
  }
});

test('whose address nobody knows is given their link by the agent', async () => {
  const letter = await world.openLetter();
  const { link } = await sign(letter, await agentOf(letter));
  expect(mails).toEqual([]);
  const before = await kept('signature_mandate');
  await write((tx) => leaveLetter(tx, world.sealer, link ?? '', 'disowned'));
  expect(await signatures(letter)).toEqual([]);
  expect(await people(letter)).toEqual([]);
  expect(await kept('signature_mandate')).toBe(before - 1);
});

test('who leaves is erased with mandate, invitation and agent, whose link is dead', async () => {
  const letter = await world.openLetter();
  const code = await agentOf(letter, 'ada@example.org');
  await sign(letter, code);
  const link = codeOf(mails[0]);
  await write((tx) => leaveLetter(tx, world.sealer, link, 'withdrawn'));
  expect(await signatures(letter)).toEqual([]);
  await expect(sign(letter, code)).rejects.toEqual(refused('agent-link'));
  await expect(openAsAgent(world.db, world.sealer, code)).rejects.toEqual(refused('agent-link'));
});

test('one’s own word goes before, and the agent is answered the same', async () => {
  const letter = await world.openLetter();
  const code = await agentOf(letter, 'ada@example.org');
  await signLetter(world.db, world.sealer, letter, 'ada@example.org', 'organisers');
  expect(await sign(letter, code)).toEqual({ kind: 'confirmed', link: undefined });
  expect(await signatures(letter)).toEqual([
    { state: 'confirmed', verification: 'mailbox', appearance: 'organisers' },
  ]);
  // Nobody signed in their name, so there is nothing to be told.
  expect(mails).toEqual([]);
});

test('who comes to sign after their agent takes its place, and is one person', async () => {
  const letter = await world.openLetter();
  const before = await kept('signature_mandate');
  await sign(letter, await agentOf(letter, 'ada@example.org'));
  await signLetter(world.db, world.sealer, letter, 'ada@example.org', 'named');
  expect(await signatures(letter)).toEqual([
    { state: 'confirmed', verification: 'mailbox', appearance: 'named' },
  ]);
  expect(await kept('signature_mandate')).toBe(before);
});

test('a form that the person has sent and not confirmed is not touched by their agent', async () => {
  const letter = await world.openLetter();
  const code = await agentOf(letter, 'ada@example.org');
  const waiting = await signWaiting(letter);
  await sign(letter, code);
  expect(await signatures(letter)).toMatchObject([{ state: 'waiting' }, { state: 'confirmed' }]);
  await write((tx) => confirmSignature(tx, world.sealer, waiting));
  expect(await signatures(letter)).toMatchObject([{ verification: 'mailbox' }]);
});

async function signWaiting({ letter, text }: Letter): Promise<string> {
  const own: Mail[] = [];
  const whole = {
    ...typed,
    name: 'Ada Example',
    address: 'ada@example.org',
    consents: ['sign', 'show'],
  };
  await receiveSignature(
    { db: world.db, sealer: world.sealer, mailer: catchInto(own) },
    {
      ...{ letter, text, languages: ['en'], form: parseSignForm(whole, 'en') },
      wordings: (['sign', 'show'] as const).map((purpose) => ({
        ...{ purpose, language: 'en', words: purpose },
      })),
      writeMail: (link) => ({ subject: 'Confirm', text: link }),
    },
  );
  return own[0]?.text ?? '';
}

test('a link from the outbox shows no agent: held, until an organiser has reached the person', async () => {
  way = 'outbox';
  const letter = await world.openLetter();
  const code = await agentOf(letter, 'ada@example.org');
  expect(await sign(letter, code)).toMatchObject({ kind: 'held' });
  expect(await signatures(letter)).toMatchObject([{ state: 'held', verification: null }]);
  const { rows } = await sql<{ uid: string }>`
    select g.uid from letter_signature g join letter l on l.id = g.letter_id
    where l.uid = ${letter.letter}`.execute(world.db);
  const held = {
    letter: letter.letter,
    signature: rows[0]?.uid ?? '',
    channel: 'by-phone',
  } as const;
  await write((tx) => confirmHeld(tx, world.author, world.sealer, held));
  expect(await signatures(letter)).toMatchObject([
    { state: 'confirmed', verification: 'organiser' },
  ]);
});

test('the person must be told: a mailbox that was flooded keeps the agent from signing', async () => {
  const letter = await world.openLetter();
  const code = await agentOf(letter, 'ada@example.org');
  full.add('ada@example.org');
  await expect(sign(letter, code)).rejects.toEqual(refused('agent-untold'));
  expect(await signatures(letter)).toEqual([]);
});

test.each([
  ['mandate-words', { mandate: ' \u200b ' }],
  ['mandate-words', { mandate: 'x'.repeat(1_001) }],
  ['mandate-day', { givenOn: '2026-02-31' }],
  ['mandate-day', { givenOn: '2099-01-01' }],
  ['mandate-day', { givenOn: '2026-01' }],
  ['mandate-how', { how: 'by-owl' }],
  ['sign-appearance', { appearance: 'withheld', address: 'ada@example.org', least: '10' }],
  ['agent-address', { address: 'BEN+x@agents.example' }],
  ['sign-consent', { consents: ['show'] }],
])('%s', async (code, changes) => {
  const letter = await world.openLetter();
  await expect(sign(letter, await agentOf(letter), changes)).rejects.toEqual(refused(code));
  expect(await signatures(letter)).toEqual([]);
});

test('who is counted only leaves the list of the invited, as by their own word', async () => {
  const letter = await world.openLetter();
  const code = await agentOf(letter);
  await sign(letter, code, { appearance: 'counted', consents: ['sign'] });
  expect(await signatures(letter)).toMatchObject([
    { appearance: 'counted', verification: 'agent' },
  ]);
  expect(await people(letter)).toEqual([]);
});

test('a signer changes what their agent signed, and the class stays', async () => {
  const letter = await world.openLetter();
  await sign(letter, await agentOf(letter, 'ada@example.org'));
  await write((tx) =>
    changeSignature(tx, world.sealer, codeOf(mails[0]), {
      typed: { name: 'Ada B. Example', appearance: 'named', consents: ['sign', 'show'] },
      wordings: (['sign', 'show'] as const).map((purpose) => ({
        ...{ purpose, language: 'en', words: purpose },
      })),
    }),
  );
  expect(await signatures(letter)).toMatchObject([{ verification: 'agent' }]);
});

test('organisers name an agent at the desk, once a day, and take it back', async () => {
  const letter = await world.openLetter();
  await bring(letter, 'name,mail\nAda Example,ada@example.org\n');
  const [row] = await people(letter);
  const asked = { letter: letter.letter, invitation: row?.uid ?? '' };
  const name = (address: string, actor = world.author) =>
    write((tx) =>
      nameAgent(tx, actor, world.sealer, { ...asked, agent: { name: 'Ben Agent', address } }),
    );
  await expect(name('')).rejects.toEqual(refused('agent-malformed'));
  await expect(name('ada@example.org')).rejects.toEqual(refused('agent-malformed'));
  const documenter = await addPerson(world.db, 'Delia', ['documenter']);
  await expect(name('ben@agents.example', documenter)).rejects.toEqual(refused('not-allowed'));
  await name('ben@agents.example');
  await dispatch();
  const code = codeOf(mailTo('ben@agents.example'));
  await expect(name('other@agents.example')).rejects.toEqual(refused('invite-rest'));
  expect(await readInvitation(world.db, world.author, world.sealer, asked)).toMatchObject({
    agent: { name: 'Ben Agent', address: 'ben@agents.example', mails: 1 },
  });
  await write((tx) => dropAgent(tx, world.author, world.sealer, asked));
  await expect(sign(letter, code)).rejects.toEqual(refused('agent-link'));
});

test('who is no agent of theirs is erased and not written to again, after a restore too', async () => {
  const letter = await world.openLetter();
  const code = await agentOf(letter, 'ada@example.org');
  const { rows: backup } = await sql<{ row: string }>`
    select to_json(a)::text as row from letter_agent a join letter l on l.id = a.letter_id
    where l.uid = ${letter.letter}`.execute(world.db);
  await write((tx) => declineAsAgent(tx, world.sealer, code));
  const [row] = await people(letter);
  expect(row).toMatchObject({ agent: null });
  const asked = { letter: letter.letter, invitation: row?.uid ?? '' };
  const agent = { name: 'Ben', address: 'ben+again@agents.example' };
  await expect(
    write((tx) => nameAgent(tx, world.author, world.sealer, { ...asked, agent })),
  ).rejects.toEqual(refused('agent-uninvited'));
  await bring(letter, 'name,agent,agent mail\nCy,Ben Agent,ben@agents.example\n');
  expect((await people(letter)).map((one) => one.agent)).toEqual([null, null]);
  await sql`insert into letter_agent
    select * from json_populate_record(null::letter_agent, ${backup[0]?.row}::json)`.execute(
    world.db,
  );
  await write(replayEndedAgents);
  expect((await people(letter)).map((one) => one.agent)).toEqual([null, null]);
});

test('the code that ends mails ends the agent’s', async () => {
  const letter = await world.openLetter();
  await bring(letter, 'name,agent,agent mail\nAda,Ben Agent,ben@agents.example\n');
  await write((tx) => sendInvitations(tx, world.author, world.sealer, { letter: letter.letter }));
  await dispatch();
  const stop = mailTo('ben@agents.example')?.unsubscribe ?? '';
  await write((tx) => stopMails(tx, world.sealer, `${stop.slice(0, -1)}_`));
  expect((await people(letter))[0]?.agent).not.toBe(null);
  await write((tx) => stopMails(tx, world.sealer, stop));
  expect((await people(letter))[0]?.agent).toBe(null);
});

test('agents go with the invitation: taken back, undone', async () => {
  const letter = await world.openLetter();
  const before = await kept('letter_agent');
  const made = await bring(letter, 'name,agent,agent mail\nAda,Ben Agent,ben@agents.example\n');
  expect(await kept('letter_agent')).toBe(before + 1);
  await write((tx) => undoImport(tx, world.author, world.sealer, { letter: letter.letter, made }));
  expect(await kept('letter_agent')).toBe(before);
  const code = await agentOf(letter);
  const [row] = await people(letter);
  const asked = { letter: letter.letter, invitation: row?.uid ?? '' };
  await write((tx) => revokeInvitation(tx, world.author, world.sealer, asked));
  expect(await kept('letter_agent')).toBe(before);
  await expect(openAsAgent(world.db, world.sealer, code)).rejects.toThrow(LetterRefusal);
});

const signOwn = (letter: Letter, code: string) =>
  signInvited(desk(), code, {
    ...{ letter: letter.letter, text: letter.text, languages: ['en'] },
    form: parseSignForm(
      { ...typed, name: 'Ada', address: 'ada@example.org', consents: ['sign', 'show'] },
      'en',
    ),
    wordings: (['sign', 'show'] as const).map((purpose) => ({
      ...{ purpose, language: 'en', words: purpose },
    })),
    writeMail: (link) => ({ subject: 'Confirm', text: link }),
    writeNotice: (link) => ({ subject: 'Signed', text: link }),
  });

test('an invitation’s own link and its agent’s are no two ways to be two people', async () => {
  const letter = await world.openLetter();
  const table = 'name,mail,agent,agent mail\nAda,ada@example.org,Ben Agent,ben@agents.example\n';
  await bring(letter, table);
  await write((tx) => sendInvitations(tx, world.author, world.sealer, { letter: letter.letter }));
  await dispatch();
  const [own, agents] = [codeOf(mailTo('ada@example.org')), codeOf(mailTo('ben@agents.example'))];
  await Promise.all([sign(letter, agents), signOwn(letter, own)]);
  expect(await signatures(letter)).toEqual([
    { state: 'confirmed', verification: 'mailbox', appearance: 'named' },
  ]);
});

test.each([
  ['ben@agents.example', sign],
  ['ada@example.org', signOwn],
])('by the link of %s nobody signs while somebody closes signing', async (address, by) => {
  const letter = await world.openLetter();
  const table = 'name,mail,agent,agent mail\nAda,ada@example.org,Ben Agent,ben@agents.example\n';
  await bring(letter, table);
  await write((tx) => sendInvitations(tx, world.author, world.sealer, { letter: letter.letter }));
  await dispatch();
  const code = codeOf(mailTo(address));
  const signing = await write(async (tx) => {
    await stopSigning(tx, world.author, letter.letter, { state: 'closed', message: '' });
    const signed = Promise.allSettled([by(letter, code)]);
    const isOver = signed.then(() => true);
    for (let over = false; !over;) {
      const { rows } = await sql`select from pg_locks where not granted limit 1`.execute(world.db);
      over = rows.length > 0 || (await Promise.race([isOver, Promise.resolve(false)]));
    }
    return { signed };
  });
  expect(await signing.signed).toMatchObject([
    { status: 'rejected', reason: refused('sign-closed') as unknown },
  ]);
  expect(await signatures(letter)).toEqual([]);
});
