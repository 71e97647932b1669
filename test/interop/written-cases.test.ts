import { describe, expect, test } from 'vitest';
import { node } from '@countersign/proof/node';
import { noble } from '@countersign/proof/noble';
import { writtenCases } from './cases/written-cases.ts';
import { judge } from './judge.ts';

// What needs no second implementation: that ours comes to what the case says, on both providers.
describe.each([
  ['node', node],
  ['noble', noble],
])('%s', (_, provider) => {
  test.each(writtenCases())('$name', ({ kind, inputs, expect: expected, differs }) => {
    const { accepted } = judge(kind, inputs, provider);
    expect(accepted).toBe(
      differs === undefined ? expected === 'accepted' : differs.accepts === 'typescript',
    );
  });
});
