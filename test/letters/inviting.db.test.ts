import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import {
  answerInvitation,
  changeDomains,
  changeInviting,
  changeSignature,
  confirmHeld,
  confirmSignature,
  createLetter,
  decideVersion,
  dispatchInvitations,
  dropInvitations,
  handInvitation,
  importPeople,
  leaveLetter,
  listInvitations,
  openInvitation,
  openSigning,
  parseSignForm,
  proposeVersion,
  receiveSignature,
  replayUninvited,
  resendInvitation,
  revokeInvitation,
  saveDraft,
  sendInvitations,
  signInvited,
  stopMails,
  stopSigning,
  undoImport,
} from '#letters';
import { createSealer } from '#platform/sealing';
import { systemClock } from '#platform/clock';
import { createMailer, MailRefusal, type Mail } from '#platform/mail';
import { prepareJobs, queueOnly } from '#platform/jobs';
import { createLog } from '#platform/logging';
import { openDatabase, type Database } from '#platform/database';
import { createTestDatabase, type TestDatabase } from '../database/index.ts';
import { dispatchJob } from '../../src/letters/inviting/dispatch-job.ts';
import { addPerson } from '../record/fixture.ts';
import { catchInto } from './caught-mails.ts';

let created: TestDatabase;
let house: Database;
let author: Actor;
let second: Actor;
let documenter: Actor;
const sealer = createSealer(randomBytes(32));
const mails: Mail[] = [];
const full = new Set<string>();
let way: 'smtp' | 'outbox' = 'smtp';

beforeAll(async () => {
  created = await createTestDatabase();
  house = openDatabase(created.options, () => {});
  await prepareJobs({
    ...{ connection: created.options, handlers: [queueOnly(dispatchJob)] },
    log: createLog({ level: 'error', destination: { write: () => {} } }),
  });
  author = await addPerson(house.db, 'Camille', ['campaigner']);
  second = await addPerson(house.db, 'Yalda', ['campaigner']);
  documenter = await addPerson(house.db, 'Delia', ['documenter']);
});
beforeEach(() => {
  mails.length = 0;
  full.clear();
  way = 'smtp';
});
afterAll(async () => {
  await house.close();
  await created.drop();
});

const write = <Value>(work: (tx: Parameters<typeof createLetter>[0]) => Promise<Value>) =>
  house.db.transaction().execute(work);
const refused = (code: string) => expect.objectContaining({ code });

const caught = catchInto(mails, { full });
const mailer = {
  ...caught,
  deliverable: () => way,
  send: (_tx: unknown, mail: Mail) => {
    if (full.has(mail.to)) return Promise.reject(new MailRefusal({ code: 'mail-too-many' }));
    mails.push(mail);
    return Promise.resolve();
  },
};
const desk = () => ({ db: house.db, sealer, mailer });
const dispatch = (most = 100, by: Parameters<typeof dispatchInvitations>[0]['mailer'] = mailer) =>
  dispatchInvitations(
    {
      ...{ ...desk(), mailer: by },
      writeInvitation: ({ code, stop, title, isReminder, language }) => ({
        ...{ subject: title, unsubscribe: `https://house.example/stop/${stop}` },
        text: `${isReminder ? 'again' : 'first'} ${language} ${code}`,
      }),
    },
    most,
  );

interface TestLetter {
  readonly uid: string;
  readonly hash: string;
}

async function openLetter(): Promise<TestLetter> {
  const uid = await write(async (tx) => {
    const letter = await createLetter(tx, author, { kind: 'collective', name: 'A call' });
    const text = {
      ...{ title: 'To those who can act', addressees: [], demands: [], initiators: [] },
      blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'We ask for help.' }] }],
    };
    await saveDraft(tx, author, letter, { language: 'en', text, revision: 0 });
    const version = await proposeVersion(tx, author, letter, { language: 'en' });
    await decideVersion(tx, second, version, { approve: true, comment: '' });
    await openSigning(tx, author, sealer, letter);
    return letter;
  });
  const { rows } = await sql<{ hash: string }>`
    select encode(v.hash, 'hex') as hash from letter_version v join letter l on l.id = v.letter_id
    where l.uid = ${uid}`.execute(house.db);
  return { uid, hash: rows[0]?.hash ?? '' };
}

