import type { Region } from '#evidence';
import { codePointOffset } from '#platform/languages';
import type { ShownCopy } from '../media/shown-copy.ts';
import type { ClaimCard } from './coding-facts.ts';
import type { PlaceChoice } from './requests.ts';
import type { Stretch } from './sentences.ts';

/** What somebody pointed at: words of the text, or a place in the picture or recording. */
export type Chosen = { readonly how: 'mouse' | 'touch' | 'keys' } & (
  | { readonly stretch: Stretch }
  | { readonly region: Region }
);

/** The words, or the place, that a form rests on. */
export interface SelectedWords {
  /** Empty for what is seen or heard. */
  readonly text: string;
  /** In UTF-16 units of the text on the page; empty for words of another text. */
  readonly stretch: Stretch;
  /** A place without words: what is coded on it is seen or heard. */
  readonly seen?: { readonly copy: string; readonly region: Region } | undefined;
  /** As it is saved. Undefined: no words are needed. */
  readonly place: PlaceChoice | undefined;
  /** Whether the form may take the focus: not on a phone, where the keyboard would cover the text. */
  readonly takesFocus: boolean;
}

const nowhere: Stretch = { start: 0, end: 0 };

/** What a form rests on; a claim that is changed keeps its words. */
export function wordsOf(
  layer: { readonly uid: string; readonly text: string },
  copy: ShownCopy | undefined,
  chosen: Chosen | undefined,
  edited: ClaimCard | undefined,
): SelectedWords | undefined {
  if (edited !== undefined) return wordsOfClaim(edited);
  if (chosen === undefined) return undefined;
  const takesFocus = chosen.how !== 'touch';
  if ('region' in chosen) {
    if (copy === undefined) return undefined;
    const seen = { copy: copy.uid, region: chosen.region };
    return { text: '', stretch: nowhere, seen, place: seen, takesFocus };
  }
  const { start, end } = chosen.stretch;
  return {
    text: layer.text.slice(start, end),
    stretch: chosen.stretch,
    place: {
      layer: layer.uid,
      start: codePointOffset(layer.text, start),
      end: codePointOffset(layer.text, end),
    },
    takesFocus,
  };
}

function wordsOfClaim({ passage }: ClaimCard): SelectedWords {
  const common = { stretch: nowhere, takesFocus: true };
  if (passage === null) return { ...common, text: '', place: undefined };
  const { uid, copy, quote, region } = passage;
  return {
    ...common,
    text: quote ?? '',
    place: { passage: uid },
    seen: region === null ? undefined : { copy, region },
  };
}
