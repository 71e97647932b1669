import { formatList, localDigits, type Locale } from '#platform/languages';

const durationUnits = { Y: 'year', M: 'month', W: 'week', D: 'day', H: 'hour' } as const;

/** `P8Y6M` as `8 years and 6 months`; what is no such duration stays as it is. */
export function durationWords(duration: string, locale: Locale): string {
  const parts = [...duration.matchAll(/(\d+)([YMWDH])/g)].flatMap(([, count, letter]) => {
    const unit = Object.entries(durationUnits).find(([known]) => known === letter)?.[1];
    return unit === undefined ? [] : [{ count: Number(count), unit }];
  });
  if (parts.length === 0) return localDigits(duration, locale);
  const words = parts.map(({ count, unit }) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
  );
  return formatList(words, locale);
}