const bring = (letter: TestLetter, table: string) =>
  write((tx) =>
    importPeople(tx, author, sealer, { letter: letter.uid, bytes: Buffer.from(table) }),
  );
const send = (letter: TestLetter) =>
  write((tx) => sendInvitations(tx, author, sealer, { letter: letter.uid }));
const list = async (letter: TestLetter, filter = {}) =>
  (await listInvitations(house.db, author, sealer, letter.uid, filter)) ?? expect.fail();
const states = async (letter: TestLetter) =>
  (await list(letter)).people.map(({ person, state }) => `${person.name} ${state}`);
const codeOf = (mail: Mail | undefined) => mail?.text.split(' ').at(-1) ?? '';

/** Brings one person in, and gives the code of the mailed link. */
async function invite(letter: TestLetter, address = 'ada@example.org'): Promise<string> {
  await bring(letter, `name,mail,credit\nAda Example,${address},Editor\n`);
  await send(letter);
  await dispatch();
  const code = codeOf(mails.at(-1));
  mails.length = 0;
  return code;
}

const wordings = (['sign', 'show', 'updates'] as const).map((purpose) => ({
  ...{ purpose, language: 'en', words: `I agree to ${purpose}.` },
}));

function form(letter: TestLetter, changes: object = {}) {
  const typed = {
    ...{ name: 'Ada Example', credit: 'Editor', country: 'FR', affiliation: '' },
    ...{ address: 'ada@example.org', appearance: 'named', consents: ['sign', 'show'] },
  };
  return {
    ...{ letter: letter.uid, text: letter.hash, languages: ['en'], wordings },
    form: parseSignForm({ ...typed, ...changes }, 'en', { byHand: true }),
    writeMail: (link: string) => ({ subject: 'Confirm', text: `confirm ${link}` }),
    writeNotice: (link: string) => ({ subject: 'Signed', text: `signed ${link}` }),
  };
}

async function signatures(letter: TestLetter) {
  const { rows } = await sql<{ state: string; verification: string | null }>`
    select g.state, g.verification from letter_signature g join letter l on l.id = g.letter_id
    where l.uid = ${letter.uid} order by g.id`.execute(house.db);
  return rows;
}

test('people on a list are invited, and none of them has signed', async () => {
  const letter = await openLetter();
  await bring(
    letter,
    'Name;E-Mail;Role;Country;Language\nAda;ada@example.org;Editor;France;fr\nBea;;;;\nCy;no mail;;;\n',
  );
  expect(await states(letter)).toEqual(['Ada draft', 'Bea draft']);
  expect((await list(letter)).imports).toMatchObject([
    { people: 2, drafts: 2, problems: [{ line: 4, code: 'mail' }] },
  ]);
  expect(await signatures(letter)).toEqual([]);
  expect(await send(letter)).toBe(1);
  expect(await states(letter)).toEqual(['Ada queued', 'Bea draft']);
  expect(await dispatch()).toBe(1);
  expect(mails).toMatchObject([{ to: 'ada@example.org', kind: 'letter.invite' }]);
  expect(mails[0]?.text).toMatch(/^first fr [\w-]{43}$/u);
  expect(await dispatch()).toBe(0);
  expect(await states(letter)).toEqual(['Ada sent', 'Bea draft']);
  expect(await signatures(letter)).toEqual([]);
});

