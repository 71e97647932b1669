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
  readonly #short = new Map<string, string>();

  constructor(locale: Locale) {
    this.#locale = locale;
  }

  /** The date in words; what is no date is given back as it is. */
  say(value: string): string {
    if (this.#locale !== 'fa' || this.#said.has(value)) return this.sayShort(value);
    this.#said.add(value);
    const parsed = parseEdtf(value);
    return parsed.ok ? formatEdtf(parsed.edtf, 'fa', { both: true }) : value;
  }

  /** What stands against each other takes one form: these are said in full once more. */
  sayInFullAgain(values: readonly string[]): void {
    for (const value of values) this.#said.delete(value);
  }

  /** The date in the reader's calendar alone. */
  sayShort(value: string): string {
    let words = this.#short.get(value);
    if (words === undefined) {
      const parsed = parseEdtf(value);
      words = parsed.ok ? formatEdtf(parsed.edtf, this.#locale) : value;
      this.#short.set(value, words);
    }
    return words;
  }

  shown(value: string): Extract<Shown, { type: 'date' }> {
    const machine = /^\d{4}(?:-\d{2}){0,2}$/.test(value) ? value : undefined;
    return { type: 'date', text: this.say(value), ...(machine !== undefined && { machine }) };
  }
}
