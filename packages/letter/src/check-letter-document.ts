import { canonicalJson, type HashProvider, type JsonValue } from '@countersign/proof';
import { LetterFault } from './letter-fault.ts';
import type { LetterText } from './letter-text.ts';
import { parseLetterText } from './parse-text.ts';

/** What a letter's edition holds, checked word for word. */
export interface ProvenTexts {
  readonly versions: number;
  /** Languages (BCP 47) of the translations, with the number of the version each translates. */
  readonly translations: readonly { readonly language: string; readonly number: number }[];
}

/**
 * Checks the texts of a letter's edition (spec/letter.md, "In an edition"): each has the hash that stands
 * beside it and is of this letter, and each translation names the very version it stands under.
 *
 * @param document proven as a whole by its hash; what is in it may be anything.
 * @returns undefined of what is no letter.
 * @throws LetterFault `text-differs`, `translation-differs`, and as `parseLetterText`.
 */
export function checkLetterDocument(
  provider: HashProvider,
  document: JsonValue,
): ProvenTexts | undefined {
  const letter = member(document, 'letter');
  if (letter === undefined) return undefined;
  const subject = member(document, 'subject');
  const versions = listIn(letter, 'versions');
  const translations: { language: string; number: number }[] = [];
  for (const [at, version] of versions.entries()) {
    const { text, hash } = readText(provider, version, 'text-differs');
    if (text.letter !== subject || text.number !== at + 1 || text.translates !== undefined) {
      throw new LetterFault('text-differs', `version ${at + 1} is not this letter's`);
    }
    const languages = new Set([text.language]);
    for (const one of listIn(version, 'translations')) {
      const { text: own } = readText(provider, one, 'translation-differs');
      const { language, number } = own;
      const isOfThis =
        own.translates === hash && own.letter === text.letter && number === text.number;
      if (!isOfThis || languages.has(language)) {
        throw new LetterFault('translation-differs', `${language}: not of version ${text.number}`);
      }
      languages.add(language);
      translations.push({ language, number });
    }
  }
  return { versions: versions.length, translations };
}

function readText(
  provider: HashProvider,
  holder: JsonValue,
  fault: 'text-differs' | 'translation-differs',
): { readonly text: LetterText; readonly hash: string } {
  const bytes = new TextEncoder().encode(canonicalJson(member(holder, 'text') ?? null));
  const hash = Array.from(provider.sha256(bytes), (byte) => byte.toString(16).padStart(2, '0'));
  if (member(holder, 'hash') !== hash.join('')) {
    throw new LetterFault(fault, 'the text has another hash than the edition says');
  }
  return { text: parseLetterText(bytes), hash: hash.join('') };
}

function listIn(value: JsonValue, name: string): readonly JsonValue[] {
  const list = member(value, name);
  if (list === undefined) return [];
  if (!Array.isArray(list)) throw new LetterFault('text-malformed', `"${name}" expected a list`);
  return list as readonly JsonValue[];
}

function member(value: JsonValue, name: string): JsonValue | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, JsonValue>>)[name] : undefined;
}
