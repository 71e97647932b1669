import { IntlMessageFormat } from 'intl-messageformat';
import type { Locale } from './locale.ts';
import {
  argument,
  parseMessage,
  plural,
  select,
  tag,
  type MessageElement,
} from './message-element.ts';
import { numberFormat } from './numbers.ts';

/** The messages of one area in one language: key → ICU message. */
export type Catalog = Readonly<Record<string, string>>;

/** Values of a plain message. Numbers are localised; what must not be grouped (a year) comes as text. */
export type MessageParams = Readonly<Record<string, string | number>>;

/** Values of a rich message: also nodes, and for each `<tag>` a function from its content to a node. */
export type RichParams<Node> = Readonly<
  Record<string, string | number | Node | ((content: (string | Node)[]) => Node)>
>;

export interface Translator<Keys extends string = string> {
  readonly locale: Locale;
  /**
   * The message as text.
   *
   * @throws RangeError for a key the catalog lacks, FormatError for a missing parameter: both are
   * bugs that the types and `scripts/check-messages.ts` find first.
   */
  (key: Keys, params?: MessageParams): string;
  /**
   * The message as a list of texts and nodes, in reading order; neighbouring texts are one. Spread
   * it as children rather than passing the array, and React asks for no keys.
   *
   * @throws as the plain call does.
   */
  rich<Node>(key: Keys, params: RichParams<Node>): (string | Node)[];
  /** Whether there is such a message; for keys made at run time, such as `refusal.<code>`. */
  has(key: string): key is Keys;
}

type Parsed = ReturnType<IntlMessageFormat['getAst']>;

interface Compiled {
  readonly format: IntlMessageFormat;
  /** Names that stand alone, as `{name}`, where intl-messageformat would print a number unlocalised. */
  readonly bareNames: ReadonlySet<string>;
}

// A bare name is looked up under this prefix, because the same name may also steer a plural, which
// needs the number itself.
const barePrefix = 'bare ';

const compiledByCatalog = new WeakMap<Catalog, Map<string, Compiled>>();

/**
 * Makes `t` for one language from that language's catalog. Cheap: messages are compiled at their
 * first use and kept with the catalog object, so make one per request without thought.
 *
 * `createTranslator<typeof en>(locale, catalog)` takes its keys from the English catalog.
 */
export function createTranslator<English extends Catalog = Catalog>(
  locale: Locale,
  catalog: Readonly<Record<keyof English & string, string>>,
): Translator<keyof English & string> {
  type Keys = keyof English & string;
  let compiled = compiledByCatalog.get(catalog);
  if (compiled === undefined) {
    compiled = new Map();
    compiledByCatalog.set(catalog, compiled);
  }
  const messages = compiled;

  function message(key: Keys): Compiled {
    const id = `${locale} ${key}`;
    let found = messages.get(id);
    if (found === undefined) {
      if (!Object.hasOwn(catalog, key)) throw new RangeError(`no message "${key}" in ${locale}`);
      found = compile(catalog[key], locale);
      messages.set(id, found);
    }
    return found;
  }

  function translate(key: Keys, params: MessageParams = {}): string {
    const { format, bareNames } = message(key);
    return String(format.format(withBareNames(params, bareNames, locale)));
  }

  return Object.assign(translate, {
    locale,
    rich<Node>(key: Keys, params: RichParams<Node>): (string | Node)[] {
      const { format, bareNames } = message(key);
      const values = withBareNames(params, bareNames, locale);
      // The library's value type cannot say that a tag's function returns a node; ours above does.
      const result = format.format(values as Parameters<typeof format.format<Node>>[0]);
      return Array.isArray(result) ? result : [result];
    },
    has: (key: string): key is Keys => Object.hasOwn(catalog, key),
  });
}

function compile(message: string, locale: Locale): Compiled {
  const bareNames = new Set<string>();
  const elements = parseMessage(message).map((element) => renameBare(element, bareNames));
  // Parsed elements with other names are still parsed elements; the cast only undoes our own view.
  const ast = elements as unknown as Parsed;
  return { format: new IntlMessageFormat(ast, locale, undefined, { formatters }), bareNames };
}

function renameBare(element: MessageElement, names: Set<string>): MessageElement {
  if (element.type === argument) {
    names.add(element.value);
    return { ...element, value: barePrefix + element.value };
  }
  if (element.type === tag) {
    return { ...element, children: element.children.map((child) => renameBare(child, names)) };
  }
  if (element.type !== plural && element.type !== select) return element;
  const options = Object.entries(element.options).map(([name, option]) => [
    name,
    { ...option, value: option.value.map((child) => renameBare(child, names)) },
  ]);
  return { ...element, options: Object.fromEntries(options) };
}

function withBareNames<Value>(
  params: Readonly<Record<string, Value>>,
  bareNames: ReadonlySet<string>,
  locale: Locale,
): Record<string, Value | string> {
  const values: Record<string, Value | string> = { ...params };
  for (const name of bareNames) {
    const value = params[name];
    if (value === undefined) continue;
    values[barePrefix + name] =
      typeof value === 'number' ? numberFormat(locale).format(value) : value;
  }
  return values;
}

const pluralRules = new Map<string, Intl.PluralRules>();

// Shared by all messages: the library otherwise keeps a set of Intl objects for each of them.
const formatters = {
  getNumberFormat: (language?: string | string[], options?: object) =>
    numberFormat(String(language), options),
  getDateTimeFormat: (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
    new Intl.DateTimeFormat(...args),
  getPluralRules: (...[language, options]: ConstructorParameters<typeof Intl.PluralRules>) => {
    const key = `${String(language)} ${options?.type ?? 'cardinal'}`;
    let rules = pluralRules.get(key);
    if (rules === undefined) {
      rules = new Intl.PluralRules(language, options);
      pluralRules.set(key, rules);
    }
    return rules;
  },
};
