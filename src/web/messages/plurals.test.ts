import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('fr/', import.meta.url);

// French counts 0 as `one` (CLDR), so a word for one there would tell of somebody or something that is not.
test.each(readdirSync(folder))('French says one only of exactly one: %s', (name) => {
  const lines = readFileSync(new URL(name, folder), 'utf8').split('\n');
  expect(lines.filter((line) => /\bone \{(?:[^{}#]|\{[a-zA-Z]+\})*\}/u.test(line))).toEqual([]);
});
