import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  canonicalJson,
  editionVerifier,
  parseEditionProof,
  parsePolicy,
  ProofError,
  type EditionVerifier,
  type JsonValue,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { noble } from '@countersign/proof/noble';
import { enqueueEntries } from './enqueue-entries.ts';
import { logPolicy } from './log-policy.ts';
import { openTestLog, type TestLog } from './log.fixture.ts';
import { publishNewest } from './publish-checkpoint.ts';
import { proveEdition, readCheckpoint, readLogFacts, readOpening } from './published-log.ts';

const kept = '0a5f6c1e-64d5-4c4e-9a53-0f6f5f0c8f3b';
const corrected = '0a6f6c1e-64d5-4c4e-9a53-0f6f5f0c8f3b';
const removed = '0a7f6c1e-64d5-4c4e-9a53-0f6f5f0c8f3b';
const documentOf = (subject: string, number: number): JsonValue => ({
  subject,
  says: `no ${number}`,
});

let log: TestLog;
let verify: EditionVerifier;

beforeAll(async () => {
  log = await openTestLog();
  await log.db.insertInto('log_key').values({ verifier_key: log.signer.verifierKey }).execute();
  await log.queue(400);
  await publish(edition(kept, 1), edition(corrected, 1), edition(removed, 1));
  await publish(edition(corrected, 2), {
    kind: 'edition-removed',
    fields: { subject: removed, number: 1, 'reason-class': 'safety' },
  });
  const policy = logPolicy(await readLogFacts(log.db), 'https://log.example/') ?? '';
  verify = editionVerifier(node, parsePolicy(node, Buffer.from(policy)));
}, 60_000);

afterAll(() => log.close());

function edition(subject: string, number: number) {
  const hash = node.sha256(Buffer.from(canonicalJson(documentOf(subject, number))));
  return {
    kind: number > 1 ? 'edition-corrected' : 'edition-published',
    fields: {
      subject,
      'subject-kind': 'person',
      edition: '11111111-1111-4111-8111-111111111111',
      number,
      hash: Buffer.from(hash).toString('base64'),
    },
  } as const;
}

async function publish(...entries: Parameters<typeof enqueueEntries>[1]): Promise<void> {
  await log.db.transaction().execute((tx) => enqueueEntries(tx, entries));
  await log.drain();
  await publishNewest(log.db);
}

async function proofOf(subject: string) {
  const json = await proveEdition(log.db, log.files, subject);
  return parseEditionProof(JSON.parse(JSON.stringify(json)));
}

test.each([
  [kept, 1],
  [corrected, 2],
])(
  'proves the current edition of a subject, and that it is the latest',
  async (subject, number) => {
    const document = documentOf(subject, number);
    const verdict = verify(await proofOf(subject), document);
    expect(verdict).toMatchObject({ accepted: true, subject, number, latest: true });
    const policy = logPolicy(await readLogFacts(log.db), 'https://log.example/') ?? '';
    const elsewhere = editionVerifier(noble, parsePolicy(noble, Buffer.from(policy)));
    expect(elsewhere(await proofOf(subject), document)).toEqual(verdict);
  },
);

test('proves that a subject was taken back, and why', async () => {
  const verdict = verify(await proofOf(removed), undefined);
  expect(verdict).toMatchObject({ accepted: true, number: 1, removedFor: 'safety', latest: true });
  expect(verify(await proofOf(removed), documentOf(removed, 1))).toMatchObject({
    accepted: false,
    part: 'document',
  });
});

test('an earlier edition, another document or another subject is refused', async () => {
  const proof = await proofOf(corrected);
  for (const document of [documentOf(corrected, 1), documentOf(kept, 2), undefined, 'x', null]) {
    expect(verify(proof, document)).toMatchObject({ accepted: false, part: 'document' });
  }
  const other = await proofOf(kept);
  expect(verify({ ...proof, edition: other.edition }, documentOf(kept, 1))).toMatchObject({
    accepted: false,
    part: 'edition',
  });
  expect(verify({ ...proof, register: other.register }, documentOf(corrected, 2))).toMatchObject({
    accepted: false,
    part: 'register',
  });
});

test('no changed byte of a proof is accepted', async () => {
  const text = JSON.stringify(await proveEdition(log.db, log.files, corrected));
  const document = documentOf(corrected, 2);
  const sound = verify(await proofOf(corrected), document);
  expect(sound.accepted).toBe(true);
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 32, max: 126 }), (at, code) => {
      const changed = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
      fc.pre(changed !== text);
      try {
        const verdict = verify(parseEditionProof(JSON.parse(changed)), document);
        // A name of a member that nobody reads may change; what is proven may not.
        if (verdict.accepted) expect(verdict).toEqual(sound);
      } catch (error) {
        if (!(error instanceof SyntaxError)) expect(error).toBeInstanceOf(ProofError);
      }
    }),
    { numRuns: 400 },
  );
});

test('a subject the log says nothing of has no proof', async () => {
  expect(
    await proveEdition(log.db, log.files, '00000000-0000-4000-8000-000000000000'),
  ).toBeUndefined();
});

test('what waits for its countersigners is not public', async () => {
  const before = await readCheckpoint(log.db);
  await log.db
    .insertInto('log_countersigner')
    .values({ verifier_key: 'x', name: 'x', url: 'http://127.0.0.1:1/' })
    .execute();
  await log.db.insertInto('setting').values({ key: 'log-quorum', value: '1' }).execute();
  const fresh = '0a8f6c1e-64d5-4c4e-9a53-0f6f5f0c8f3b';
  await publish(edition(fresh, 1));
  expect(await readCheckpoint(log.db)).toEqual(before);
  expect(await proveEdition(log.db, log.files, fresh)).toBeUndefined();
  const { entry } = await log.db
    .selectFrom('log_entry')
    .select('entry')
    .where('subject', '=', fresh)
    .executeTakeFirstOrThrow();
  expect(await readOpening(log.db, entry)).toBeUndefined();
  // Under the checkpoint that is public, what is public is proven all the same.
  expect(verify(await proofOf(kept), documentOf(kept, 1)).accepted).toBe(true);
});
