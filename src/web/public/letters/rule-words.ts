import type { WithheldRule } from '@countersign/letter';
import { formatEdtf, parseEdtf } from '#platform/calendar';
import type { Locale } from '#platform/languages';
import type { AreaTranslator } from '../../messages/catalogs.ts';

/** When a withheld name is shown, as a half-sentence. */
export function ruleWords(
  t: AreaTranslator<'withheld'>,
  { names, notBefore }: WithheldRule,
  locale: Locale,
): string {
  const day = notBefore === undefined ? '' : t('rule.day', { day: dayWords(notBefore, locale) });
  if (names === undefined) return day;
  const { least: count, verification, affiliation } = names;
  const all = t('rule.names', { count, verification });
  const reached =
    affiliation === undefined ? all : t('rule.guild', { names: all, guild: isolated(affiliation) });
  return day === '' ? reached : t('rule.both', { names: reached, day });
}

/** A day `2026-09-01` in the calendar of the reader. */
export function dayWords(day: string, locale: Locale): string {
  const edtf = parseEdtf(day);
  return edtf.ok ? formatEdtf(edtf.edtf, locale) : day;
}

/** Names of organisations as one list; each keeps its own direction. */
export function listWords(names: readonly string[], locale: Locale): string {
  return new Intl.ListFormat(locale).format(names.map(isolated));
}

const isolated = (name: string) => `\u2068${name}\u2069`;
