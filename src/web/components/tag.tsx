import type { ReactNode } from 'react';

export type Tone = 'plain' | 'accent' | 'done' | 'caution' | 'problem';

/** A state or kind in a word or two. The colour repeats what the word says. */
export function Tag({
  tone = 'plain',
  children,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode;
}) {
  return <span className={tone === 'plain' ? 'tag' : `tag tag-${tone}`}>{children}</span>;
}
