import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { sql } from 'kysely';
import {
  beginTotp,
  confirmTotp,
  pendingTotp,
  finishWithCode,
  listFactors,
  needsSecondFactor,
  renewRecoveryCodes,
  secondStepPasskeyOptions,
  sessionActor,
  signInWithPassword,
  type SignInSettings,
} from './index.ts';
import {
  createShirin,
  goodPassword,
  refusalOf,
  settings as plainSettings,
  signedInBy,
  useAccounts,
  visitor,
} from './accounts-fixture.ts';

const { db } = useAccounts();
const stepMs = 30_000;
const start = Date.UTC(2026, 0, 21, 12, 0, 0);
let nowMs = start;
const settings: SignInSettings = { ...plainSettings, nowMs: () => nowMs };
const right = { email: 'shirin@example.org', password: goodPassword };

async function withTotp() {
  nowMs = start;
  const shirin = await createShirin(db());
  const { secret, uri } = await beginTotp(db(), settings, shirin.signedIn);
  const codeAt = (timestamp: number) =>
    new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6 }).generate({
      timestamp,
    });
  const added = await confirmTotp(db(), settings, shirin.signedIn, codeAt(nowMs));
  // The code just shown is spent.
  nowMs += stepMs;
  return { ...shirin, secret, uri, codeAt, added };
}

async function halfWay(from = visitor()) {
  const step = await signInWithPassword(db(), settings, from, right);
  if (step.kind !== 'second-factor') throw new Error('expected the second step');
  return { from, ...step };
}

test('an administrator needs it, and has it once a code has arrived', async () => {
  const { signedIn, added, session, uri } = await withTotp();
  expect(needsSecondFactor(signedIn)).toBe(true);
  expect(await sessionActor(db(), session)).toBeUndefined();
  const now = await signedInBy(db(), added.session);
  expect(needsSecondFactor(now)).toBe(false);
  expect(added.recoveryCodes).toHaveLength(10);
  expect(uri).toMatch(/^otpauth:\/\/totp\/Archive%20of%20the%20North:Shirin%40Example\.org\?/);
});

test('other sessions that know the password alone end with it', async () => {
  const shirin = await createShirin(db());
  const other = await signInWithPassword(db(), settings, visitor(), right);
  if (other.kind !== 'signed-in') throw new Error('expected a session');
  nowMs = start;
  const { secret } = await beginTotp(db(), settings, shirin.signedIn);
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: nowMs });
  await confirmTotp(db(), settings, shirin.signedIn, code);
  expect(await sessionActor(db(), other.session)).toBeUndefined();
});

test('a wrong first code changes nothing', async () => {
  nowMs = start;
  const { signedIn } = await createShirin(db());
  expect(await refusalOf(confirmTotp(db(), settings, signedIn, '000000'))).toEqual([
    'totp-not-begun',
  ]);
  const { secret } = await beginTotp(db(), settings, signedIn);
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: nowMs });
  const wrong = code === '000000' ? '000001' : '000000';
  expect(await refusalOf(confirmTotp(db(), settings, signedIn, wrong))).toEqual([
    'totp-code-wrong',
  ]);
  expect((await signInWithPassword(db(), settings, visitor(), right)).kind).toBe('signed-in');
});

test('the secret that waits is shown again, and no more once it is in force', async () => {
  nowMs = start;
  const { signedIn } = await createShirin(db());
  expect(await pendingTotp(db(), settings, signedIn)).toBeUndefined();
  const begun = await beginTotp(db(), settings, signedIn);
  expect(await pendingTotp(db(), settings, signedIn)).toEqual(begun);
  const totp = new TOTP({ secret: Secret.fromBase32(begun.secret) });
  await confirmTotp(db(), settings, signedIn, totp.generate({ timestamp: nowMs }));
  expect(await pendingTotp(db(), settings, signedIn)).toBeUndefined();
});

test('the second step takes a code as people type it, one step early or late, no more', async () => {
  const { codeAt } = await withTotp();
  const at = (steps: number) => codeAt(nowMs + steps * stepMs);
  const spaced = `${at(0).slice(0, 3)} ${at(0).slice(3)}`;
  for (const steps of [-2, 2]) {
    const { from, token } = await halfWay();
    expect(await refusalOf(finishWithCode(db(), settings, from, token, at(steps)))).toEqual([
      'code-wrong',
    ]);
  }
  const first = await halfWay();
  const done = await finishWithCode(db(), settings, first.from, first.token, spaced);
  expect((await sessionActor(db(), done.session))?.session.factors).toBe(2);
  const second = await halfWay();
  await finishWithCode(db(), settings, second.from, second.token, persian(at(1)));
});

test('a code is good once, also when it arrives twice at the same moment', async () => {
  const { codeAt } = await withTotp();
  const [one, two] = [await halfWay(), await halfWay()];
  const results = await Promise.all(
    [one, two].map(({ from, token }) =>
      refusalOf(finishWithCode(db(), settings, from, token, codeAt(nowMs))),
    ),
  );
  expect(results).toContainEqual(['code-wrong']);
  expect(results).toContain(undefined);
  const older = await halfWay();
  const earlier = codeAt(nowMs - stepMs);
  expect(await refusalOf(finishWithCode(db(), settings, older.from, older.token, earlier))).toEqual(
    ['code-wrong'],
  );
});

