import type { JSONContent } from '@tiptap/core';
import type { Block, Mark, Run } from '@countersign/letter';

/** Blocks of a letter as the editor's nodes. Pure. */
export function blocksToNodes(blocks: readonly Block[]): JSONContent[] {
  const nodes = blocks.map((block): JSONContent => {
    switch (block.kind) {
      case 'paragraph':
        return paragraph(block.runs);
      case 'heading':
        return { type: 'heading', attrs: { level: 2 }, content: words(block.runs) };
      case 'quotation':
        return { type: 'blockquote', content: [paragraph(block.runs)] };
      case 'list':
        return {
          type: block.ordered ? 'orderedList' : 'bulletList',
          content: block.items.map((runs) => ({ type: 'listItem', content: [paragraph(runs)] })),
        };
    }
  });
  return nodes.length === 0 ? [paragraph([])] : nodes;
}

/** And back. What the editor holds otherwise than a letter can is told as what comes nearest. */
export function nodesToBlocks({ content = [] }: JSONContent): Block[] {
  return content.flatMap((node): Block[] => {
    switch (node.type ?? '') {
      case 'heading':
        return [{ kind: 'heading', runs: runsIn(node) }];
      case 'blockquote':
        // Each paragraph of a quotation is one of its own.
        return (node.content ?? []).map((inner) => ({ kind: 'quotation', runs: runsIn(inner) }));
      case 'bulletList':
      case 'orderedList': {
        const items = (node.content ?? []).map(runsIn);
        return [{ kind: 'list', ordered: node.type === 'orderedList', items }];
      }
      default:
        return [{ kind: 'paragraph', runs: runsIn(node) }];
    }
  });
}

function paragraph(runs: readonly Run[]): JSONContent {
  return { type: 'paragraph', content: words(runs) };
}

const names: Readonly<Record<Mark, string>> = { emphasis: 'italic', strong: 'bold' };

function words(runs: readonly Run[]): JSONContent[] {
  return runs
    .filter(({ text }) => text !== '')
    .map(({ text, marks = [] }) => ({
      ...{ type: 'text', text },
      ...(marks.length > 0 && { marks: marks.map((mark) => ({ type: names[mark] })) }),
    }));
}

function runsIn(node: JSONContent): Run[] {
  if (node.type === 'text') {
    const marks = (['emphasis', 'strong'] as const).filter((mark) =>
      node.marks?.some(({ type }) => type === names[mark]),
    );
    const text = node.text ?? '';
    return [marks.length === 0 ? { text } : { text, marks }];
  }
  return (node.content ?? []).flatMap(runsIn);
}
