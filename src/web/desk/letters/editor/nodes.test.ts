import { expect, test } from 'vitest';
import { readPlainForm } from '@countersign/letter';
import { blocksToNodes, nodesToBlocks } from './nodes.ts';

test('every block of a letter goes through the editor unchanged', () => {
  const blocks = readPlainForm(
    '# Heading\n\nWe *ask* **you** ***all***.\n\n> Their words\n\n- one\n- **two**\n\n۱. یک\n۲. دو',
  );
  expect(blocks.map(({ kind }) => kind)).toEqual([
    ...['heading', 'paragraph', 'quotation', 'list', 'list'],
  ]);
  expect(nodesToBlocks({ type: 'doc', content: blocksToNodes(blocks) })).toEqual(blocks);
});

test('what a letter cannot hold becomes what comes nearest', () => {
  const text = (words: string) => ({ type: 'paragraph', content: [{ type: 'text', text: words }] });
  const doc = {
    type: 'doc',
    content: [
      { type: 'blockquote', content: [text('one'), text('two')] },
      { type: 'unknown', content: [text('three')] },
    ],
  };
  expect(nodesToBlocks(doc)).toEqual([
    { kind: 'quotation', runs: [{ text: 'one' }] },
    { kind: 'quotation', runs: [{ text: 'two' }] },
    { kind: 'paragraph', runs: [{ text: 'three' }] },
  ]);
  expect(blocksToNodes([])).toEqual([{ type: 'paragraph', content: [] }]);
});
