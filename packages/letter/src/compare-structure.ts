import type { Block, LetterText } from './letter-text.ts';

/** Lists of a text that a translation has as many of. */
export type StructurePlace = 'addressees' | 'blocks' | 'demands' | 'initiators';

/** How a translation is built otherwise than what it translates. */
export type StructureDifference =
  | {
      readonly kind: 'count';
      readonly place: StructurePlace;
      readonly source: number;
      readonly translation: number;
    }
  /** A block at this place, from 0, is of another kind, or a list of another length. */
  | { readonly kind: 'block'; readonly block: number };

/** What of a text is compared: a draft's words have it before they are in normal form. */
type Structured = Pick<LetterText, StructurePlace>;

/**
 * Where a translation has more or fewer blocks, items, demands, addressees than the text, or others.
 * Empty when both are built alike, whatever the words. Pure.
 */
export function compareStructure(
  source: Structured,
  translation: Structured,
): StructureDifference[] {
  const places = ['addressees', 'blocks', 'demands', 'initiators'] as const;
  const counts = places.flatMap((place): StructureDifference[] => {
    const [one, other] = [source[place].length, translation[place].length];
    return one === other ? [] : [{ kind: 'count', place, source: one, translation: other }];
  });
  // Where a block is missing, every one after it stands against another: one difference says it all.
  if (source.blocks.length !== translation.blocks.length) return counts;
  const blocks = source.blocks.flatMap((block, at): StructureDifference[] =>
    isSameShape(block, translation.blocks.slice(at, at + 1)) ? [] : [{ kind: 'block', block: at }],
  );
  return [...counts, ...blocks];
}

/** Whether what was written for a block is one block of its kind, a list of as many items. */
export function isSameShape(source: Block, written: readonly Block[]): boolean {
  const [block] = written;
  return written.length === 1 && block !== undefined && shapeOf(source) === shapeOf(block);
}

function shapeOf(block: Block): string {
  return block.kind === 'list' ? `list ${block.ordered} ${block.items.length}` : block.kind;
}