test('the same list again brings nobody twice, and mails nobody', async () => {
  const letter = await openLetter();
  await invite(letter, 'a.d.a@gmail.com');
  await bring(letter, 'name,mail\nAda,ADA+x@googlemail.com\nBea,bea@example.org\n');
  expect((await list(letter)).imports[0]).toMatchObject({
    people: 1,
    problems: [{ line: 2, code: 'known' }],
  });
  await send(letter);
  await dispatch();
  expect(mails.map(({ to }) => to)).toEqual(['bea@example.org']);
});

test('an import is undone before it is sent, and not after', async () => {
  const letter = await openLetter();
  const first = await bring(letter, 'name,mail\nAda,ada@example.org\n');
  await write((tx) => undoImport(tx, author, sealer, { letter: letter.uid, made: first }));
  expect(await list(letter)).toMatchObject({ people: [], imports: [] });
  const again = await bring(letter, 'name,mail\nAda,ada@example.org\n');
  await send(letter);
  await write((tx) => undoImport(tx, author, sealer, { letter: letter.uid, made: again }));
  expect(await states(letter)).toEqual(['Ada queued']);
});

test('nothing of who is invited can be read from the database alone', async () => {
  const letter = await openLetter();
  await bring(letter, 'name,mail,works\nAda Example,ada@example.org,A long film\n');
  const { rows } = await sql<{ all: string }>`
    select (select json_agg(i)::text from letter_invitation i) ||
      (select json_agg(m)::text from letter_import m) ||
      coalesce((select json_agg(a)::text from audit a), '') as all`.execute(house.db);
  for (const word of ['Ada Example', 'example.org', 'long film']) {
    expect(rows[0]?.all).not.toContain(word);
  }
});

test('who signs by the mailed link counts at once, and the mailbox is told', async () => {
  const letter = await openLetter();
  const code = await invite(letter);
  const opened = await write((tx) => openInvitation(tx, sealer, code));
  expect(opened).toMatchObject({ person: { name: 'Ada Example', credit: 'Editor' } });
  expect(await states(letter)).toEqual(['Ada Example opened']);
  const outcome = await signInvited(desk(), code, form(letter, { address: 'Ada@example.org' }));
  expect(outcome.kind).toBe('confirmed');
  expect(await signatures(letter)).toEqual([{ state: 'confirmed', verification: 'mailbox' }]);
  expect(mails).toMatchObject([{ to: 'Ada@example.org', kind: 'letter.signed' }]);
  expect(await states(letter)).toEqual(['Ada Example signed']);
  // A second click signs nothing more and mails nothing more.
  expect(await signInvited(desk(), code, form(letter, { address: 'Ada@example.org' }))).toEqual(
    outcome,
  );
  expect(mails).toHaveLength(1);
  expect(await signatures(letter)).toHaveLength(1);
});

test('nobody is kept from signing by mails that others had sent to their mailbox', async () => {
  const letter = await openLetter();
  const code = await invite(letter);
  full.add('ada@example.org');
  expect(await signInvited(desk(), code, form(letter))).toMatchObject({ kind: 'confirmed' });
});

test('another address than the invited one is confirmed like everybody’s', async () => {
  const letter = await openLetter();
  const code = await invite(letter);
  const other = form(letter, { address: 'eve@example.net' });
  expect(await signInvited(desk(), code, other)).toEqual({ kind: 'mailed' });
  expect(await signatures(letter)).toEqual([{ state: 'waiting', verification: null }]);
  expect(mails).toMatchObject([{ to: 'eve@example.net', kind: 'letter.confirm' }]);
  await write((tx) => confirmSignature(tx, sealer, codeOf(mails[0])));
  expect(await states(letter)).toEqual(['Ada Example signed']);
});

test('a link from the operator’s outbox shows nobody’s mailbox, also when a mail server came since', async () => {
  const letter = await openLetter();
  way = 'outbox';
  const code = await invite(letter);
  way = 'smtp';
  expect(await signInvited(desk(), code, form(letter))).toMatchObject({ kind: 'held' });
  expect(await signatures(letter)).toEqual([{ state: 'held', verification: null }]);
  expect(await states(letter)).toEqual(['Ada Example opened']);
});

