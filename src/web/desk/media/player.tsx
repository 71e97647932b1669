import { useEffect, useRef, type Ref } from 'react';
import { copyAddress, type ShownCopy } from './shown-copy.ts';

/** Seconds of a recording. */
export interface TimeStretch {
  readonly from: number;
  readonly to: number;
}

/** A recording in the browser's own player; from our own server, piece by piece. */
export function Player({
  copy,
  label,
  isMuted,
  stretch,
  ref,
}: {
  readonly copy: ShownCopy;
  readonly label: string;
  readonly isMuted: boolean;
  /** Played alone: the address asks for it (W3C Media Fragments), and browsers stop at its end. */
  readonly stretch?: TimeStretch | undefined;
  readonly ref?: Ref<HTMLMediaElement>;
}) {
  const own = useRef<HTMLMediaElement>(null);
  // React writes `muted` only once; the person may ask for the sound later.
  useEffect(() => {
    if (own.current !== null) own.current.muted = isMuted;
  }, [isMuted]);
  const take = (element: HTMLMediaElement | null) => {
    own.current = element;
    if (typeof ref === 'function') ref(element);
    else if (ref !== null && ref !== undefined) ref.current = element;
  };
  const fragment = stretch === undefined ? '' : `#t=${stretch.from},${stretch.to}`;
  const common = {
    ref: take,
    src: `${copyAddress(copy.uid)}${fragment}`,
    controls: true,
    muted: isMuted,
    preload: 'metadata',
    'aria-label': label,
  } as const;
  // Hostile bytes carry no captions of ours; a transcript is a text layer beside it.
  return copy.kind === 'video' ? (
    // oxlint-disable-next-line jsx-a11y/media-has-caption
    <video {...common} className="player" />
  ) : (
    // oxlint-disable-next-line jsx-a11y/media-has-caption
    <audio {...common} className="player" />
  );
}
