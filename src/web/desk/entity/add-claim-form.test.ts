import { expect, test } from 'vitest';
import { addFormIn, toClaim } from './add-claim-form.ts';

const [own, other] = [crypto.randomUUID(), crypto.randomUUID()];
const typed = {
  ...{ value: 'more than 40', basis: 'inferred', reason: 'added up', certainty: 'likely' },
  ...{ inferredFrom: [own], otherClaims: `${other}\n ${own}`, valid: '9 January 2026' },
  ...{ unit: '', counted: 'people killed', period: 'January 2026', asOf: '' },
};

test('a claim is inferred from those ticked and those named, holds when typed, and says what it counts', () => {
  const claim = toClaim('e', 'deaths', addFormIn('en').parse(typed));
  expect(claim.inferredFrom).toEqual([own, other]);
  expect(claim.valid).toBe('2026-01-09');
  expect(claim.measure).toEqual({ counted: 'people killed', period: '2026-01' });
});

test('what is said by us follows from nothing', () => {
  const editorial = addFormIn('en').parse({ ...typed, basis: 'editorial' });
  expect(toClaim('e', 'deaths', editorial).inferredFrom).toEqual([]);
});

test('an id that is none is refused at its field', () => {
  const { error } = addFormIn('en').safeParse({ ...typed, otherClaims: 'the other one' });
  expect(error?.issues[0]?.path[0]).toBe('otherClaims');
});
