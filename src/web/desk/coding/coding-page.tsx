import { useEffect, useRef, useState } from 'react';
import { codePointOffset } from '#platform/languages';
import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useFreshReading } from '../use-fresh-reading.ts';
import { useHydrated } from '../use-hydrated.ts';
import type { Answer } from './answer-form.ts';
import { ClaimsPane } from './claims-pane.tsx';
import { CodingProvider, useCoding, type Coding } from './coding-context.tsx';
import type { ClaimCard } from './coding-facts.ts';
import { Copies } from './copies.tsx';
import { draftOf, type ClaimDraft } from './draft.ts';
import { keptDraft } from './draft-store.ts';
import { LayerTabs } from './layer-tabs.tsx';
import { Notes } from './notes.tsx';
import { PlainClaimForm } from './plain-claim-form.tsx';
import type { PlaceChoice } from './requests.ts';
import type { SelectedWords } from './selected-words.ts';
import type { Stretch } from './sentences.ts';
import { SourceHead } from './source-head.tsx';
import { TextPane } from './text-pane.tsx';
import { useCodingOf, type PageData } from './use-coding-of.ts';
import { useTextKeys, type Opened } from './use-text-keys.ts';
import { WorkPanel } from './work-panel.tsx';

/** Text on one side, what is made of it on the other. */
export function CodingPage({
  page,
  answer,
}: {
  readonly page: PageData;
  readonly answer: Answer | undefined;
}) {
  const coding = useCodingOf(page);
  const { source, layers } = page;
  useFreshReading(
    source.copies.some(({ reading }) => reading === 'waiting' || reading === 'reading'),
  );
  return (
    <CodingProvider value={coding}>
      <title>{source.title}</title>
      <SourceHead source={source} />
      {page.layer === undefined ? (
        <NoText page={page} />
      ) : (
        <>
          <LayerTabs source={source.uid} layers={layers} current={page.layer.uid} />
          <Workbench answer={answer} />
        </>
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

function Workbench({ answer }: { readonly answer: Answer | undefined }) {
  const isHydrated = useHydrated();
  const { layer, account, source, mayWrite } = useCoding();
  const [chosen, setChosen] = useState<{ stretch: Stretch; how: 'mouse' | 'touch' | 'keys' }>();
  const [opened, setOpened] = useState<Opened>();
  const [passages, setPassages] = useState<readonly string[]>([]);
  const [editing, setEditing] = useState<{ claim: ClaimCard; draft: ClaimDraft }>();
  const [restored, setRestored] = useState<ClaimDraft>();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const kept = keptDraft(account, source);
    if (kept === undefined || kept.layer !== layer.uid) return;
    // What was being typed when the connection or the window was lost; known only to the browser.
    // oxlint-disable-next-line react/set-state-in-effect
    setChosen({ stretch: kept.stretch, how: 'touch' });
    setRestored(kept.draft);
    setOpened('claim');
  }, [account, source, layer.uid]);

  const close = () => {
    setOpened(undefined);
    setEditing(undefined);
    setRestored(undefined);
    document.querySelector<HTMLElement>('#text')?.focus({ preventScroll: true });
  };
  const open = (what: Opened) => {
    setEditing(undefined);
    setOpened(what);
  };
  useTextKeys({
    text: layer.text,
    language: layer.language,
    chosen: chosen?.stretch,
    onSelect: (stretch) => setChosen({ stretch, how: 'keys' }),
    onOpen: (what) => {
      if (mayWrite) open(what);
    },
    onClose: close,
  });
  const select = (stretch: Stretch, how: 'mouse' | 'touch' | 'keys'): void => {
    setChosen({ stretch, how });
    if (how === 'mouse' && mayWrite && opened === undefined) open('claim');
  };
  const words = wordsOf(layer, chosen, editing?.claim);
  return (
    <div className="coding">
      <TextPane
        chosen={chosen?.stretch}
        onSelect={select}
        onPassages={(uids) => {
          setPassages(uids);
          panel.current?.scrollIntoView({ block: 'nearest' });
        }}
      />
      <div className="coding-side" ref={panel}>
        {!isHydrated && mayWrite && <PlainClaimForm answer={answer} />}
        {isHydrated && mayWrite && (
          <WorkPanel
            words={words}
            opened={opened}
            first={editing?.draft ?? restored}
            onOpen={open}
            onClose={close}
          />
        )}
        <ClaimsPane
          passages={passages}
          onAll={() => setPassages([])}
          onEdit={(claim) => {
            setRestored(undefined);
            setEditing({ claim, draft: draftOf(claim) });
            setOpened('claim');
            panel.current?.scrollIntoView({ block: 'nearest' });
          }}
        />
      </div>
    </div>
  );
}

// A claim that is changed keeps its words.
function wordsOf(
  layer: Coding['layer'],
  chosen: { readonly stretch: Stretch; readonly how: string } | undefined,
  edited: ClaimCard | undefined,
): SelectedWords | undefined {
  if (edited !== undefined) {
    const place: PlaceChoice | undefined =
      edited.passage === null ? undefined : { passage: edited.passage.uid };
    const text = edited.passage?.quote ?? '';
    return { text, place, stretch: { start: 0, end: 0 }, takesFocus: true };
  }
  if (chosen === undefined) return undefined;
  const { start, end } = chosen.stretch;
  return {
    text: layer.text.slice(start, end),
    stretch: chosen.stretch,
    place: {
      layer: layer.uid,
      start: codePointOffset(layer.text, start),
      end: codePointOffset(layer.text, end),
    },
    takesFocus: chosen.how !== 'touch',
  };
}
