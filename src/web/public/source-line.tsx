import type { SourceReading } from '#publish';
import { formatList, type Locale } from '#platform/languages';
import { useT } from '../messages/catalogs.ts';
import { useLocale } from '../page-environment.tsx';

const separators: Readonly<Record<Locale, string>> = { en: ', ', fr: ', ', fa: '، ' };

/** A source in the fewest words that tell it from others: who published it, and when. */
export function ShortSource({ source }: { readonly source: SourceReading }) {
  const locale = useLocale();
  const { publisher, title, published } = source;
  return (
    <>
      <bdi>{publisher ?? shorten(title)}</bdi>
      {published !== undefined && (
        <>
          {separators[locale]}
          <bdi>{published}</bdi>
        </>
      )}
    </>
  );
}

const longestTitle = 44;

/** A title cut between words: in the margin the whole of it would stand taller than the value. */
function shorten(title: string): string {
  if (title.length <= longestTitle) return title;
  return `${title.slice(0, longestTitle).replace(/[\s,:;]+\S*$/u, '')}…`;
}

/** A source in full, on one line: title, authors, publisher, day, what is preserved of it. */
export function SourceLine({ source }: { readonly source: SourceReading }) {
  const t = useT('public');
  const locale = useLocale();
  const comma = separators[locale];
  const [copy] = source.copies;
  return (
    <p className="source-line">
      <cite>
        <a href={source.address} lang={source.language} dir="auto">
          {source.title}
        </a>
      </cite>
      {source.authors.length > 0 && (
        <>
          {comma}
          <bdi>{formatList(source.authors, locale)}</bdi>
        </>
      )}
      {source.publisher !== undefined && (
        <>
          {comma}
          <bdi>{source.publisher}</bdi>
        </>
      )}
      {source.published !== undefined && `${comma}${source.published}`}
      {'. '}
      <span className="muted">
        {source.seen
          ? copy === undefined
            ? t('source.seenOnly')
            : t('source.copy')
          : t('source.unseen')}
        {copy !== undefined && (
          <>
            {' '}
            <bdi className="code" title={copy.sha256}>
              {copy.sha256.slice(0, 12)}
            </bdi>{' '}
            ({gradeIn(t, copy.grade)})
          </>
        )}
      </span>
    </p>
  );
}

/** What a grade means, in words. */
export function gradeIn(t: ReturnType<typeof useT<'public'>>, grade: string): string {
  const key = `grade.${grade}`;
  return t.has(key) ? t(key) : grade;
}
