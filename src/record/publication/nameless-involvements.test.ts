import { expect, test } from 'vitest';
import { namelessInvolvements } from './nameless-involvements.ts';

const members = [
  { id: '1', kind: 'involvement' },
  { id: '2', kind: 'act' },
] as const;
const claims = (...properties: string[]) =>
  properties.map((property) => ({ entityId: '1', property }));

test.each([
  [[], ['1']],
  [['act', 'involvementDegree'], ['1']],
  [['act', 'perpetrator'], []],
  [['act', 'perpetratorType'], []],
])('an involvement of which %j is told: nameless are %j', (properties, nameless) => {
  expect([...namelessInvolvements(members, claims(...properties))]).toEqual(nameless);
});

test('a perpetrator of another involvement names nobody in this one', () => {
  const other = [{ entityId: '3', property: 'perpetrator' }];
  expect([...namelessInvolvements(members, other)]).toEqual(['1']);
});
