import type { Locale } from '#platform/languages';

/** Names of countries and languages by code, as the Node that built this page has them. */
type Names = Readonly<
  Record<Locale, Readonly<Record<'region' | 'language', Readonly<Record<string, string>>>>>
>;

/** Put here by the build. */
declare const builtInNames: Names;

let isIncomplete = false;

/** Whether something was asked for that only this browser could name: it may name it otherwise. */
export function askedBeyondNames(): boolean {
  return isIncomplete;
}

const simple = /^(?:[A-Z]{2}|[a-z]{2,3})$/;

/**
 * Stands in for the browser's own: browsers carry few names, and other ones than servers do. With the
 * names of the build, this page makes a dossier's `index.html` again to the byte.
 */
class BuiltInDisplayNames {
  readonly #names: Readonly<Record<string, string>>;
  readonly #native: Intl.DisplayNames;
  readonly #fallback: boolean;

  constructor(locales: string | readonly string[], options: Intl.DisplayNamesOptions) {
    const [wanted = 'en'] = [locales].flat();
    const locale: Locale = wanted === 'fr' || wanted === 'fa' ? wanted : 'en';
    this.#names = builtInNames[locale][options.type === 'region' ? 'region' : 'language'];
    this.#native = new Native(wanted, options);
    this.#fallback = options.fallback !== 'none';
  }

  of(code: string): string | undefined {
    const name = Object.hasOwn(this.#names, code) ? this.#names[code] : undefined;
    if (name !== undefined) return name;
    if (simple.test(code)) return this.#fallback ? code : undefined;
    isIncomplete = true;
    return this.#native.of(code);
  }
}

const Native = Intl.DisplayNames;
Object.defineProperty(Intl, 'DisplayNames', { value: BuiltInDisplayNames });
