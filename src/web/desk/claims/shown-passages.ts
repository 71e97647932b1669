import type { Actor } from '#accounts';
import { passageWords, type PassageWords } from '#evidence';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { label, term } from '#record';
import { translatorOf } from '../../messages/catalogs.ts';
import { placeWords } from '../../place-words.ts';
import { shownCopy } from '../media/shown-copy.ts';
import { dayWords } from './moment-words.ts';
import type { ShownPassage } from './passage-block.tsx';
import { wholeWords } from './whole-words.ts';

/** Passages by uid, ready to be shown. */
export async function shownPassages(
  db: Db,
  actor: Actor,
  locale: Locale,
  uids: readonly string[],
): Promise<Map<string, ShownPassage>> {
  const passages = await passageWords(db, actor, [...new Set(uids)]);
  return new Map([...passages].map(([uid, passage]) => [uid, shown(passage, locale)]));
}

function shown(passage: PassageWords, locale: Locale): ShownPassage {
  const { source, region, copy, kind: _, prefix, suffix, ...rest } = passage;
  const place = region ?? undefined;
  const reliability = term('reliabilities', source.reliability);
  return {
    ...rest,
    prefix: prefix && wholeWords(prefix, 'before'),
    suffix: suffix && wholeWords(suffix, 'after'),
    place,
    placeText: place && placeWords(place, translatorOf(locale, 'common'), locale),
    copy: shownCopy(copy),
    source: {
      ...source,
      publishedWords: source.published === null ? undefined : dayWords(source.published, locale),
      reliabilityLabel: reliability === undefined ? '' : label(reliability, locale),
    },
  };
}