test('a link by hand is another than the mailed one, and counts when the organiser says how', async () => {
  const letter = await openLetter();
  const mailed = await invite(letter);
  const [{ uid } = expect.fail()] = (await list(letter)).people;
  const code = await write((tx) =>
    handInvitation(tx, author, sealer, { letter: letter.uid, invitation: uid }),
  );
  expect(code).not.toBe(mailed);
  // The same form waits from the public page, mailed: the link by hand must not confirm that mailbox.
  await receiveSignature(desk(), form(letter));
  expect(await signInvited(desk(), code, form(letter))).toMatchObject({ kind: 'held' });
  expect(await signatures(letter)).toEqual([{ state: 'held', verification: null }]);
  const { rows } = await sql<{ uid: string }>`
    select g.uid from letter_signature g join letter l on l.id = g.letter_id
    where l.uid = ${letter.uid}`.execute(house.db);
  const signature = rows[0]?.uid ?? '';
  await write((tx) =>
    confirmHeld(tx, author, sealer, { letter: letter.uid, signature, channel: 'by-phone' }),
  );
  expect(await signatures(letter)).toEqual([{ state: 'confirmed', verification: 'organiser' }]);
  expect(await states(letter)).toEqual(['Ada Example signed']);
});

test('who has no address signs by hand, and two of them are two', async () => {
  const letter = await openLetter();
  await bring(letter, 'name\nAda\nAda\n');
  for (const { uid: invitation } of (await list(letter)).people) {
    const one = { letter: letter.uid, invitation };
    const code = await write((tx) => handInvitation(tx, author, sealer, one));
    const signed = await signInvited(desk(), code, form(letter, { address: '' }));
    expect(signed.kind).toBe('held');
  }
  expect(await signatures(letter)).toHaveLength(2);
  expect(mails).toEqual([]);
});

test('the organisers do not learn who signed without a name', async () => {
  const letter = await openLetter();
  const code = await invite(letter);
  const quiet = { appearance: 'counted', consents: ['sign'] };
  await signInvited(desk(), code, form(letter, quiet));
  const other = await invite(letter, 'bea@example.org');
  await write((tx) => answerInvitation(tx, sealer, other, 'declined'));
  expect(await list(letter)).toMatchObject({ people: [], ended: { answered: 2, unknown: 0 } });
  expect(await signatures(letter)).toEqual([{ state: 'confirmed', verification: 'mailbox' }]);
});

test('who declines is erased, not invited again, and not brought back by a backup', async () => {
  const letter = await openLetter();
  const code = await invite(letter);
  const { rows: backup } = await sql<{ row: string }>`
    select to_json(i)::text as row from letter_invitation i join letter l on l.id = i.letter_id
    where l.uid = ${letter.uid}`.execute(house.db);
  await write((tx) => answerInvitation(tx, sealer, code, 'unknown'));
  await expect(write((tx) => openInvitation(tx, sealer, code))).rejects.toEqual(
    refused('invitation-link'),
  );
  expect(await list(letter)).toMatchObject({ people: [], ended: { unknown: 1 } });
  await bring(letter, 'name,mail\nAda,ada@example.org\n');
  expect((await list(letter)).imports[0]?.problems).toEqual([{ line: 2, code: 'uninvited' }]);
  await sql`insert into letter_invitation overriding system value
    select * from json_populate_record(null::letter_invitation, ${backup[0]?.row}::json)`.execute(
    house.db,
  );
  await write(replayUninvited);
  expect((await list(letter)).people).toEqual([]);
});

