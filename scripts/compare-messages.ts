import { parseMessage, type MessageElement } from '#platform/languages';

/** Language → area → key → ICU message. */
export type Catalogs = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>
>;

/**
 * Language → area → keys whose translation is rightly the same as the English (a product's name, a
 * word both languages share). Kept in `src/web/messages/untranslated.json`.
 */
export type Untranslated = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * Compares every language with English and returns one line per fault: areas and keys that are
 * missing or extra, messages that do not parse (a plural without `other` does not), other
 * placeholders, tags, plurals or selects than in English, plural branches the language never uses,
 * empty values, values left in English, and exceptions that are none.
 */
export function compareMessages(catalogs: Catalogs, untranslated: Untranslated): string[] {
  const { en = {}, ...others } = catalogs;
  const faults = Object.entries(en).flatMap(([area, messages]) =>
    Object.entries(messages).flatMap(([key, text]) => faultsAlone('en', `en/${area} ${key}`, text)),
  );
  for (const [locale, areas] of Object.entries(others)) {
    faults.push(
      ...difference(Object.keys(en), Object.keys(areas)).map(
        (area) => `${locale}/${area}: missing`,
      ),
    );
    faults.push(
      ...difference(Object.keys(areas), Object.keys(en)).map(
        (area) => `${locale}/${area}: not in English`,
      ),
    );
    for (const [area, english] of Object.entries(en)) {
      const same = untranslated[locale]?.[area] ?? [];
      faults.push(...compareArea(locale, area, english, areas[area] ?? {}, same));
    }
  }
  return faults;
}

function compareArea(
  locale: string,
  area: string,
  english: Readonly<Record<string, string>>,
  translated: Readonly<Record<string, string>>,
  same: readonly string[],
): string[] {
  const at = (key: string) => `${locale}/${area} ${key}`;
  const faults = [
    ...difference(Object.keys(english), Object.keys(translated)).map(
      (key) => `${at(key)}: missing`,
    ),
    ...difference(Object.keys(translated), Object.keys(english)).map(
      (key) => `${at(key)}: not in English`,
    ),
    ...same
      .filter((key) => english[key] === undefined || english[key] !== translated[key])
      .map((key) => `${at(key)}: listed as untranslated, but is not the same as the English`),
  ];
  for (const [key, text] of Object.entries(translated)) {
    const original = english[key];
    if (original === undefined) continue;
    faults.push(...faultsAlone(locale, at(key), text));
    if (text === original && hasWords(text) && !same.includes(key)) {
      faults.push(`${at(key)}: left in English (if rightly so, list it in untranslated.json)`);
    }
    const [ours, theirs] = [shapeOf(text), shapeOf(original)];
    if (ours === undefined || theirs === undefined) continue;
    const lost = difference([...theirs], [...ours]).map((part) => `${at(key)}: lacks ${part}`);
    const added = difference([...ours], [...theirs]).map(
      (part) => `${at(key)}: has ${part}, English has not`,
    );
    faults.push(...lost, ...added);
  }
  return faults;
}

/** Faults a message can have by itself. */
function faultsAlone(locale: string, at: string, text: unknown): string[] {
  if (typeof text !== 'string') return [`${at}: not a text`];
  if (text.trim() === '') return [`${at}: empty`];
  try {
    return [...branchesUnused(parseMessage(text), locale)].map(
      (branch) => `${at}: ${locale} never uses the plural branch "${branch}"`,
    );
  } catch (error) {
    return [
      `${at}: not an ICU message (${error instanceof Error ? error.message : String(error)})`,
    ];
  }
}

function* branchesUnused(elements: readonly MessageElement[], locale: string): Generator<string> {
  for (const element of walk(elements)) {
    if (element.type !== 6) continue;
    const rules = new Intl.PluralRules(locale, { type: element.pluralType ?? 'cardinal' });
    const used: readonly string[] = rules.resolvedOptions().pluralCategories;
    yield* Object.keys(element.options).filter(
      (name) => !name.startsWith('=') && !used.includes(name),
    );
  }
}

/** What a message asks of its caller, as comparable words; undefined when it does not parse. */
function shapeOf(text: string): Set<string> | undefined {
  try {
    return new Set([...walk(parseMessage(text))].flatMap((element) => askedBy(element)));
  } catch {
    return undefined;
  }
}

function askedBy(element: MessageElement): string[] {
  if (element.type === 0 || element.type === 7) return [];
  if (element.type === 1) return [`{${element.value}}`];
  if (element.type === 5) {
    return [`select {${element.value}} with ${Object.keys(element.options).sort().join(', ')}`];
  }
  if (element.type === 6) {
    return [`${element.pluralType ?? 'cardinal'} plural {${element.value}} less ${element.offset}`];
  }
  if (element.type === 8) return [`<${element.value}>`];
  return [`{${element.value}} as a formatted value`];
}

function* walk(elements: readonly MessageElement[]): Generator<MessageElement> {
  for (const element of elements) {
    yield element;
    if (element.type === 8) yield* walk(element.children);
    if (element.type !== 5 && element.type !== 6) continue;
    for (const branch of Object.values(element.options)) yield* walk(branch.value);
  }
}

// "{count}" or "–" alone is the same in every language.
function hasWords(text: string): boolean {
  return /\p{L}/u.test(text.replaceAll(/\{[^{}]*\}|<[^<>]*>/g, ''));
}

function difference(all: readonly string[], without: readonly string[]): string[] {
  return all.filter((item) => !without.includes(item));
}
