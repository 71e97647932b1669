import { expect, test } from 'vitest';
import { voucherClasses, vouchersNeeded, vouchStanding, vouchStep } from './vouching-rules.ts';

const today = '2026-03-05';
const step = (facts: Partial<Parameters<typeof vouchStep>[0]>) =>
  vouchStep({
    ...{ state: 'confirmed', verification: 'mailbox', vouchers: 0, fallsOn: null, today },
    ...{ isDoubted: false, ...facts },
  });

test('mailboxes and the held rise by three, and never by two', () => {
  expect(vouchersNeeded).toBe(3);
  expect(step({ vouchers: 3 })).toBe('rises');
  expect(step({ vouchers: 2 })).toBe('stays');
  expect(step({ state: 'held', verification: null, vouchers: 3 })).toBe('rises');
  expect(step({ state: 'held', verification: null, vouchers: 2 })).toBe('stays');
  expect(step({ isDoubted: true, vouchers: 3 })).toBe('stays');
  expect(step({ isDoubted: true, state: 'held', verification: null, vouchers: 3 })).toBe('stays');
});

test.each([
  ['waiting', null],
  ['aside', null],
  ['aside', 'mailbox'],
  ['confirmed', 'domain'],
  ['confirmed', 'organiser'],
  ['confirmed', 'agent'],
] as const)('who is %s, verified by %s, is neither raised nor lowered', (state, verification) => {
  for (const vouchers of [0, 3]) {
    for (const fallsOn of [null, today]) {
      expect(step({ state, verification, vouchers, fallsOn })).toBe('stays');
    }
  }
});

test('too few: a day is set, it falls on that day and not before, another voucher saves it', () => {
  const vouched = { verification: 'vouched', vouchers: 2 } as const;
  expect(step(vouched)).toBe('begins-to-fall');
  expect(step({ ...vouched, fallsOn: '2026-03-06' })).toBe('will-fall');
  expect(step({ ...vouched, fallsOn: '2026-03-12' })).toBe('will-fall');
  expect(step({ ...vouched, fallsOn: today })).toBe('falls');
  expect(step({ ...vouched, fallsOn: '2026-03-01' })).toBe('falls');
  expect(step({ ...vouched, vouchers: 3, fallsOn: '2026-03-01' })).toBe('stays');
  expect(step({ ...vouched, vouchers: 3 })).toBe('stays');
});

test('a day that no clock could have drawn is drawn anew', () => {
  const vouched = { verification: 'vouched', vouchers: 2 } as const;
  expect(step({ ...vouched, fallsOn: '2026-03-13' })).toBe('begins-to-fall');
  expect(step({ ...vouched, today: '2026-12-28', fallsOn: '2027-01-04' })).toBe('will-fall');
  expect(step({ ...vouched, today: '2026-12-28', fallsOn: '2027-01-05' })).toBe('begins-to-fall');
});

test('set aside it neither falls nor rises, and keeps the day on which it will', () => {
  const aside = { state: 'aside', verification: 'vouched' } as const;
  expect(step({ ...aside, vouchers: 2 })).toBe('stays');
  expect(step({ ...aside, vouchers: 2, fallsOn: today })).toBe('will-fall');
  expect(step({ ...aside, vouchers: 3, fallsOn: today })).toBe('stays');
});

test('who was vouched for vouches for nobody, nor does a mailbox alone', () => {
  expect(voucherClasses).toEqual(['domain', 'organiser']);
});

test.each([
  ['open', 'confirmed', 'mailbox', 'named'],
  ['open', 'confirmed', 'vouched', 'organisers'],
  ['open', 'held', null, 'named'],
  ['nameless', 'confirmed', 'mailbox', 'described'],
  ['nameless', 'confirmed', 'mailbox', 'withheld'],
  ['nameless', 'held', null, 'counted'],
  ['needless', 'confirmed', 'domain', 'named'],
  ['needless', 'confirmed', 'organiser', 'counted'],
  ['agent', 'confirmed', 'agent', 'named'],
  ['waiting', 'waiting', null, 'named'],
  ['aside', 'aside', 'mailbox', 'named'],
] as const)('%s: %s, by %s, %s', (standing, state, verification, appearance) => {
  expect(
    vouchStanding({ state, verification, appearance, isByAgent: verification === 'agent' }),
  ).toBe(standing);
});

test('what an agent signed is nobody’s to vouch for, held as well', () => {
  const held = { state: 'held', verification: null, appearance: 'named', isByAgent: true } as const;
  expect(vouchStanding(held)).toBe('agent');
});