test('reminders come as often as is wished, and stop when somebody asks or signs', async () => {
  const letter = await openLetter();
  await write((tx) =>
    changeInviting(tx, author, sealer, letter.uid, {
      ...{ reminders: 2, reminderDays: 3, showsSigners: false },
    }),
  );
  await bring(letter, 'name,mail\nAda,ada@example.org\nBea,bea@example.org\nCy,cy@example.org\n');
  await send(letter);
  await dispatch();
  const codes = mails.map(codeOf);
  mails.length = 0;
  const passDays = () =>
    sql`update letter_invitation set due_at = due_at - interval '3 days',
      mailed_at = mailed_at - interval '3 days'`.execute(house.db);
  expect(await dispatch()).toBe(0);
  await write((tx) => answerInvitation(tx, sealer, codes[1] ?? '', 'stopped'));
  await receiveSignature(desk(), form(letter, { address: 'cy@example.org', name: 'Cy' }));
  await write((tx) => confirmSignature(tx, sealer, codeOf(mails.pop())));
  const sent: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    await passDays();
    await dispatch();
    sent.push(...mails.splice(0).map(({ to, text }) => `${to} ${text.split(' ')[0]}`));
  }
  expect(sent).toEqual(['ada@example.org again', 'ada@example.org again']);
  expect(await states(letter)).toEqual(['Ada sent', 'Bea sent', 'Cy signed']);
  const [, bea] = (await list(letter)).people;
  const again = { letter: letter.uid, invitation: bea?.uid ?? '' };
  await expect(write((tx) => resendInvitation(tx, author, sealer, again))).rejects.toEqual(
    refused('invite-no-mail'),
  );
});

test('the code for mail programs ends the mails of its invitation, and does nothing else', async () => {
  const letter = await openLetter();
  await bring(letter, 'name,mail\nAda,ada@example.org\nBea,bea@example.org\n');
  await send(letter);
  await dispatch();
  const [stop = '', other = ''] = mails.map(({ unsubscribe = '' }) =>
    unsubscribe.split('/').at(-1),
  );
  const stopped = async () => (await list(letter)).people.map((one) => one.stopped);
  const [uid = ''] = stop.split('.', 1);
  const [, mac = ''] = other.split('.');
  for (const wrong of ['', uid, `${uid}.${mac}`, `${stop}x`]) {
    await write((tx) => stopMails(tx, sealer, wrong));
  }
  expect(await stopped()).toEqual([false, false]);
  await expect(write((tx) => openInvitation(tx, sealer, stop))).rejects.toEqual(
    refused('invitation-link'),
  );
  await write((tx) => stopMails(tx, sealer, stop));
  expect(await stopped()).toEqual([true, false]);
  expect(await states(letter)).toEqual(['Ada sent', 'Bea sent']);
});

test('mails that have not left are taken back with what they were about', async () => {
  const letter = await openLetter();
  const names = ['ada', 'bea', 'cy', 'dee', 'eve', 'flo'];
  await bring(
    letter,
    `name,mail\n${names.map((one) => `${one},${one}@back.example`).join('\n')}\n`,
  );
  await send(letter);
  const outbox = createMailer({ db: house.db, clock: systemClock, mailboxKey: randomBytes(32) });
  await dispatch(100, outbox);
  const waiting = async () => {
    const { rows } = await sql<{ recipient: string; body: string }>`
      select recipient, body from mail_outbox where recipient like '%@back.example'
        and kind = 'letter.invite' order by recipient`.execute(house.db);
    return rows;
  };
  const all = await waiting();
  expect(all.map(({ recipient }) => recipient.split('@')[0])).toEqual(names);
  const [stops, declines, isNot, signs, signsApart] = all.map(
    ({ body }) => body.split(' ').at(-1) ?? '',
  );
  await write((tx) => answerInvitation(tx, sealer, stops ?? '', 'stopped'));
  await write((tx) => answerInvitation(tx, sealer, declines ?? '', 'declined'));
  await write((tx) => answerInvitation(tx, sealer, isNot ?? '', 'unknown'));
  const signed = { name: 'Dee', address: 'dee@back.example' };
  await signInvited(desk(), signs ?? '', form(letter, signed));
  const apart = { name: 'Eve', address: 'eve@back.example', appearance: 'counted' };
  await signInvited(desk(), signsApart ?? '', form(letter, apart));
  // By a link of the outbox they wait for the organisers' word, and are asked no more all the same.
  expect((await waiting()).map(({ recipient }) => recipient)).toEqual(['flo@back.example']);
  const flo = (await list(letter)).people.find(({ person }) => person.name === 'flo');
  const revoked = { letter: letter.uid, invitation: flo?.uid ?? '' };
  await write((tx) => revokeInvitation(tx, author, sealer, revoked));
  expect(await waiting()).toEqual([]);
});

