import type { Actor } from '#accounts';
import { passageWords, type PassageWords } from '#evidence';
import type { Db } from '#platform/database';
import { localDigits, type Locale } from '#platform/languages';
import { label, term } from '#record';
import { translatorOf } from '../../messages/catalogs.ts';
import { dayWords } from './moment-words.ts';
import type { ShownPassage } from './passage-block.tsx';

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
  const { source, region, kind: _, ...rest } = passage;
  const reliability = term('reliabilities', source.reliability);
  return {
    ...rest,
    place: passage.quote === null ? placeWords(region, locale) : undefined,
    source: {
      ...source,
      publishedWords: source.published === null ? undefined : dayWords(source.published, locale),
      reliabilityLabel: reliability === undefined ? '' : label(reliability, locale),
    },
  };
}

function placeWords(region: unknown, locale: Locale): string {
  const t = translatorOf(locale, 'record');
  const place = region as { readonly page?: number; readonly from?: number; readonly to?: number };
  if (place.from !== undefined && place.to !== undefined) {
    const [from, to] = [clock(place.from, locale), clock(place.to, locale)];
    return t('passage.time', { from, to });
  }
  return t('passage.region', { page: place.page ?? 1 });
}

function clock(seconds: number, locale: Locale): string {
  const whole = Math.floor(seconds);
  const pad = (n: number) => String(n).padStart(2, '0');
  return localDigits(`${Math.floor(whole / 60)}:${pad(whole % 60)}`, locale);
}
