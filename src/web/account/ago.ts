import type { Locale } from '#platform/languages';

const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long ago a moment was, in words: no clock of server or browser has to agree on a time zone. */
export function ago(moment: Date, now: number, locale: Locale): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const past = Math.max(0, now - moment.getTime());
  const step = steps.find(([, ms]) => past >= ms);
  // Within the minute: "now".
  if (step === undefined) return format.format(0, 'second');
  const [unit, length] = step;
  return format.format(-Math.floor(past / length), unit);
}
