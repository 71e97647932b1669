import type { ReactNode } from 'react';

/**
 * Words that a person said or wrote, in the face kept for them.
 *
 * @param lang of the words, BCP 47; sets the script's direction too.
 * @param source who said it, where: one line.
 */
export function Words({
  lang,
  source,
  children,
}: {
  readonly lang: string;
  readonly source?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <figure className="words-figure" dir="auto">
      <blockquote className="words" lang={lang}>
        {children}
      </blockquote>
      {source !== undefined && (
        <figcaption className="words-source">
          <bdi>{source}</bdi>
        </figcaption>
      )}
    </figure>
  );
}
