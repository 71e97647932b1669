import { expect, test } from 'vitest';
import { linesOf } from './texts-of-letters.ts';

test.each([
  ['a', ['a']],
  [{ title: 'T', demands: ['d', 'e'], none: null, n: 1 }, ['T', 'd', 'e']],
  [{ kind: 'paragraph', runs: [{ text: 'Mi' }, { text: 'na', marks: ['strong'] }] }, ['Mina']],
  [
    { blocks: ['We ask for Mi*na* Ka**ri**mi.', '> O\n> her'] },
    ['We ask for Mina Karimi.', 'O her'],
  ],
  [{ items: [[{ text: 'one' }], [{ text: 'two' }]] }, ['one', 'two']],
  [
    [null, ['x', { text: { title: 'y' } }]],
    ['x', 'y'],
  ],
])('%j says %j', (value, lines) => {
  expect(linesOf(value)).toEqual(lines);
});