test('one person is mailed again after a day, by the same link, and not without end', async () => {
  const letter = await openLetter();
  const code = await invite(letter);
  const [{ uid } = expect.fail()] = (await list(letter)).people;
  const again = () =>
    write((tx) => resendInvitation(tx, author, sealer, { letter: letter.uid, invitation: uid }));
  await expect(again()).rejects.toEqual(refused('invite-rest'));
  for (let turn = 0; turn < 4; turn += 1) {
    await sql`update letter_invitation set mailed_at = mailed_at - interval '2 days'`.execute(
      house.db,
    );
    await again();
    await dispatch();
    expect(codeOf(mails.pop())).toBe(code);
  }
  await sql`update letter_invitation set mailed_at = mailed_at - interval '2 days'`.execute(
    house.db,
  );
  await expect(again()).rejects.toEqual(refused('invite-rest'));
});

test('a mailbox that was sent too much today waits, and the others are mailed', async () => {
  const letter = await openLetter();
  full.add('ada@example.org');
  await bring(letter, 'name,mail\nAda,ada@example.org\nBea,bea@example.org\n');
  await send(letter);
  expect(await dispatch()).toBe(2);
  expect(mails.map(({ to }) => to)).toEqual(['bea@example.org']);
  expect((await list(letter)).people[0]).toMatchObject({ mails: 0 });
});

test('nothing is mailed of a letter that is paused, and the link of a revoked invitation is nothing', async () => {
  const letter = await openLetter();
  const code = await invite(letter);
  await bring(letter, 'name,mail\nBea,bea@example.org\n');
  await send(letter);
  const paused = { state: 'paused', message: 'Later.' } as const;
  await write((tx) => stopSigning(tx, author, letter.uid, paused));
  expect(await dispatch()).toBe(0);
  await expect(signInvited(desk(), code, form(letter))).rejects.toEqual(refused('sign-paused'));
  await write((tx) => openSigning(tx, author, sealer, letter.uid));
  expect(await dispatch()).toBe(1);
  const [{ uid } = expect.fail()] = (await list(letter)).people;
  await write((tx) =>
    revokeInvitation(tx, author, sealer, { letter: letter.uid, invitation: uid }),
  );
  await expect(signInvited(desk(), code, form(letter))).rejects.toEqual(refused('invitation-link'));
});

test('the link of one letter signs no other', async () => {
  const [letter, other] = [await openLetter(), await openLetter()];
  const code = await invite(letter);
  await expect(signInvited(desk(), code, form(other))).rejects.toEqual(refused('invitation-link'));
});

test('who leaves a letter leaves its list of the invited', async () => {
  const letter = await openLetter();
  const code = await invite(letter);
  const signed = await signInvited(desk(), code, form(letter));
  const link = signed.kind === 'mailed' ? '' : signed.link;
  await write((tx) => leaveLetter(tx, sealer, link, 'withdrawn'));
  expect((await list(letter)).people).toEqual([]);
  await bring(letter, 'name,mail\nAda,ada@example.org\n');
  expect((await list(letter)).imports[0]?.problems).toEqual([{ line: 2, code: 'uninvited' }]);
});

