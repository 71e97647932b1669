import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  decideRetention,
  dropUnconfirmedHandler,
  eraseDueHandler,
  keepUpFraudHandler,
  setRetention,
  withheldHandler,
} from '#letters';
import type { JobHandler } from '#platform/jobs';
import { createLog } from '#platform/logging';
import { openRecord, type RecordFixture } from '../record/fixture.ts';
import { openSigningWorld, type SigningLetter, type SigningWorld } from './signing-world.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let house: RecordFixture;
let world: SigningWorld;
let now = Date.now();
const clock = () => new Date(now);

beforeAll(async () => {
  house = await openRecord();
  world = await openSigningWorld(house.db);
});
afterAll(() => house[Symbol.asyncDispose]());

const dayIn = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);

function handlers(): JobHandler[] {
  const { db, sealer } = world;
  const mailer = { sendAll: () => Promise.resolve(0) };
  const words = () => ({ subject: '', text: '' });
  return [
    dropUnconfirmedHandler(db, clock),
    keepUpFraudHandler(db, clock),
    eraseDueHandler(db, clock),
    withheldHandler({ db, clock, sealer, mailer, writeNotice: words, writeExpired: words }),
  ];
}

/** Runs every job that erases, as it is run each hour, for so many hours. */
async function pass(hours: number): Promise<void> {
  const run = {
    ...{ id: '1', attempt: 1, isLastAttempt: false, log: createLog({ level: 'error' }) },
    signal: new AbortController().signal,
  };
  for (let hour = 0; hour < hours; hour += 1) {
    for (const handler of handlers()) await handler.run({}, run);
    now += hourMs;
  }
}

/** A letter under which something waits for each of the jobs. */
async function agedLetter(): Promise<SigningLetter> {
  const recipients = await Promise.all(
    [1, 2].map(async () => identityToRecipient(await generateX25519Identity())),
  );
  const organisations = recipients.map((one, at) => `Organisation ${at} = ${one}`).join('\n');
  const letter = await world.openLetter({ need: 2, organisations, until: dayIn(60) });
  const link = await letter.sign({
    ...{ address: 'hidden@example.org', appearance: 'withheld', least: '10' },
  });
  expect(await letter.confirm(link)).toBe('confirmed');
  await letter.signs({ address: 'waits@example.org' });
  await letter.sign({ address: 'never@example.org' });
  const aside = await letter.sign({ address: 'aside@example.org' });
  await letter.confirm(aside);
  const one = sql`(select max(g.id) from letter_signature g join letter l on l.id = g.letter_id
    where l.uid = ${letter.uid} and g.state = 'confirmed')`;
  await sql`
    with marked as (insert into signature_aside (signature_id, letter_id, reasons, since)
      select ${one}, letter_id, '{hand}', now() - interval '40 days'
      from letter_signature where id = ${one})
    update letter_signature set state = 'aside' where id = ${one}`.execute(world.db);
  await sql`update letter_signature set received_at = now() - interval '15 days'
    where state = 'waiting'`.execute(world.db);
  return letter;
}

test('a clock that leaps erases nothing for a day; time that goes on by itself does', async () => {
  await pass(1);
  const letter = await agedLetter();
  await world.write((tx) =>
    setRetention(tx, world.author, letter.uid, { until: dayIn(90), now: new Date() }),
  );
  await world.write((tx) =>
    decideRetention(tx, world.second, letter.uid, {
      ...{ approve: true, proposed: dayIn(90), now: new Date() },
    }),
  );
  const whole = await letter.states();
  expect(whole).toEqual({ confirmed: 2, aside: 1, waiting: 1 });
  now += 200 * dayMs;
  await pass(24);
  expect(await letter.states()).toEqual(whole);
  await pass(2);
  expect(await letter.states()).toEqual({});
});
