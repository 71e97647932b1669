import { useEffect, useId, useRef, useState } from 'react';
import type { Region } from '#evidence';
import type { Locale } from '#platform/languages';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { clockText, parseClock, placeWords } from '../../place-words.ts';
import { Player, type TimeStretch } from '../media/player.tsx';
import type { ShownCopy } from '../media/shown-copy.ts';
import type { MarkedPlace } from './media-pane.tsx';
import type { PaneProps } from './text-pane.tsx';
import { useCodingKeys } from './use-coding-keys.ts';

const stepSeconds = 1;

/** A recording in which a stretch is marked: from where it plays, or typed. */
export function RecordingPane({
  copy,
  places,
  focused,
  isMuted,
  chosen,
  onChoose,
  onPassages,
  onOpen,
  onClose,
}: PaneProps & {
  readonly copy: ShownCopy;
  readonly places: readonly MarkedPlace[];
  /** The place whose claims are shown: the player goes there. */
  readonly focused: Region | undefined;
  readonly isMuted: boolean;
}) {
  const t = useT('coding');
  const locale = useLocale();
  const player = useRef<HTMLMediaElement>(null);
  const [typed, setTyped] = useState(() => typedOf(chosen, locale));
  const change = (part: Partial<TypedStretch>): void => {
    const next = { ...typed, ...part };
    setTyped(next);
    const stretch = readStretch(next);
    if (stretch !== undefined) onChoose({ region: stretch, how: 'keys' });
  };
  const here = (): string => clockText(player.current?.currentTime ?? 0, locale);
  const start = focused !== undefined && 'from' in focused ? focused.from : undefined;
  useEffect(() => {
    if (start !== undefined && player.current !== null) player.current.currentTime = start;
  }, [start]);
  useCodingKeys({
    isChosen: chosen !== undefined,
    onKey: (key) => {
      if (key === '[') change({ from: here() });
      else if (key === ']') change({ to: here() });
      else return player.current !== null && steer(player.current, key);
      return true;
    },
    onOpen,
    onClose,
  });
  const stretch = readStretch(typed);
  return (
    <>
      <Player
        ref={player}
        copy={copy}
        label={copy.name ?? t(`media.${copy.kind}`)}
        isMuted={isMuted}
      />
      <p className="field-hint">{t('spot.hint.play')}</p>
      <div className="spot-fields spot-fields-times">
        <TimeField
          label={t('spot.from')}
          press={t('spot.fromHere')}
          shortcut="["
          typed={typed.from}
          onType={(from) => change({ from })}
          onHere={() => change({ from: here() })}
        />
        <TimeField
          label={t('spot.to')}
          press={t('spot.toHere')}
          shortcut="]"
          typed={typed.to}
          onType={(to) => change({ to })}
          onHere={() => change({ to: here() })}
        />
      </div>
      {stretch === undefined && typed.from !== '' && typed.to !== '' && (
        <output className="field-problem">{t('spot.badTimes')}</output>
      )}
      {stretch !== undefined && (
        <p>
          <button
            type="button"
            className="button"
            onClick={() => player.current !== null && playStretch(player.current, stretch)}
          >
            {t('spot.play')}
          </button>
        </p>
      )}
      <PlaceList places={places} onPassages={onPassages} />
    </>
  );
}

interface TypedStretch {
  readonly from: string;
  readonly to: string;
}

function typedOf(chosen: PaneProps['chosen'], locale: Locale): TypedStretch {
  if (chosen === undefined || !('region' in chosen) || !('from' in chosen.region)) {
    return { from: '', to: '' };
  }
  return { from: clockText(chosen.region.from, locale), to: clockText(chosen.region.to, locale) };
}

function readStretch(typed: TypedStretch): TimeStretch | undefined {
  const [from, to] = [parseClock(typed.from), parseClock(typed.to)];
  return from === undefined || to === undefined || to <= from ? undefined : { from, to };
}

/** Keys of the player: p plays and pauses, comma and full stop step; true when it was one of them. */
function steer(player: HTMLMediaElement, key: string): boolean {
  if (key === 'p') {
    if (player.paused) void player.play();
    else player.pause();
  } else if (key === ',') player.currentTime = Math.max(0, player.currentTime - stepSeconds);
  else if (key === '.') player.currentTime += stepSeconds;
  else return false;
  return true;
}

function playStretch(player: HTMLMediaElement, { from, to }: TimeStretch): void {
  const stop = (): void => {
    if (player.currentTime < to && !player.paused) return;
    if (player.currentTime >= to) player.pause();
    player.removeEventListener('timeupdate', stop);
  };
  player.currentTime = from;
  player.addEventListener('timeupdate', stop);
  void player.play();
}

/** A time of the recording: typed, or where it plays now. */
function TimeField({
  label,
  press,
  shortcut,
  typed,
  onType,
  onHere,
}: {
  readonly label: string;
  readonly press: string;
  readonly shortcut: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly onHere: () => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input"
        dir="ltr"
        autoComplete="off"
        placeholder="0:00"
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      <button type="button" className="button" onClick={onHere}>
        {press} <kbd dir="ltr">{shortcut}</kbd>
      </button>
    </div>
  );
}

/** The stretches that claims rest on, in their order. */
function PlaceList({
  places,
  onPassages,
}: {
  readonly places: readonly MarkedPlace[];
  readonly onPassages: (passages: readonly string[]) => void;
}) {
  const t = useT('common');
  const locale = useLocale();
  return (
    <ul className="plain-list">
      {places.map(({ passage, region, state }) => (
        <li key={passage}>
          <a
            href={`#passage-${passage}`}
            className={`passage passage-${state}`}
            data-passages={passage}
            onClick={(event) => {
              event.preventDefault();
              onPassages([passage]);
            }}
          >
            {placeWords(region, t, locale)}
          </a>
        </li>
      ))}
    </ul>
  );
}
