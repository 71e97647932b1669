import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { serve, type ServerType } from '@hono/node-server';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatPolicy } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { eraseDue, leaveLetter, makeRolls, signatureReceipt } from '#letters';
import { countersign as run } from '../process/countersign.ts';
import { openLetterWorld, type LetterWorld } from './signed-letter.ts';

let world: LetterWorld;
let server: ServerType;
let origin: string;
let letter: string;
const home = mkdtempSync(path.join(os.tmpdir(), 'countersign-recount-'));
const policy = path.join(home, 'policy.txt');
const verify = (...args: string[]) => run(path.join(home, 'data'), ['verify', ...args]);

beforeAll(async () => {
  world = await openLetterWorld();
  const opened = await world.openLetter();
  ({ letter } = opened);
  for (const at of [1, 2, 3]) await world.sign(opened, `v${at}@example.org`, 'named');
  await world.sign(opened, 'v4@example.org', 'counted');
  await world.night();
  await makeRolls(world.db);
  await world.publish();
  writeFileSync(policy, formatPolicy(node, world.policy));
  await new Promise<void>((resolve) => {
    server = serve({ fetch: world.app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      origin = `http://127.0.0.1:${port}`;
      resolve();
    });
  });
}, 60_000);

afterAll(async () => {
  server?.close();
  await world?.close();
  rmSync(home, { recursive: true, force: true });
});

const isProven = { code: 0, stdout: expect.stringContaining('4 people are counted') };

test('a letter is recounted by the address of its page: 0 under one’s policy, 8 without', async () => {
  const folder = path.join(home, 'saved');
  const proven = await verify(`${origin}/letters/${letter}`, '--policy', policy, '--save', folder);
  expect(proven).toMatchObject(isProven);
  expect(proven.stdout).toContain('3 appear by name, confirmed by mailbox.');
  expect(proven.stdout).toContain('One is counted only, confirmed by mailbox.');
  expect(proven.stdout).toContain('That every mailbox is a person.');
  // The same without a network.
  expect(await verify(folder, '--policy', policy)).toMatchObject(isProven);
  const open = await verify(`${origin}/letters/${letter}`, '--json');
  expect(open.code).toBe(8);
  expect(open.values()).toMatchObject([
    { outcome: 'unidentified', count: { outcome: 'unidentified', people: 4, again: 0 } },
  ]);
  for (const [language, words] of [
    ['fr', '4 personnes sont comptées'],
    ['fa', '۴ نفر شمرده شده‌اند'],
  ] as const) {
    const told = await verify(folder, '--policy', policy, '--language', language);
    expect(told.stdout).toContain(words);
  }
});

test('a young letter is told to be counted later, not that nobody signed', async () => {
  const opened = await world.openLetter();
  await makeRolls(world.db);
  await world.publish();
  await world.sign(opened, 'young@example.org', 'named');
  const { stdout } = await verify(`${origin}/letters/${opened.letter}`, '--policy', policy);
  expect(stdout).toContain('The log has not counted anybody yet');
  expect(stdout).toMatch(/Counted are the first \d+ entries of the log.*every few minutes/u);
});

test('what was altered ends with 9 and is named, what is missing with 10', async () => {
  const folder = path.join(home, 'altered');
  await verify(`${origin}/letters/${letter}`, '--policy', policy, '--save', folder);
  const parts = path.join(folder, 'letters', letter, 'roll');
  const [first = ''] = readdirSync(parts).filter((name) =>
    statSync(path.join(parts, name)).isFile(),
  );
  const was = readFileSync(path.join(parts, first), 'utf8');
  writeFileSync(path.join(parts, first), was.replace(' 0 ', ' 1 ').replace(/^\d/u, '0'));
  const altered = await verify(folder, '--policy', policy);
  expect(altered.code).toBe(9);
  expect(altered.stdout).toContain('Refused: do not rely on this count');
  expect(altered.stdout).toContain('roll-part-altered');
  expect(altered.stdout).toContain(first);
  rmSync(path.join(parts, first));
  const missing = await verify(folder, '--policy', policy, '--json');
  expect(missing.code).toBe(10);
  expect(missing.values()).toMatchObject([
    { outcome: 'proven', count: { outcome: 'refused', code: 'roll-missing', member: 'part' } },
  ]);
});

test.each([
  ['named', 'w1@example.org'],
  ['counted', 'w2@example.org'],
])(
  'a signer by %s finds their signature by their receipt, and learns when it does not count: 6',
  async (as, address) => {
    const opened = await world.openLetter();
    const link = await world.sign(opened, address, as);
    await world.sign(opened, 'other@example.org', as);
    await world.night();
    await makeRolls(world.db);
    await world.publish();
    const receipt = path.join(home, `${as}.json`);
    const { db, sealer, log } = world;
    writeFileSync(receipt, JSON.stringify(await signatureReceipt(db, sealer, log.files, link)));
    const page = `${origin}/letters/${opened.letter}`;
    const alone = await verify(receipt);
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining('/log/policy') });
    const own = await verify(receipt, '--policy', policy);
    const { text: signed } = JSON.parse(readFileSync(receipt, 'utf8')) as { text: string };
    // As every page shows it, whatever the file writes.
    expect(own.stdout).toContain(createHash('sha256').update(signed).digest('hex'));
    const found = await verify(page, receipt, '--policy', policy);
    expect(found.stdout).toContain('The signature of your receipt is counted.');
    expect(found.code).toBe(0);
    await db.transaction().execute((tx) => leaveLetter(tx, sealer, link, 'withdrawn'));
    await makeRolls(world.db);
    await world.publish();
    const gone = await verify(page, receipt, '--policy', policy);
    expect(gone.stdout).toContain('The signature of your receipt is not counted');
    expect(gone.code).toBe(6);
    writeFileSync(receipt, JSON.stringify({ v: 1, text: '', signature: {} }));
    expect((await verify(page, receipt, '--policy', policy)).code).toBe(9);
  },
);

test('after the last day of keeping nobody is left to count, and it is not told as nobody yet', async () => {
  await sql`insert into letter_retention (letter_id, until)
    select id, '2031-01-01' from letter where uid = ${letter}
    on conflict (letter_id) do update set until = '2031-01-01'`.execute(world.db);
  expect(
    await eraseDue(world.db, new Date('2031-01-02T00:00:00Z'), { isSteady: true }),
  ).toBeGreaterThan(0);
  await makeRolls(world.db);
  await world.publish();
  const erased = await verify(`${origin}/letters/${letter}`, '--policy', policy);
  expect(erased).toMatchObject({ code: 0 });
  expect(erased.stdout).toContain('Nobody is counted any more: the signatures were erased');
  expect(erased.stdout).not.toContain('has not counted anybody yet');
  expect(erased.stdout).toMatch(/That \d+ had signed when all was erased/u);
});
