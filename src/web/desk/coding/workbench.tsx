import { useCallback, useEffect, useRef, useState } from 'react';
import { useT } from '../../messages/catalogs.ts';
import { Notice } from '../../components/index.ts';
import { RevealedProvider, type Revealed } from '../media/thumbnail.tsx';
import { useHydrated } from '../use-hydrated.ts';
import type { Answer } from './answer-form.ts';
import { ClaimsPane } from './claims-pane.tsx';
import { useCoding } from './coding-context.tsx';
import type { ClaimCard } from './coding-facts.ts';
import { draftOf } from './draft.ts';
import { lastDraft, type KeptDraft } from './draft-store.ts';
import { MediaPane, type Reveal } from './media-pane.tsx';
import { PlainClaimForm } from './plain-claim-form.tsx';
import { wordsOf, type Chosen } from './selected-words.ts';
import { TextPane } from './text-pane.tsx';
import { forgetSelection } from './text-selection.ts';
import type { Opened } from './use-coding-keys.ts';
import { WorkPanel } from './work-panel.tsx';

/** What is looked at on one side – a text, a picture, a recording – and its claims on the other. */
export function Workbench({
  answer,
  firstPassage,
  again,
}: {
  readonly answer: Answer | undefined;
  /** The passage that the address asks for. */
  readonly firstPassage: string | undefined;
  /** A refused claim that the address asks to code anew. */
  readonly again: ClaimCard | undefined;
}) {
  const t = useT('coding');
  const { facts, layer, copy, mayWrite } = useCoding();
  const [chosen, setChosen] = useState<Chosen>();
  const [opened, setOpened] = useState<Opened | undefined>(again && 'claim');
  const [passages, setPassages] = useState(firstPassage === undefined ? [] : [firstPassage]);
  const [editing, setEditing] = useState(
    again && { claim: again, draft: draftOf(again, layer.language) },
  );
  const [revealed, setRevealed] = useState<Revealed>(new Map());
  const reveal: Reveal = useCallback(
    (uid, size) => setRevealed((before) => new Map(before).set(uid, size)),
    [],
  );
  const panel = useRef<HTMLDivElement>(null);
  const [saved, setSaved] = useState<readonly string[]>();
  const line = useSavedInSight(saved);
  useRestored(again === undefined, ({ form, stretch, region, draft }) => {
    const changes = form === 'claim' ? (draft.supersedes ?? draft.recodes?.claim) : undefined;
    const claim = facts.claims.find(({ uid }) => uid === changes);
    if (changes === undefined) {
      setChosen(region === undefined ? { how: 'touch', stretch } : { how: 'touch', region });
    } else if (form === 'claim' && claim !== undefined) setEditing({ claim, draft });
    else return;
    setOpened(form);
  });
  const close = () => {
    forgetSelection();
    // The first Escape closes the form, the next lets go of the words.
    if (opened === undefined) setChosen(undefined);
    setOpened(undefined);
    setEditing(undefined);
    document.querySelector<HTMLElement>('#text')?.focus({ preventScroll: true });
  };
  const open = (what: Opened) => {
    if (!mayWrite) return;
    setSaved(undefined);
    setEditing(undefined);
    setOpened(what);
  };
  const choose = (next: Chosen): void => {
    setChosen(next);
    setSaved(undefined);
    if (next.how === 'mouse' && opened === undefined) open('claim');
  };
  const show = (uids: readonly string[]): void => {
    setPassages([...uids]);
    panel.current?.scrollIntoView({ block: 'nearest' });
  };
  const tellSaved = ({ coded, changes }: Answer): void => {
    close();
    setPassages([...new Set(changes.claims.flatMap(({ passage }) => passage?.uid ?? []))]);
    setSaved(coded?.claims ?? []);
  };
  const shared = {
    passages,
    chosen,
    onChoose: choose,
    onPassages: show,
    onOpen: open,
    onClose: close,
  };
  const words = wordsOf(layer, copy, chosen, editing?.claim);
  return (
    <RevealedProvider value={revealed}>
      <div className="coding">
        {copy === undefined ? (
          <TextPane {...shared} />
        ) : (
          <MediaPane {...shared} copy={copy} onReveal={reveal} />
        )}
        <div className="coding-side" ref={panel}>
          <WithoutScripts answer={answer} />
          <WorkPanel
            words={words}
            opened={opened}
            first={editing?.draft}
            refusal={editing?.claim.refusal}
            onOpen={open}
            onSaved={tellSaved}
            onClose={close}
          />
          <output ref={line} className="form-said">
            {saved !== undefined && t('claims.saved', { count: saved.length })}
          </output>
          <ClaimsPane
            passages={passages}
            onPassages={setPassages}
            onCode={(place) => {
              choose(place);
              panel.current?.scrollIntoView({ block: 'nearest' });
            }}
            onEdit={(claim) => {
              setEditing({ claim, draft: draftOf(claim, layer.language) });
              setOpened('claim');
              panel.current?.scrollIntoView({ block: 'nearest' });
            }}
          />
        </div>
      </div>
    </RevealedProvider>
  );
}

// What was saved is in sight, and the line that tells how much above it.
function useSavedInSight(saved: readonly string[] | undefined) {
  const line = useRef<HTMLOutputElement>(null);
  useEffect(() => {
    if (saved === undefined) return;
    document.querySelector(`#claim-${saved.at(-1)}`)?.scrollIntoView({ block: 'nearest' });
    line.current?.scrollIntoView({ block: 'nearest' });
  }, [saved]);
  return line;
}

function WithoutScripts({ answer }: { readonly answer: Answer | undefined }) {
  const t = useT('coding');
  const isHydrated = useHydrated();
  const { copy, mayWrite } = useCoding();
  if (isHydrated || !mayWrite) return null;
  if (copy === undefined) return <PlainClaimForm answer={answer} />;
  return (
    <Notice>
      <p>{t('media.noScript')}</p>
    </Notice>
  );
}

// What was being typed when the connection or the window was lost; known only to the browser.
function useRestored(isWanted: boolean, onKept: (kept: KeptDraft) => void): void {
  const { account, source, layer, copy } = useCoding();
  const latest = useRef(onKept);
  useEffect(() => {
    const kept = isWanted ? lastDraft({ account, source }, copy?.uid ?? layer.uid) : undefined;
    if (kept !== undefined) latest.current(kept);
  }, [isWanted, account, source, layer.uid, copy?.uid]);
}
