import { expect, test } from 'vitest';
import { variables, variablesTable } from './index.ts';

test('the table has a row for each variable and no cell that breaks it', () => {
  const lines = variablesTable().trimEnd().split('\n');
  expect(lines).toHaveLength(variables.length + 2);
  for (const line of lines) expect(line.split('|')).toHaveLength(5);
});
