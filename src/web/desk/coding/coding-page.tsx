import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useFreshReading } from '../use-fresh-reading.ts';
import type { Answer } from './answer-form.ts';
import { CodingProvider } from './coding-context.tsx';
import { Copies } from './copies.tsx';
import { LayerTabs } from './layer-tabs.tsx';
import { Notes } from './notes.tsx';
import { SourceHead } from './source-head.tsx';
import { useCodingOf, type PageData } from './use-coding-of.ts';
import { Workbench } from './workbench.tsx';

/** Text on one side, what is made of it on the other. */
export function CodingPage({
  page,
  answer,
}: {
  readonly page: PageData;
  readonly answer: Answer | undefined;
}) {
  const coding = useCodingOf(page);
  const { source, layers, shownCopies } = page;
  useFreshReading(
    source.copies.some(({ reading }) => reading === 'waiting' || reading === 'reading'),
  );
  return (
    <CodingProvider value={coding}>
      <title>{source.title}</title>
      <SourceHead source={source} />
      <LayerTabs
        source={source.uid}
        layers={layers}
        copies={shownCopies}
        current={page.copy?.uid ?? page.layer?.uid}
      />
      {page.layer === undefined && page.copy === undefined ? (
        <NoText page={page} />
      ) : (
        <Workbench
          answer={answer}
          firstPassage={page.passage}
          again={coding.facts.claims.find(({ uid }) => uid === page.again)}
        />
      )}
      <div className="coding-below">
        <Copies copies={source.copies} />
        <section className="stack-tight">
          {source.notes !== '' && <p className="note-body">{source.notes}</p>}
          <Notes subject="source" uid={source.uid} notes={coding.facts.notes} />
        </section>
      </div>
    </CodingProvider>
  );
}

function NoText({ page }: { readonly page: PageData }) {
  const t = useT('coding');
  const isReading = page.source.copies.some(
    ({ reading }) => reading === 'waiting' || reading === 'reading',
  );
  return (
    <Notice live>
      <p>{isReading ? t('text.reading') : page.source.seen ? t('text.none') : t('text.notSeen')}</p>
    </Notice>
  );
}
