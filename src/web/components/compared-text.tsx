import type { ComparedLine } from '@countersign/letter';
import { MarkedWords } from './letter-body.tsx';

/**
 * Two texts laid over each other: what went and what came, with the lines beside it. Lines that nothing
 * changed near are left out.
 *
 * @param lang of both texts, BCP 47.
 */
export function ComparedText({
  lines,
  lang,
  dir,
}: {
  readonly lines: readonly ComparedLine[];
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl' | 'auto';
}) {
  return (
    <div className="compared" lang={lang} dir={dir}>
      {lines.map((line, at) =>
        isNearChange(lines, at) ? (
          // oxlint-disable-next-line react/no-array-index-key
          <p key={at} className={`compared-line compared-${line.change}`}>
            {line.words.map((words, position) => {
              const Tag = tags[words.change];
              return (
                // oxlint-disable-next-line react/no-array-index-key
                <Tag key={position}>
                  <MarkedWords marks={words.marks}>{words.text}</MarkedWords>
                </Tag>
              );
            })}
          </p>
        ) : (
          isNearChange(lines, at - 1) && (
            // oxlint-disable-next-line react/no-array-index-key
            <p key={at} className="compared-line compared-left-out" aria-hidden="true">
              …
            </p>
          )
        ),
      )}
    </div>
  );
}

const tags = { same: 'span', added: 'ins', removed: 'del' } as const;

function isNearChange(lines: readonly ComparedLine[], at: number): boolean {
  return lines
    .slice(Math.max(0, at - 1), Math.max(0, at + 2))
    .some(({ change }) => change !== 'same');
}