test('the second step belongs to the browser of the first, ten minutes, once', async () => {
  const { codeAt } = await withTotp();
  const { from, token } = await halfWay();
  const elsewhere = finishWithCode(db(), settings, visitor(), token, codeAt(nowMs));
  expect(await refusalOf(elsewhere)).toEqual(['sign-in-expired']);
  expect(await sessionActor(db(), token)).toBeUndefined();
  await finishWithCode(db(), settings, from, token, codeAt(nowMs));
  nowMs += stepMs;
  expect(await refusalOf(finishWithCode(db(), settings, from, token, codeAt(nowMs)))).toEqual([
    'sign-in-expired',
  ]);
  const late = await halfWay();
  await sql`update half_sign_in set expires_at = now()`.execute(db());
  const tooLate = finishWithCode(db(), settings, late.from, late.token, codeAt(nowMs));
  expect(await refusalOf(tooLate)).toEqual(['sign-in-expired']);
});

test('one password opens one session, also with two right codes at the same moment', async () => {
  const { added } = await withTotp();
  const { from, token } = await halfWay();
  const results = await Promise.all(
    added.recoveryCodes
      .slice(0, 3)
      .map((code) => refusalOf(finishWithCode(db(), settings, from, token, code))),
  );
  expect(results.filter((codes) => codes === undefined)).toHaveLength(1);
  expect(results).toContainEqual(['sign-in-expired']);
});

test('another browser cannot even ask for the passkeys of the account', async () => {
  await withTotp();
  const { token } = await halfWay();
  const asked = secondStepPasskeyOptions(db(), settings, visitor(), token);
  expect(await refusalOf(asked)).toEqual(['sign-in-expired']);
});

test('guessing codes is slowed, in fresh browsers too, and not for the known one', async () => {
  const { codeAt, browser } = await withTotp();
  const wrong = ['111111', '222222', '333333'].find(
    (code) => ![-1, 0, 1].some((steps) => codeAt(nowMs + steps * stepMs) === code),
  );
  const one = await halfWay();
  for (let count = 0; count < 5; count += 1) {
    const guess = finishWithCode(db(), settings, one.from, one.token, wrong);
    expect(await refusalOf(guess)).toEqual(['code-wrong']);
  }
  const sixth = finishWithCode(db(), settings, one.from, one.token, wrong);
  expect(await refusalOf(sixth)).toEqual(['sign-in-wait']);
  for (let count = 0; count < 20; count += 1) {
    const { from, token } = await halfWay();
    await refusalOf(finishWithCode(db(), settings, from, token, wrong));
  }
  const stranger = await halfWay();
  const right6 = codeAt(nowMs);
  expect(
    await refusalOf(finishWithCode(db(), settings, stranger.from, stranger.token, right6)),
  ).toEqual(['sign-in-wait']);
  const known = await halfWay({ browser });
  await finishWithCode(db(), settings, known.from, known.token, right6);
});

test('a recovery code opens once, however it is copied, and the rest are counted', async () => {
  const { added, signedIn } = await withTotp();
  const [first = '', second = ''] = added.recoveryCodes;
  expect(first).toMatch(/^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/);
  const one = await halfWay();
  const copied = ` ${first.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O')} `;
  await finishWithCode(db(), settings, one.from, one.token, copied);
  const again = await halfWay();
  expect(await refusalOf(finishWithCode(db(), settings, again.from, again.token, first))).toEqual([
    'code-wrong',
  ]);
  expect((await listFactors(db(), signedIn.actor)).recoveryCodes).toBe(9);
  const fresh = await renewRecoveryCodes(db(), await signedInBy(db(), added.session));
  expect(fresh).toHaveLength(10);
  expect(await refusalOf(finishWithCode(db(), settings, again.from, again.token, second))).toEqual([
    'code-wrong',
  ]);
});

test('one recovery code in two browsers at once opens one', async () => {
  const { added } = await withTotp();
  const [code = ''] = added.recoveryCodes;
  const steps = [await halfWay(), await halfWay(), await halfWay()];
  const results = await Promise.all(
    steps.map(({ from, token }) => refusalOf(finishWithCode(db(), settings, from, token, code))),
  );
  expect(results.filter((codes) => codes === undefined)).toHaveLength(1);
});

test('a new app takes over only when it has shown a code', async () => {
  const { added, codeAt } = await withTotp();
  const signedIn = await signedInBy(db(), added.session);
  const { secret } = await beginTotp(db(), settings, signedIn);
  const { from, token } = await halfWay();
  await finishWithCode(db(), settings, from, token, codeAt(nowMs));
  nowMs += stepMs;
  const fresh = new TOTP({ secret: Secret.fromBase32(secret) });
  await confirmTotp(db(), settings, signedIn, fresh.generate({ timestamp: nowMs }));
  nowMs += stepMs;
  const old = await halfWay();
  expect(
    await refusalOf(finishWithCode(db(), settings, old.from, old.token, codeAt(nowMs))),
  ).toEqual(['code-wrong']);
  const code = fresh.generate({ timestamp: nowMs });
  await finishWithCode(db(), settings, old.from, old.token, code);
});

test('secret and codes stand nowhere in the database', async () => {
  const { secret, added } = await withTotp();
  const { rows } = await sql<{ dump: string }>`
    select (select json_agg(totp)::text from totp)
      || (select json_agg(recovery_code)::text from recovery_code) as dump
  `.execute(db());
  expect(rows[0]?.dump).not.toContain(secret);
  for (const code of added.recoveryCodes) expect(rows[0]?.dump).not.toContain(code);
});

test('what was sealed for one account does not open for another', async () => {
  const { codeAt } = await withTotp();
  const sealed = await db().selectFrom('totp').select('secret').executeTakeFirstOrThrow();
  expect(sealed.secret).toContain('sealed:');
  await db()
    .updateTable('totp')
    .set({ secret: settings.sealer.seal('AAAA', 'totp:77') })
    .execute();
  const { from, token } = await halfWay();
  await expect(finishWithCode(db(), settings, from, token, codeAt(nowMs))).rejects.toThrow('seal');
});

function persian(code: string): string {
  return code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x6f0 + Number(digit)));
}
