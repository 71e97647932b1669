import type { ReactNode } from 'react';
import type { Block, LetterText, Run } from '@countersign/letter';

/** The words between a letter's head and its demands, as they are signed. */
export function LetterBody({ blocks }: { readonly blocks: LetterText['blocks'] }) {
  return <>{blocks.map((block, at) => blockElement(block, at))}</>;
}

// Two blocks may have the same words; they never change their places, so the place is their key.
function blockElement(block: Block, at: number): ReactNode {
  switch (block.kind) {
    case 'heading':
      return <h2 key={at}>{runElements(block.runs)}</h2>;
    case 'quotation':
      return (
        <blockquote key={at}>
          <p>{runElements(block.runs)}</p>
        </blockquote>
      );
    case 'paragraph':
      return <p key={at}>{runElements(block.runs)}</p>;
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List key={at}>
          {block.items.map((runs, item) => (
            // oxlint-disable-next-line react/no-array-index-key
            <li key={item}>{runElements(runs)}</li>
          ))}
        </List>
      );
    }
  }
}

function runElements(runs: readonly Run[]): ReactNode[] {
  return runs.map(({ text, marks = [] }, at) => (
    // oxlint-disable-next-line react/no-array-index-key
    <MarkedWords key={at} marks={marks}>
      {text}
    </MarkedWords>
  ));
}

/** Words with the setting that a letter can have. */
export function MarkedWords({
  marks,
  children,
}: {
  readonly marks: NonNullable<Run['marks']>;
  readonly children: string;
}) {
  const inner = marks.includes('emphasis') ? <em>{children}</em> : children;
  return marks.includes('strong') ? <strong>{inner}</strong> : <>{inner}</>;
}
