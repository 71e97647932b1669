import type { Region } from '#evidence';
import { useT } from '../../messages/catalogs.ts';
import { Cover } from '../media/cover.tsx';
import type { PictureSize } from '../media/picture.tsx';
import type { ShownCopy } from '../media/shown-copy.ts';
import { useHydrated } from '../use-hydrated.ts';
import { useCoding } from './coding-context.tsx';
import type { ClaimCard } from './coding-facts.ts';
import { PicturePane } from './picture-pane.tsx';
import { RecordingPane } from './recording-pane.tsx';
import type { HighlightState } from './text-segments.ts';
import type { PaneProps } from './text-pane.tsx';

/** Told that the person has asked to see a picture clearly. */
export type Reveal = (copy: string, size: PictureSize) => void;

/** A passage of the picture or recording that is shown. */
export interface MarkedPlace {
  readonly passage: string;
  readonly region: Region;
  readonly state: HighlightState;
}

/** A picture or recording, under a cover until it is asked for, with the places that claims rest on. */
export function MediaPane({
  copy,
  onReveal,
  ...pane
}: PaneProps & {
  readonly copy: ShownCopy;
  readonly onReveal: Reveal;
}) {
  const t = useT('coding');
  const { facts } = useCoding();
  const isHydrated = useHydrated();
  const places = placesIn(facts.claims, copy.uid);
  const focused = places.find(({ passage }) => passage === pane.passages[0])?.region;
  const shared = { ...pane, copy, places, focused };
  return (
    <section
      className="coding-media stack-tight"
      id="text"
      aria-label={copy.name ?? t(`media.${copy.kind}`)}
      tabIndex={-1}
    >
      {!isHydrated && <p className="muted">{t('text.none')}</p>}
      {isHydrated && (
        <Cover>
          {(shown) =>
            copy.kind === 'image' ? (
              <PicturePane {...shared} isClear={shown === 'clear'} onReveal={onReveal} />
            ) : (
              <RecordingPane {...shared} isMuted={shown === 'blurred'} />
            )
          }
        </Cover>
      )}
    </section>
  );
}

/** Each place in the state of its most pressing claim, in the order of the recording. */
function placesIn(claims: readonly ClaimCard[], copy: string): MarkedPlace[] {
  const rank = (state: HighlightState) => (state === 'proposed' ? 2 : state === 'accepted' ? 1 : 0);
  const places = new Map<string, MarkedPlace>();
  for (const { passage, state } of claims) {
    if (passage === null || passage.region === null || passage.copy !== copy) continue;
    const { uid, region } = passage;
    const next = state === 'proposed' || state === 'accepted' ? state : 'rejected';
    const before = places.get(uid);
    if (before !== undefined && rank(before.state) >= rank(next)) continue;
    places.set(uid, { passage: uid, region, state: next });
  }
  const begin = ({ region }: MarkedPlace) => ('from' in region ? region.from : 0);
  return [...places.values()].toSorted((a, b) => begin(a) - begin(b));
}
