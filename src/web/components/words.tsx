import type { ReactNode } from 'react';
import { direction } from '#platform/languages';
import { useLocale } from '../page-environment.tsx';

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
  const locale = useLocale();
  return (
    <figure className="words-figure" dir="auto">
      <blockquote className="words" lang={lang}>
        {children}
      </blockquote>
      {source !== undefined && (
        <figcaption className="words-source">
          {/* In the page's direction, whatever the title of the source begins with. */}
          <bdi dir={direction(locale)}>{source}</bdi>
        </figcaption>
      )}
    </figure>
  );
}
