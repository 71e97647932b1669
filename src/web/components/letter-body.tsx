import type { ReactNode } from 'react';
import type { Block, LetterText, Run } from '@countersign/letter';
import { formatNumber } from '#platform/languages';
import { useLocale } from '../page-environment.tsx';

/** Where a note is called: after so many code points of a block's words. */
export interface NoteCall {
  readonly block: number;
  readonly end: number;
  readonly number: number;
}

/**
 * The words between a letter's head and its demands, as they are signed.
 *
 * @param calls of notes, in the order of the text; each leads to `#note-<number>`.
 */
export function LetterBody({
  blocks,
  calls = [],
}: {
  readonly blocks: LetterText['blocks'];
  readonly calls?: readonly NoteCall[];
}) {
  return (
    <>
      {blocks.map((block, at) =>
        blockElement(
          block,
          at,
          calls.filter((call) => call.block === at),
        ),
      )}
    </>
  );
}

// Two blocks may have the same words; they never change their places, so the place is their key.
function blockElement(block: Block, at: number, calls: readonly NoteCall[]): ReactNode {
  switch (block.kind) {
    case 'heading':
      return <h2 key={at}>{runElements(block.runs, calls)}</h2>;
    case 'quotation':
      return (
        <blockquote key={at}>
          <p>{runElements(block.runs, calls)}</p>
        </blockquote>
      );
    case 'paragraph':
      return <p key={at}>{runElements(block.runs, calls)}</p>;
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List key={at}>
          {block.items.map((runs, item) => (
            // oxlint-disable-next-line react/no-array-index-key
            <li key={item}>{runElements(runs, within(calls, block.items, item))}</li>
          ))}
        </List>
      );
    }
  }
}

// Items of a list are counted one a line, the line break as well.
function within(
  calls: readonly NoteCall[],
  items: readonly (readonly Run[])[],
  item: number,
): NoteCall[] {
  const before = items.slice(0, item).reduce((sum, runs) => sum + lengthOf(runs) + 1, 0);
  const length = lengthOf(items[item] ?? []);
  return calls
    .map((call) => ({ ...call, end: call.end - before }))
    .filter(({ end }) => end > 0 && end <= length);
}

function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { text }) => sum + Array.from(text).length, 0);
}

function runElements(runs: readonly Run[], calls: readonly NoteCall[]): ReactNode[] {
  let from = 0;
  return runs.flatMap(({ text, marks = [] }, at) => {
    const letters = Array.from(text);
    const own = calls.filter(({ end }) => end > from && end <= from + letters.length);
    let cut = 0;
    const pieces = own.flatMap(({ end, number }, order): ReactNode[] => {
      const words = letters.slice(cut, end - from).join('');
      cut = end - from;
      return [
        <MarkedWords key={`${at} ${number}`} marks={marks}>
          {words}
        </MarkedWords>,
        <sup key={`note ${number}`} className="note-call">
          {/* Two at one place, as a translation has them, would read as one number. */}
          {order > 0 && words === '' && <CallSeparator />}
          <a id={`call-${number}`} href={`#note-${number}`}>
            <CallNumber number={number} />
          </a>
        </sup>,
      ];
    });
    from += letters.length;
    return [
      ...pieces,
      // oxlint-disable-next-line react/no-array-index-key
      <MarkedWords key={at} marks={marks}>
        {letters.slice(cut).join('')}
      </MarkedWords>,
    ];
  });
}

function CallSeparator() {
  return useLocale() === 'fa' ? '، ' : ', ';
}

function CallNumber({ number }: { readonly number: number }) {
  return formatNumber(number, useLocale());
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
