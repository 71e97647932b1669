import { expect, test } from 'vitest';
import { linesByProblem } from './lines-by-problem.ts';

test('each problem is told once, its lines as ranges', () => {
  const known = [2, 3, 4, 7, 9, 10].map((line) => ({ line, code: 'known' as const }));
  const found = linesByProblem([
    ...known.slice(0, 4),
    { line: 8, code: 'mail' },
    ...known.slice(4),
  ]);
  expect(found).toEqual([
    {
      code: 'known',
      ranges: [
        { from: 2, to: 4 },
        { from: 7, to: 7 },
        { from: 9, to: 10 },
      ],
    },
    { code: 'mail', ranges: [{ from: 8, to: 8 }] },
  ]);
});
