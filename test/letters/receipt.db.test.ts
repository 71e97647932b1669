import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifySignature, type ProvenSignature } from '@countersign/letter';
import { noQuorum, parseVkey, type JsonValue, type Policy } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Actor } from '#accounts';
import {
  confirmSignature,
  createLetter,
  decideVersion,
  enrolSignatures,
  leaveLetter,
  listVersions,
  openSigning,
  parseSignForm,
  proposeVersion,
  receiveSignature,
  saveDraft,
  signatureReceipt,
} from '#letters';
import type { Db } from '#platform/database';
import type { Mail } from '#platform/mail';
import { createSealer } from '#platform/sealing';
import { beginAnew } from '../../src/log/recovery/begin-anew.ts';
import { openTestLog, type TestLog } from '../../src/log/log.fixture.ts';
import { batchWhenDue } from '../../src/log/private-batch/batch-when-due.ts';
import { publishNewest } from '../../src/log/publish-checkpoint.ts';
import { addPerson } from '../record/fixture.ts';
import { catchInto } from './caught-mails.ts';
import { publishDraft } from './public-letter.ts';

const sealer = createSealer(randomBytes(32));
const mails: Mail[] = [];
let log: TestLog;
let db: Db;
let letter: string;
let signedText: string;
let policy: Policy;

beforeAll(async () => {
  log = await openTestLog();
  db = log.db;
  const author = await addPerson(db, 'Camille', ['campaigner']);
  const second = await addPerson(db, 'Yalda', ['campaigner']);
  letter = await write(async (tx) => {
    const uid = await openLetter(tx, author, second);
    await publishDraft(tx, author, second, uid);
    await openSigning(tx, author, sealer, uid);
    return uid;
  });
  signedText = (await listVersions(db, author, letter))[0]?.hash ?? '';
  const key = parseVkey(node, log.signer.verifierKey);
  policy = { logs: [{ key, url: undefined }], witnesses: [], groups: [], quorum: noQuorum };
  // The first looking only remembers the hour.
  await batchWhenDue(db, Date.UTC(2026, 0, 10, 12));
});

afterAll(async () => {
  await log.close();
  await rm(log.folder, { recursive: true, force: true });
});

const write = <Value>(work: (tx: Parameters<typeof createLetter>[0]) => Promise<Value>) =>
  db.transaction().execute(work);

async function openLetter(
  tx: Parameters<typeof createLetter>[0],
  author: Actor,
  second: Actor,
): Promise<string> {
  const uid = await createLetter(tx, author, { kind: 'collective', name: 'A call' });
  const words = {
    ...{ title: 'To those who can act', addressees: [], demands: [], initiators: [] },
    blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'We ask for help.' }] }],
  };
  await saveDraft(tx, author, uid, { language: 'en', text: words, revision: 0 });
  const version = await proposeVersion(tx, author, uid, { language: 'en' });
  await decideVersion(tx, second, version, { approve: true, comment: '' });
  return uid;
}

async function sign(address: string, appearance: string): Promise<string> {
  mails.length = 0;
  const typed = { name: 'Ada', address, appearance, consents: ['sign', 'show'] };
  await receiveSignature(
    { db, sealer, mailer: catchInto(mails) },
    {
      ...{ letter, text: signedText, languages: ['en'], form: parseSignForm(typed, 'en') },
      wordings: (['sign', 'show'] as const).map((purpose) => ({
        ...{ purpose, language: 'en', words: purpose },
      })),
      writeMail: (code) => ({ subject: 'Confirm', text: code }),
    },
  );
  const link = mails[0]?.text ?? '';
  await write((tx) => confirmSignature(tx, sealer, link));
  return link;
}

async function publish(): Promise<void> {
  await log.drain();
  await publishNewest(db);
}

const receiptOf = (link: string) => signatureReceipt(db, sealer, log.files, link);

test('a named signature is proven by its own entry', async () => {
  const link = await sign('ada@example.org', 'named');
  expect(await receiptOf(link)).toBeUndefined();
  await publish();
  const receipt = await receiptOf(link);
  const verdict = verifySignature(node, policy, JSON.parse(JSON.stringify(receipt)));
  expect(verdict).toMatchObject({
    accepted: true,
    text: { title: 'To those who can act' },
    class: { letter, appearance: 'named', verification: 'mailbox' },
    shown: { name: 'Ada' },
    languages: ['en'],
    inBatch: false,
  } satisfies Partial<Record<keyof ProvenSignature, unknown>>);
});

test('whose name is not shown is proven by the day’s batch', async () => {
  const link = await sign('bea@example.org', 'counted');
  await publish();
  expect(await receiptOf(link)).toBeUndefined();
  await batchWhenDue(db, Date.UTC(2026, 0, 11, 12));
  await publish();
  const verdict = verifySignature(node, policy, await receiptOf(link));
  expect(verdict).toMatchObject({
    ...{ accepted: true, inBatch: true, shown: null },
    class: { appearance: 'counted' },
  });
});

test('whatever is changed in a receipt is refused, and the part is named', async () => {
  const link = await sign('cleo@example.org', 'named');
  const other = await sign('dora@example.org', 'named');
  await publish();
  const [own, theirs] = (await Promise.all([receiptOf(link), receiptOf(other)])) as Record<
    string,
    JsonValue
  >[];
  const signature = own?.['signature'] as Record<string, JsonValue>;
  const text = own?.['text'] as string;
  const changed: readonly (readonly [string, unknown])[] = [
    ['receipt', { ...own, v: 2 }],
    ['receipt', []],
    ['text', { ...own, text: text.replace('help', 'money') }],
    ['text', { ...own, text: `${text} ` }],
    ['signature', { ...own, signature: { ...signature, opening: openingOf(theirs) } }],
    ['signature', { ...own, signature: { ...signature, entry: signature['proof'] } }],
    ['successions', { ...own, successions: [signature] }],
  ];
  for (const [part, receipt] of changed) {
    const verdict = verifySignature(node, policy, receipt);
    expect(verdict).toMatchObject({ accepted: false, part });
  }
});

function openingOf(receipt: Record<string, JsonValue> | undefined): JsonValue | undefined {
  return (receipt?.['signature'] as Record<string, JsonValue> | undefined)?.['opening'];
}

test('what was withdrawn before its batch cannot be opened after it', async () => {
  const link = await sign('eve@example.org', 'described');
  await write((tx) => leaveLetter(tx, sealer, link, 'withdrawn'));
  await batchWhenDue(db, Date.UTC(2026, 0, 12, 12));
  await publish();
  const { open } = await db
    .selectFrom('private_item')
    .select((row) => row.fn.count<string>('fields').as('open'))
    .executeTakeFirstOrThrow();
  expect(open).toBe('1');
});

test('a log that is begun anew takes in every signature, each once', async () => {
  const before = await signedInLog();
  await write(async (tx) => {
    await beginAnew(tx, undefined);
    expect(await enrolSignatures(tx, sealer)).toBe(before);
    expect(await enrolSignatures(tx, sealer)).toBe(0);
  });
  expect(await signedInLog()).toBe(before);
});

/** Confirmed signatures that the log has, by themselves or waiting for a batch. */
async function signedInLog(): Promise<number> {
  const { rows } = await sql<{ there: number }>`
    select count(*)::integer as there from letter_signature g where g.state = 'confirmed'
      and (exists (select from log_entry e where e.entry = g.entry)
        or exists (select from private_item i where i.about = g.uid))`.execute(db);
  return rows[0]?.there ?? 0;
}
