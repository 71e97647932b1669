import { expect, test } from 'vitest';
import { newerVersion } from './newer-version.ts';

/** Versions by what each changed, the first one first; the hash of each is its number. */
const versions = (...changes: (string | undefined)[]) =>
  changes
    .map((change, at) => ({ hash: String(at + 1), change, text: { number: at + 1 } }))
    .toReversed();
const ask = (changes: (string | undefined)[], ...signed: string[]) =>
  newerVersion(versions(...changes), new Set(signed));

test.each([
  ['the only version', [undefined], ['1'], undefined],
  ['a demand was changed', [undefined, 'demand'], ['1'], 2],
  ['a fact was changed', [undefined, 'factual'], ['1'], 2],
  ['a typo was put right', [undefined, 'typo'], ['1'], undefined],
  ['a demand, and a typo after it', [undefined, 'demand', 'typo'], ['1'], 3],
  ['signed both', [undefined, 'demand'], ['1', '2'], undefined],
  ['signed both, and a typo since', [undefined, 'demand', 'typo'], ['1', '2'], undefined],
  ['signed both, and a demand since', [undefined, 'demand', 'demand'], ['1', '2'], 3],
  ['signed the newest alone', [undefined, 'demand'], ['2'], undefined],
  ['signed none of these', [undefined, 'demand'], ['9'], undefined],
] as const)('%s', (_name, changes, signed, asked) => {
  expect(ask([...changes], ...signed)).toBe(asked);
});
