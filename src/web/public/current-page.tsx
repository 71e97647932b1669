import { useT } from '../messages/catalogs.ts';
import { CourseSection } from './letters/course-section.tsx';
import { LetterSharing } from './letters/letter-sharing.tsx';
import { SigningSummary } from './letters/signing-summary.tsx';
import { PageHead } from './page-head.tsx';
import type { readCurrent } from './read-current.ts';
import { SourcePage } from './source-page.tsx';
import { SubjectPage } from './subject-page.tsx';

/** The page of a subject as readers see it now. @param path without the language. */
export function CurrentPage({
  current,
  path,
}: {
  readonly current: NonNullable<Awaited<ReturnType<typeof readCurrent>>>;
  readonly path: string;
}) {
  const t = useT('public');
  const { reading, site, edition, kindLabel, signing, course, sharing } = current;
  const { chosen, texts } = current;
  const read = chosen?.translation ?? chosen?.version;
  const [source, ...through] = reading.sources.toSorted(
    (a, b) => Number(b.uid === reading.uid) - Number(a.uid === reading.uid),
  );
  return (
    <>
      <PageHead
        title={read?.text.title ?? reading.name.text}
        siteName={site.name}
        description={[
          kindLabel,
          ...reading.occupations,
          t('edition.number', { number: edition.number }),
          edition.published,
        ].join(' · ')}
        publicUrl={site.publicUrl}
        path={path}
        type={reading.kind === 'person' ? 'profile' : 'article'}
        shared={sharing}
      />
      {current.state === 'source' && source !== undefined ? (
        <SourcePage
          source={source}
          through={through}
          kindLabel={kindLabel}
          publisher={site.name}
          edition={edition}
          quoting={current.quoting}
        />
      ) : (
        <SubjectPage
          reading={reading}
          publisher={site.name}
          edition={edition}
          mentions={current.mentions}
          chosen={chosen}
          texts={texts}
          notes={current.notes}
          after={
            signing !== undefined && (
              <SigningSummary
                signing={signing}
                uid={reading.uid}
                publicUrl={site.publicUrl}
                links
                // Under a text of an earlier version nobody signs.
                language={
                  read?.text.number === reading.letter?.versions[0].text.number
                    ? read?.text.language
                    : undefined
                }
              />
            )
          }
          course={
            course && (
              <>
                <CourseSection {...course} />
                {sharing && <LetterSharing uid={reading.uid} code={sharing.code} />}
              </>
            )
          }
        />
      )}
    </>
  );
}
