import { LetterFault } from './letter-fault.ts';
import {
  letterTextJson,
  textLimits,
  type Block,
  type LetterText,
  type Mark,
  type Run,
} from './letter-text.ts';
import { normaliseText } from './normalise-text.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;
const languageTag = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/u;

/** Whether something is a language tag (BCP 47) as texts of letters carry one. */
export function isLanguageTag(value: unknown): value is string {
  return typeof value === 'string' && languageTag.test(value);
}

/** Whether something is a SHA-256 in lower hexadecimal, as editions and translations name texts. */
export function isTextHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/u.test(value);
}

/**
 * Reads the text of a letter from bytes that anybody may have made. They must be the very bytes that its
 * maker hashed: canonical JSON of a text in normal form.
 *
 * @throws LetterFault
 */
export function parseLetterText(bytes: Uint8Array): LetterText {
  if (bytes.length > textLimits.bytes) throw new LetterFault('text-too-long', 'Too many bytes');
  let json: string;
  let value: unknown;
  try {
    json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(json);
  } catch {
    return refuse('not JSON in UTF-8');
  }
  const text = readText(value);
  if (letterTextJson(text) !== json || letterTextJson(normaliseText(text)) !== json) {
    throw new LetterFault('text-not-normal', 'The text is not in the form that is hashed');
  }
  return text;
}

/**
 * The same of JSON that was read already, out of another document.
 *
 * @throws LetterFault
 */
export function readLetterText(value: unknown): LetterText {
  const text = readText(value);
  if (letterTextJson(normaliseText(text)) !== letterTextJson(text)) {
    throw new LetterFault('text-not-normal', 'The text is not in the form that is hashed');
  }
  return text;
}

function readText(value: unknown): LetterText {
  const { v, letter, number, language, title, blocks, ...rest } = asObject(value);
  if (v !== 1) return refuse('"v" expected 1');
  if (typeof letter !== 'string' || !uuid.test(letter)) return refuse('"letter" expected a UUID');
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) {
    return refuse('"number" expected a version from 1');
  }
  if (!isLanguageTag(language)) {
    return refuse('"language" expected a BCP 47 tag');
  }
  const { addressees, demands, initiators, translates, ...unknown } = rest;
  if (Object.keys(unknown).length > 0) return refuse(`unknown member ${Object.keys(unknown)[0]}`);
  if (translates !== undefined && !isTextHash(translates)) {
    return refuse('"translates" expected a SHA-256 in lower hexadecimal');
  }
  return {
    ...{ letter, number, language },
    ...(translates !== undefined && { translates }),
    title: asString(title),
    addressees: asArray(addressees).map(asString),
    blocks: asArray(blocks).map(readBlock),
    demands: asArray(demands).map(asString),
    initiators: asArray(initiators).map(asString),
  };
}

function readBlock(value: unknown): Block {
  const { kind, ...rest } = asObject(value);
  if (kind === 'list') {
    if (typeof rest['ordered'] !== 'boolean') return refuse('"ordered" expected a boolean');
    return {
      kind,
      ordered: rest['ordered'],
      items: asArray(rest['items']).map((item) => asArray(item).map(readRun)),
    };
  }
  if (kind !== 'paragraph' && kind !== 'heading' && kind !== 'quotation') {
    return refuse('"kind" expected a kind of block');
  }
  return { kind, runs: asArray(rest['runs']).map(readRun) };
}

function readRun(value: unknown): Run {
  const { text, marks } = asObject(value);
  if (marks === undefined) return { text: asString(text) };
  return { text: asString(text), marks: asArray(marks).map(asMark) };
}

function asMark(value: unknown): Mark {
  return value === 'emphasis' || value === 'strong' ? value : refuse('unknown mark');
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('an object was expected');
  }
  return value as Readonly<Record<string, unknown>>;
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : refuse('a list was expected');
}

function asString(value: unknown): string {
  return typeof value === 'string' && value.isWellFormed() ? value : refuse('words were expected');
}

function refuse(message: string): never {
  throw new LetterFault('text-malformed', message);
}
