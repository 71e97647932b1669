import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  classJson,
  classKey,
  readClass,
  readRule,
  resolveWithheld,
  ruleJson,
  verifications,
  type Verification,
  type WithheldGroup,
} from './index.ts';

const panel = Buffer.alloc(32, 3).toString('base64');
const rule = {
  ...{ panel, notBefore: '2026-03-01', until: '2026-12-31' },
  names: { least: 100, verification: 'any' },
} as const;
const own = {
  letter: '6f0d6c0a-6a51-4b0a-8a3a-1e6a0f5b9d57',
  text: Buffer.alloc(32, 7).toString('base64'),
  affirms: 'first',
  appearance: 'withheld',
  verification: 'mailbox',
  rule,
} as const;

const ofGuild = { ...rule, names: { ...rule.names, affiliation: 'Guild of Editors' } } as const;

test('a class of a withheld name is read back with its rule, and has one spelling', () => {
  expect(readClass(classJson(own))).toEqual(own);
  const [a, b] = [readClass(classJson(own)), readClass(JSON.parse(classKey(own)) as never)];
  expect(a && classKey(a)).toBe(b && classKey(b));
  expect(readClass(classJson({ ...own, rule: ofGuild }))).toEqual({ ...own, rule: ofGuild });
});

test.each<[string, object]>([
  ['no rule', { rule: undefined }],
  ['a rule of somebody who is named', { appearance: 'named' }],
  ['another member', { more: 1 }],
])('no class of a withheld name: %s', (_, change) => {
  expect(readClass(JSON.parse(JSON.stringify({ ...own, ...change })) as never)).toBeUndefined();
});

test.each<[string, object]>([
  ['no panel', { panel: undefined }],
  ['a panel that is no hash', { panel: 'AAAA' }],
  ['nothing to wait for', { names: undefined, notBefore: undefined }],
  ['no end', { until: undefined }],
  ['a day that is none', { until: '2026-02-30' }],
  ['a day after the end', { notBefore: '2027-01-01' }],
  ['no number', { names: { least: '100', verification: 'any' } }],
  ['nobody', { names: { least: 0, verification: 'any' } }],
  ...[
    '',
    ' Guild',
    'Guild ',
    'The  Guild',
    'Guild\n',
    'Guild\u0000',
    'Guild\u202E',
    ...[
      'Guild\u200B',
      'Gu\u00ADild',
      'Gu\u200Eild',
      '\uFEFFGuild',
      'Gu\u2060ild',
      'Gu\u{E0041}ild',
    ],
    'e\u0301',
    '\uD800',
    'x'.repeat(121),
    7,
    null,
  ].map((affiliation): [string, object] => [
    `of a guild spelled ${JSON.stringify(affiliation)}`,
    { names: { least: 10, verification: 'any', affiliation } },
  ]),
  ['an unknown verification', { names: { least: 10, verification: 'blood' } }],
  ['another member', { names: { least: 10, verification: 'any', who: 'Nasrin' } }],
  ['another member of the rule', { who: 'Nasrin' }],
])('no rule: %s', (_, change) => {
  expect(readRule(ruleJson(rule))).toEqual(rule);
  expect(readRule(JSON.parse(JSON.stringify({ ...rule, ...change })) as never)).toBeUndefined();
});

const today = '2026-06-01';
const groups = fc.array(
  fc.record({
    verification: fc.constantFrom(...verifications),
    count: fc.integer({ min: 1, max: 4 }),
    rule: fc.record(
      {
        panel: fc.constant(panel),
        until: fc.constant('2026-12-31'),
        names: fc.record(
          {
            least: fc.integer({ min: 1, max: 12 }),
            verification: fc.constantFrom('any' as const, ...verifications),
            affiliation: fc.constantFrom('Guild', 'House'),
          },
          { requiredKeys: ['least', 'verification'] },
        ),
        notBefore: fc.constantFrom('2026-05-31', today, '2026-06-02'),
      },
      { requiredKeys: ['panel', 'until'] },
    ),
  }),
  { maxLength: 8 },
);
const named = fc.record(
  Object.fromEntries(verifications.map((one) => [one, fc.nat({ max: 5 })])),
) as fc.Arbitrary<Record<Verification, number>>;

type Shown = Record<Verification, number>;

function isConsistent(
  set: readonly WithheldGroup[],
  shown: Shown,
  guilds: ReadonlyMap<string, Shown>,
): boolean {
  const count = (of: Verification | 'any', guild: string | undefined) =>
    verifications
      .filter((one) => of === 'any' || one === of)
      .reduce(
        (sum, one) =>
          sum +
          (guild === undefined ? shown[one] : (guilds.get(guild)?.[one] ?? 0)) +
          set
            .filter((group) => group.verification === one)
            .filter(({ rule: by }) => guild === undefined || by.names?.affiliation === guild)
            .reduce((all, { count: n }) => all + n, 0),
        0,
      );
  return set.every(
    ({ rule: { names, notBefore } }) =>
      (notBefore === undefined || notBefore <= today) &&
      (names === undefined || count(names.verification, names.affiliation) >= names.least),
  );
}

test('what opens is the largest of all sets that are consistent', () => {
  fc.assert(
    fc.property(groups, named, named, (all, shown, ofHouse) => {
      const guilds = new Map([['House', ofHouse]]);
      const found = resolveWithheld(all, shown, today, guilds);
      expect(isConsistent(found, shown, guilds)).toBe(true);
      for (let mask = 0; mask < 1 << all.length; mask += 1) {
        const set = all.filter((_, at) => ((mask >> at) & 1) === 1);
        // Every consistent set lies within it: there is no larger one, and no other of its size.
        if (isConsistent(set, shown, guilds))
          expect(set.every((one) => found.includes(one))).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('ten who each wait for ten open together, and nine do not', () => {
  const ten = { ...rule, notBefore: today, names: { least: 10, verification: 'any' } } as const;
  const group = { rule: ten, verification: 'mailbox' } as const;
  expect(resolveWithheld([{ ...group, count: 10 }], {}, today)).toHaveLength(1);
  expect(resolveWithheld([{ ...group, count: 9 }], {}, today)).toHaveLength(0);
  expect(resolveWithheld([{ ...group, count: 9 }], { domain: 1 }, today)).toHaveLength(1);
});

test('who waits for a guild counts those shown of it, and those who wait for it as they do', () => {
  const waits = { ...ofGuild, notBefore: today, names: { ...ofGuild.names, least: 10 } } as const;
  const group = { rule: waits, verification: 'mailbox', count: 6 } as const;
  const other = { ...group, rule: { ...waits, names: { ...waits.names, affiliation: 'Other' } } };
  const all = { ...group, rule: { ...waits, names: { least: 10, verification: 'any' } } } as const;
  const shown = (count: number) => new Map([['Guild of Editors', { domain: count }]]);
  const open = (more: readonly WithheldGroup[], count: number) =>
    resolveWithheld([group, ...more], { mailbox: 50 }, today, shown(count)).includes(group);
  expect(open([], 4)).toBe(true);
  expect(open([], 3)).toBe(false);
  // Neither the many of the list nor other guilds, and of who names none nobody knows.
  expect(open([other, all], 3)).toBe(false);
  expect(
    open([{ ...group, rule: { ...waits, names: { ...waits.names, least: 5 } }, count: 4 }], 0),
  ).toBe(true);
});
