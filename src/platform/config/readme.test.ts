import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { variablesTable } from './index.ts';

test('the README tells every variable as the program reads it', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(variablesTable().trim());
});
