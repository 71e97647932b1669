import { formatEdtf, parseEdtf } from '#platform/calendar';
import type { Locale } from '#platform/languages';
import type { Shown } from './reading.ts';

/**
 * Says dates in the reader's calendar. In Persian the Gregorian one follows in brackets the first
 * time a date comes up: a reader checks it against a foreign source once, not at every line.
 */
export class DateSayer {
  readonly #locale: Locale;
  readonly #said = new Set<string>();

  constructor(locale: Locale) {
    this.#locale = locale;
  }

  /** The date in words; what is no date is given back as it is. */
  say(value: string): string {
    const parsed = parseEdtf(value);
    if (!parsed.ok) return value;
    const both = this.#locale === 'fa' && !this.#said.has(value);
    this.#said.add(value);
    return formatEdtf(parsed.edtf, this.#locale, { both });
  }

  /** The date in the reader's calendar alone. */
  sayShort(value: string): string {
    const parsed = parseEdtf(value);
    return parsed.ok ? formatEdtf(parsed.edtf, this.#locale) : value;
  }

  shown(value: string): Extract<Shown, { type: 'date' }> {
    const machine = /^\d{4}(?:-\d{2}){0,2}$/.test(value) ? value : undefined;
    return { type: 'date', text: this.say(value), ...(machine !== undefined && { machine }) };
  }
}
