import type { ReactNode } from 'react';
import type { ChosenText, LetterNote, NameReading, PartReading, SubjectReading } from '#publish';
import { useT } from '../messages/catalogs.ts';
import { ContestedSection } from './contested-section.tsx';
import { EditionNote, PrintFoot, type EditionFacts } from './edition-note.tsx';
import { FiguresSection } from './figures-section.tsx';
import { LetterPage } from './letter-page.tsx';
import { LastReportedNote } from './last-reported.tsx';
import { NameLink } from './name.tsx';
import { PartList } from './part-list.tsx';
import { PropertyList } from './property-list.tsx';
import { ReportTreeDrawing } from './report-tree.tsx';
import { SourceList } from './source-list.tsx';
import { TimelineDrawing } from './timeline-drawing.tsx';

/** Another page that speaks of the subject. */
export interface Mention {
  readonly uid: string;
  readonly kindLabel: string;
  readonly name: NameReading;
  readonly address: string;
}

type PublicKey = Parameters<ReturnType<typeof useT<'public'>>>[0];

/**
 * A case file as readers see it. Pure: the desk shows the same for a preview, from a reading of the
 * prepared document and without `edition`. Of a letter, its text.
 *
 * @param chosen of a letter, the text that is read, of `texts`.
 * @param notes what a letter rests on.
 * @param after what readers may do, below the text of a letter.
 * @param course of a letter, what happened to it.
 */
export function SubjectPage({
  reading,
  publisher,
  edition,
  mentions = [],
  chosen,
  texts,
  notes,
  after,
  course,
}: {
  readonly reading: SubjectReading;
  readonly publisher: string;
  readonly edition?: EditionFacts | undefined;
  readonly mentions?: readonly Mention[];
  readonly chosen?: ChosenText | undefined;
  readonly texts?: readonly ChosenText[] | undefined;
  readonly notes?: readonly LetterNote[] | undefined;
  readonly after?: ReactNode;
  readonly course?: ReactNode;
}) {
  const { name, lastReported, timeline, figures, contested, facts, letter } = reading;
  if (letter !== undefined) {
    return (
      <LetterPage
        {...{ reading, letter, publisher, chosen, texts, edition, notes, after, course }}
      />
    );
  }
  return (
    <article className="file">
      <FileHead reading={reading} />
      {lastReported !== undefined && <LastReportedNote state={lastReported} />}
      <Contents reading={reading} />
      {timeline !== undefined && <TimelineDrawing timeline={timeline} name={name.text} />}
      {figures.length > 0 && <FiguresSection figures={figures} />}
      <PartSection id="acts" title="subject.acts" parts={reading.acts} />
      <Proceedings parts={reading.milestones} />
      {/* After what was done: a page about somebody killed does not open with what their killers say. */}
      {contested.length > 0 && <ContestedSection properties={contested} />}
      <PartSection id="interventions" title="subject.interventions" parts={reading.interventions} />
      <PartSection id="involvements" title="subject.involvements" parts={reading.involvements} />
      <PartSection id="relations" title="subject.relations" parts={reading.relations} />
      <Facts properties={facts} />
      <Mentions mentions={mentions} name={name.text} />
      <ReportTreeDrawing tree={reading.reports} />
      <SourceList sources={reading.sources} />
      {edition !== undefined && (
        <EditionNote
          edition={edition}
          title={name.text}
          publisher={publisher}
          claims={reading.claimCount}
          sources={reading.sources.length}
        />
      )}
      {edition !== undefined && <PrintFoot edition={edition} />}
    </article>
  );
}

function FileHead({ reading }: { readonly reading: SubjectReading }) {
  const { name, kindLabel, occupations } = reading;
  return (
    <header className="file-head">
      <p className="eyebrow">{kindLabel}</p>
      <h1>
        <bdi lang={name.language}>{name.text}</bdi>
      </h1>
      {name.others.length > 0 && (
        <p className="name-others">
          {name.others.map((other) => (
            <bdi key={other.text} lang={other.language}>
              {other.text}
            </bdi>
          ))}
        </p>
      )}
      {occupations.length > 0 && <p className="lead">{occupations.join(' · ')}</p>}
    </header>
  );
}

function Contents({ reading }: { readonly reading: SubjectReading }) {
  const t = useT('public');
  const sections: readonly (readonly [string, PublicKey, number])[] = [
    ['figures', 'subject.figures', reading.figures.length],
    ['acts', 'subject.acts', reading.acts.length],
    ['milestones', 'subject.milestones', reading.milestones.length],
    ['contested', 'subject.accounts', reading.contested.length],
    ['interventions', 'subject.interventions', reading.interventions.length],
    ['relations', 'subject.relations', reading.relations.length],
    ['facts', 'subject.facts', reading.facts.length],
    ['sources', 'subject.sources', reading.sources.length],
  ];
  const present = sections.filter(([, , count]) => count > 0);
  if (present.length < 4) return null;
  return (
    <nav className="contents" aria-label={t('subject.contents')}>
      <ul>
        {present.map(([id, key]) => (
          <li key={id}>
            <a href={`#${id}`}>{t(key)}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function PartSection({
  id,
  title,
  note,
  parts,
}: {
  readonly id: string;
  readonly title: PublicKey;
  readonly note?: PublicKey;
  readonly parts: readonly PartReading[];
}) {
  const t = useT('public');
  if (parts.length === 0) return null;
  return (
    <section aria-labelledby={id} className="section">
      <h2 id={id}>{t(title)}</h2>
      {note !== undefined && <p className="section-note">{t(note)}</p>}
      <PartList parts={parts} />
    </section>
  );
}

/** Steps by their day; those without one after them, told apart, in the order the law has them. */
function Proceedings({ parts }: { readonly parts: readonly PartReading[] }) {
  const t = useT('public');
  if (parts.length === 0) return null;
  const dated = parts.filter((part) => part.date !== undefined);
  const undated = parts.filter((part) => part.date === undefined);
  return (
    <section aria-labelledby="milestones" className="section">
      <h2 id="milestones">{t('subject.milestones')}</h2>
      <p className="section-note">{t('subject.milestones.note')}</p>
      {dated.length > 0 && <PartList parts={dated} />}
      {undated.length > 0 && (
        <>
          <p className="section-note">{t('subject.milestones.undated', { n: undated.length })}</p>
          <PartList parts={undated} />
        </>
      )}
    </section>
  );
}

function Facts({ properties }: { readonly properties: SubjectReading['facts'] }) {
  const t = useT('public');
  if (properties.length === 0) return null;
  return (
    <section aria-labelledby="facts" className="section">
      <h2 id="facts">{t('subject.facts')}</h2>
      <PropertyList properties={properties} />
    </section>
  );
}

function Mentions({
  mentions,
  name,
}: {
  readonly mentions: readonly Mention[];
  readonly name: string;
}) {
  const t = useT('public');
  if (mentions.length === 0) return null;
  return (
    <section aria-labelledby="also" className="section">
      <h2 id="also">{t('subject.also')}</h2>
      <p className="section-note">{t('subject.also.note', { name })}</p>
      <ul className="mentions plain-list">
        {mentions.map((mention) => (
          <li key={mention.uid}>
            <NameLink name={mention.name} address={mention.address} />{' '}
            <span className="muted small">{mention.kindLabel}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
