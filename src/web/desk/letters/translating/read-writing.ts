import {
  carryTranslation,
  compareStructure,
  piecesOf,
  type LetterText,
  type TextPieces,
} from '@countersign/letter';
import {
  currentTranslations,
  listTranslations,
  listVersions,
  readTranslationDraft,
  type LetterTranslation,
  type LetterVersion,
  type TranslationKey,
  type TranslationWords,
} from '#letters';
import type { Actor } from '#accounts';
import type { Db } from '#platform/database';
import { sourcePieces } from './translation-form.ts';
import type { PiecePlace, SourcePiece } from './piece-points.ts';

/** Everything that somebody needs to go on with a translation. */
export async function readWriting(db: Db, actor: Actor, key: TranslationKey) {
  const [versions, translations, draft] = await Promise.all([
    listVersions(db, actor, key.letter),
    listTranslations(db, actor, key.letter),
    readTranslationDraft(db, actor, key),
  ]);
  const version = versions.find(({ uid, state }) => uid === key.version && state === 'approved');
  if (version === undefined || version.text.language === key.language) return undefined;
  const current = currentTranslations(translations).filter((one) => one.language === key.language);
  const own = current.find((one) => one.version === key.version);
  const before = earlierOf(current, versions, version);
  const words = draft?.words ?? wordsOf(version.text, own, before);
  return {
    version,
    pieces: sourcePieces(piecesOf(version.text), words.pieces, (place, at) =>
      sinceOf(before?.carried, place, at),
    ),
    words,
    before: before?.translation,
    /** An earlier translation is there, and is built so that nobody knows what stands for what. */
    isUncarried: before !== undefined && before.carried === undefined,
    draft,
  };
}

interface Earlier {
  readonly translation: LetterTranslation;
  readonly carried: ReturnType<typeof carryTranslation>;
}

function earlierOf(
  current: readonly LetterTranslation[],
  versions: readonly LetterVersion[],
  version: LetterVersion,
): Earlier | undefined {
  const [translation] = current
    .filter(({ number }) => number < version.number)
    .toSorted((one, other) => other.number - one.number);
  const source = versions.find(({ uid }) => uid === translation?.version);
  if (translation === undefined || source === undefined) return undefined;
  return { translation, carried: carryTranslation(source.text, translation.text, version.text) };
}

function sinceOf(carried: Earlier['carried'], place: PiecePlace, at: number): SourcePiece['since'] {
  if (carried === undefined) return undefined;
  return place === 'title' ? carried.title.source : carried[place][at]?.source;
}

const nobody = { how: '', madeBy: '', reviewedBy: '', departure: '' } as const;
const nothing: TextPieces = { title: '', addressees: [], blocks: [], demands: [], initiators: [] };

/** What one begins from: the newest translation of this version, or what an earlier one gives. */
function wordsOf(
  source: LetterText,
  own: LetterTranslation | undefined,
  before: Earlier | undefined,
): TranslationWords {
  const from = own ?? before?.translation;
  const credits = from === undefined ? nobody : creditsOf(from);
  if (own !== undefined && compareStructure(source, own.text).length === 0) {
    return { ...credits, pieces: piecesOf(own.text) };
  }
  return { ...credits, pieces: piecesCarried(before?.carried) };
}

function creditsOf({ how, madeBy, reviewedBy, departure }: LetterTranslation) {
  return { how, madeBy, reviewedBy, departure };
}

function piecesCarried(carried: Earlier['carried']): TextPieces {
  if (carried === undefined) return nothing;
  const list = (place: Exclude<PiecePlace, 'title'>) => carried[place].map(({ words }) => words);
  return {
    title: carried.title.words,
    ...{ addressees: list('addressees'), blocks: list('blocks') },
    ...{ demands: list('demands'), initiators: list('initiators') },
  };
}
