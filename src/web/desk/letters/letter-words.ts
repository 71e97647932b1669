import type { LetterVersion } from '#letters';
import type { Locale } from '#platform/languages';
import { momentWords } from '../claims/moment-words.ts';

/** A version in a list, its moments in the reader's words. */
export interface VersionLine {
  readonly uid: string;
  readonly number: number;
  readonly change: LetterVersion['change'];
  readonly note: string;
  readonly state: LetterVersion['state'];
  readonly author: string;
  readonly createdAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | undefined;
  readonly comment: string;
}

export function versionLine(version: LetterVersion, locale: Locale): VersionLine {
  const { uid, number, change, note, state, author, createdAt, decidedBy, decidedAt, comment } =
    version;
  return {
    ...{ uid, number, change, note, state, author, decidedBy, comment },
    createdAt: momentWords(createdAt, locale),
    decidedAt: decidedAt === null ? undefined : momentWords(decidedAt, locale),
  };
}
