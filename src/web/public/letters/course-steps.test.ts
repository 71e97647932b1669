import { expect, test } from 'vitest';
import { parseEdtf, type Edtf } from '#platform/calendar';
import type { CourseFacts } from '#letters';
import type { DeliveryReading } from '#publish';
import { courseSteps, withAddresseesOf } from './course-steps.ts';

function day(text: string): Edtf {
  const parsed = parseEdtf(text);
  return parsed.ok ? parsed.edtf : expect.unreachable();
}

const at = (time: string) => new Date(`2026-03-0${time}:00Z`);
const facts: CourseFacts = {
  versions: [
    { number: 1, at: at('1T10:00') },
    { number: 2, at: at('2T15:00') },
  ],
  ...{ opensAt: null, closesAt: null, openedAt: at('1T10:00'), closedAt: at('2T18:00') },
  milestones: [{ reached: 100, at: at('2T16:00') }],
  changes: [{ state: 'gone', at: at('2T09:00') }],
};
const delivery: DeliveryReading = {
  ...{ uid: 'one', addressee: 'The ministers', on: day('2026-03-01'), how: 'mail', by: 'Two' },
  ...{ signed: 100, changed: '', answered: { on: day('2026-03-02'), answer: 'Yes.' } },
};

test('what was done within one day stands by its moment, and what has a day alone at its end', () => {
  const told = courseSteps(facts, [delivery]).map(({ kind, day: on }) => `${on} ${kind}`);
  expect(told).toEqual([
    '2026-03-01 published',
    '2026-03-01 opened',
    '2026-03-01 delivered',
    '2026-03-02 gone',
    '2026-03-02 version',
    '2026-03-02 reached',
    '2026-03-02 closed',
    '2026-03-02 answered',
  ]);
});

test('who is addressed in the text is named as the translation names them', () => {
  const text = (...addressees: string[]) => ({ text: { addressees } });
  const version = text('The directors', 'The ministers');
  const translation = text('مدیران', 'وزیران');
  const named = (of: Parameters<typeof withAddresseesOf>[0], addressee = 'The ministers') =>
    withAddresseesOf(of, [{ ...delivery, addressee }]).map((one) => one.addressee);
  expect(named({ version, translation })).toEqual(['وزیران']);
  expect(named({ version, translation }, 'Somebody else')).toEqual(['Somebody else']);
  expect(named({ version, translation: text('مدیران') })).toEqual(['The ministers']);
  expect(named({ version })).toEqual(['The ministers']);
});
