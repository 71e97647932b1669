import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

// French counts 0 as `one` (CLDR), so a word for one person there would tell of somebody who is not.
test('French counts of signatures say one person only of exactly one', async () => {
  const text = await readFile(new URL('fr/sign.json', import.meta.url), 'utf8');
  const counts = text.split('\n').filter((line) => /"count[.\w]*":/u.test(line));
  expect(counts.length).toBeGreaterThan(10);
  expect(
    counts.filter((line) => /\bone \{[^#{}]*\}/u.test(line.replaceAll('{version, number}', ''))),
  ).toEqual([]);
});
