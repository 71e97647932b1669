import { diffArrays } from 'diff';
import type { LetterText } from './letter-text.ts';
import { writePlainForm } from './plain-form.ts';
import { compareStructure, type StructurePlace } from './compare-structure.ts';

/** A text as it is translated: piece by piece, blocks in the plain form. */
export interface TextPieces {
  readonly title: string;
  readonly addressees: readonly string[];
  readonly blocks: readonly string[];
  readonly demands: readonly string[];
  readonly initiators: readonly string[];
}

export function piecesOf(text: Pick<LetterText, 'title' | StructurePlace>): TextPieces {
  const { title, addressees, blocks, demands, initiators } = text;
  return {
    ...{ title, addressees, demands, initiators },
    blocks: blocks.map((block) => writePlainForm([block])),
  };
}

/** What an earlier translation gives for a piece of a later text. */
export interface CarriedPiece {
  /** Empty where the earlier one has nothing for it. */
  readonly words: string;
  /** What it translates is the same, was changed, or was not there. */
  readonly source: 'same' | 'changed' | 'new';
}

type Carried = {
  readonly [Place in keyof TextPieces]: Place extends 'title'
    ? CarriedPiece
    : readonly CarriedPiece[];
};

/**
 * The translation of an earlier text, laid under a later one. Only from one that is built as what it
 * translates: of another nobody knows which words stand for which. Pure.
 *
 * @returns undefined where it is built otherwise.
 */
export function carryTranslation(
  before: LetterText,
  translation: LetterText,
  now: LetterText,
): Carried | undefined {
  if (compareStructure(before, translation).length > 0) return undefined;
  const [old, translated, later] = [piecesOf(before), piecesOf(translation), piecesOf(now)];
  const list = (place: StructurePlace) => carryList(old[place], translated[place], later[place]);
  return {
    title: carryList([old.title], [translated.title], [later.title])[0] ?? fresh,
    addressees: list('addressees'),
    blocks: list('blocks'),
    demands: list('demands'),
    initiators: list('initiators'),
  };
}

const fresh: CarriedPiece = { words: '', source: 'new' };

function carryList(
  before: readonly string[],
  translated: readonly string[],
  now: readonly string[],
): CarriedPiece[] {
  const carried: CarriedPiece[] = [];
  let gone: string[] = [];
  let at = 0;
  for (const { value, added, removed } of diffArrays([...before], [...now])) {
    if (added) {
      // What came in the place of what went is that, changed.
      carried.push(
        ...value.map((): CarriedPiece => {
          const words = gone.shift();
          return words === undefined ? fresh : { words, source: 'changed' };
        }),
      );
      continue;
    }
    const own = translated.slice(at, at + value.length);
    at += value.length;
    gone = removed ? own : [];
    if (!removed) carried.push(...own.map((words): CarriedPiece => ({ words, source: 'same' })));
  }
  return carried;
}