test('the invited see who signed by name only if the organisers show it', async () => {
  const letter = await openLetter();
  const code = await invite(letter);
  await signInvited(desk(), code, form(letter));
  const hidden = { address: 'h@example.org', name: 'Hidden', appearance: 'organisers' };
  await receiveSignature(desk(), form(letter, { ...hidden, consents: ['sign'] }));
  await write((tx) => confirmSignature(tx, sealer, codeOf(mails.at(-1))));
  const other = await invite(letter, 'bea@example.org');
  const seen = async () => (await write((tx) => openInvitation(tx, sealer, other))).signers;
  expect(await seen()).toBeUndefined();
  const settings = { reminders: 0, reminderDays: 7, showsSigners: true };
  await write((tx) => changeInviting(tx, author, sealer, letter.uid, settings));
  expect(await seen()).toEqual([{ name: 'Ada Example', credit: 'Editor' }]);
});

test('nothing is kept of the invited some weeks after the letter closed', async () => {
  const [letter, other] = [await openLetter(), await openLetter()];
  await invite(letter);
  await invite(other);
  await write((tx) => stopSigning(tx, author, letter.uid, { state: 'closed', message: '' }));
  expect(await dropInvitations(house.db)).toBe(0);
  await sql`update letter_signing set closed_at = closed_at - interval '31 days'`.execute(house.db);
  expect(await dropInvitations(house.db)).toBe(1);
  expect((await list(other)).people).toHaveLength(1);
});

test('a mailbox at the domain of the organisation that its owner names is verified by it', async () => {
  const letter = await openLetter();
  await write((tx) => changeDomains(tx, author, letter.uid, 'The Guild = guild.org\n'));
  const sign = async (address: string, affiliation: string) => {
    await receiveSignature(desk(), form(letter, { address, affiliation }));
    const link = codeOf(mails.at(-1));
    await write((tx) => confirmSignature(tx, sealer, link));
    return link;
  };
  const link = await sign('a@mail.guild.org', 'the  GUILD');
  await sign('b@notguild.org', 'The Guild');
  await sign('c@guild.org', 'Another guild');
  await sign('d@guild.org', '');
  const classes = async () => (await signatures(letter)).map(({ verification }) => verification);
  expect(await classes()).toEqual(['domain', 'mailbox', 'mailbox', 'mailbox']);
  // Under another name the mailbox shows no organisation any more, in the log neither.
  const typed = {
    name: 'A',
    credit: '',
    country: '',
    affiliation: 'Elsewhere',
    appearance: 'named',
  };
  await write((tx) =>
    changeSignature(tx, sealer, link, {
      ...{ typed: { ...typed, consents: ['sign', 'show'] }, wordings },
    }),
  );
  expect((await classes())[0]).toBe('mailbox');
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from log_entry where fields->'class'->>'verification' = 'domain'
      and fields->'class'->>'letter' = ${letter.uid}`.execute(house.db);
  expect(rows).toEqual([{ n: 0 }]);
});

test('addresses are for those who decide on letters', async () => {
  const letter = await openLetter();
  await invite(letter);
  expect(await listInvitations(house.db, documenter, sealer, letter.uid)).toBeUndefined();
  await expect(
    write((tx) =>
      importPeople(tx, documenter, sealer, { letter: letter.uid, bytes: Buffer.from('name\nA') }),
    ),
  ).rejects.toEqual(refused('not-allowed'));
});

test('five thousand people are brought in at once, found in any spelling, and paged', async () => {
  const letter = await openLetter();
  const lines = Array.from({ length: 5_000 }, (_, at) => `Person ${at},p${at}@example.org`);
  await bring(letter, `name,mail\n${lines.join('\n')}\n`);
  const first = await list(letter);
  expect(first.counts.draft).toBe(5_000);
  expect(first.people).toHaveLength(100);
  const next = await list(letter, { after: first.next });
  expect(next.people[0]?.person.name).toBe('Person 100');
  expect((await list(letter, { q: 'PERSON 4999' })).people).toHaveLength(1);
  const more = [...lines, 'One,one@example.org'].join('\n');
  await expect(bring(letter, `name,mail\n${more}\n`)).rejects.toEqual(refused('import-too-long'));
});
