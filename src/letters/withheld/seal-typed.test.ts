import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { beforeAll, expect, test } from 'vitest';
import { joinShares, openName, openShare, panelDigest } from '@countersign/withheld';
import { isOffered, parseRuleChoice, sealTyped, type LetterPanel } from './seal-typed.ts';

let identities: string[];
let panel: LetterPanel;

beforeAll(async () => {
  identities = await Promise.all([1, 2, 3].map(() => generateX25519Identity()));
  const organisations = await Promise.all(
    identities.map(async (one, at) => ({
      ...{ name: `Organisation ${at}`, recipient: await identityToRecipient(one) },
    })),
  );
  const bare = { letter: '6f0d6c0a-6a51-4b0a-8a3a-1e6a0f5b9d57', need: 2, organisations };
  panel = { ...bare, until: '2026-12-31', digest: panelDigest(bare), guilds: ['Guild'] };
});

const typed = {
  name: '  Zohreh   Hidden\u200B ',
  credit: 'Editor',
  affiliation: '',
  country: 'IR',
};
const choice = parseRuleChoice({ least: '25', verification: 'domain', notBefore: '2026-05-01' });
const today = '2026-03-15';

test('what is sealed is what the organisations open, cleaned as everything that is shown', async () => {
  const outcome = await sealTyped(typed, choice, panel, today);
  if (!outcome.ok) expect.unreachable();
  const { sealed } = outcome;
  expect(sealed.rule).toEqual({
    ...{ panel: panel.digest, until: '2026-12-31', notBefore: '2026-05-01' },
    names: { least: 25, verification: 'domain' },
  });
  const shares = await Promise.all(
    [0, 2].map((at) => {
      const decrypter = new Decrypter();
      decrypter.addIdentity(identities[at] ?? '');
      return openShare(sealed, at, decrypter);
    }),
  );
  expect(openName(sealed, await joinShares(sealed, shares))).toEqual({
    ...typed,
    name: 'Zohreh Hidden',
  });
});

test('all that would be refused is told, and nothing is sealed', async () => {
  const wrong = {
    ...typed,
    name: ' \u200B ',
    credit: 'see https://x.example',
    affiliation: '\uD800x',
  };
  expect(await sealTyped(wrong, undefined, panel, today)).toEqual({
    ok: false,
    problems: [
      { code: 'sign-line-refused', field: 'credit' },
      { code: 'sign-line-refused', field: 'affiliation' },
      { code: 'sign-name', field: 'name' },
      { code: 'withheld-rule', field: 'least' },
    ],
  });
  const long = { ...typed, name: 'x'.repeat(121) };
  expect(await sealTyped(long, choice, panel, today)).toMatchObject({
    problems: [{ code: 'sign-too-long', field: 'name', params: { most: 120 } }],
  });
});

test('a panel with another organisation than its digest says seals nothing', async () => {
  const [first, ...rest] = panel.organisations;
  const organisations = [{ name: 'Somebody else', recipient: first?.recipient ?? '' }, ...rest];
  await expect(sealTyped(typed, choice, { ...panel, organisations }, today)).rejects.toThrow(
    'another panel',
  );
});

test.each([
  ['2026-04-01', true],
  ['2026-03-01', false],
  ['2027-01-01', false],
])('on 15 March, until the end of the year, %s is offered: %s', (notBefore, expected) => {
  const day = { least: undefined, verification: 'any', notBefore } as const;
  expect(isOffered(day, today, { until: '2026-12-31', guilds: [] })).toBe(expected);
});

test('who waits for a guild is sealed as of it, and its rule names it as the panel does', async () => {
  const own = parseRuleChoice({ least: '10', verification: '', notBefore: '', guild: 'Guild' });
  const outcome = await sealTyped({ ...typed, affiliation: 'Elsewhere' }, own, panel, today);
  if (!outcome.ok) expect.unreachable();
  const { sealed } = outcome;
  expect(sealed.rule.names).toEqual({ least: 10, verification: 'any', affiliation: 'Guild' });
  const shares = await Promise.all(
    [0, 1].map((at) => {
      const decrypter = new Decrypter();
      decrypter.addIdentity(identities[at] ?? '');
      return openShare(sealed, at, decrypter);
    }),
  );
  expect(openName(sealed, await joinShares(sealed, shares))).toMatchObject({
    affiliation: 'Guild',
  });
});

test('a guild that is not offered is refused, and so is one without a number', async () => {
  const other = parseRuleChoice({ least: '10', verification: '', notBefore: '', guild: 'guild' });
  expect(await sealTyped(typed, other, panel, today)).toMatchObject({
    problems: [{ code: 'withheld-rule' }],
  });
  const day = { least: '', verification: '', notBefore: '2026-05-01', guild: 'Guild' };
  expect(parseRuleChoice(day)).toBeUndefined();
});
