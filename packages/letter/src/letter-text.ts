import { canonicalJson, type HashProvider, type JsonValue } from '@countersign/proof';

/** How a run of words is set. */
export type Mark = 'emphasis' | 'strong';

/** Words set in one way. Their order in `marks` is that of the alphabet; each occurs once. */
export interface Run {
  readonly text: string;
  readonly marks?: readonly Mark[];
}

/** One part of a letter, one below the other. */
export type Block =
  | { readonly kind: 'paragraph' | 'heading' | 'quotation'; readonly runs: readonly Run[] }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      readonly items: readonly (readonly Run[])[];
    };

/** What people sign, or a translation of it: the words of one version of a letter, in one language (spec/letter.md). */
export interface LetterText {
  /** Public id of the letter, a UUID in lower case. */
  readonly letter: string;
  /** Of the version, from 1. */
  readonly number: number;
  /** BCP 47, such as `en` or `fa`. */
  readonly language: string;
  /** Of a translation: SHA-256 (hexadecimal) of the text that it translates. Absent from what is signed. */
  readonly translates?: string;
  readonly title: string;
  readonly addressees: readonly string[];
  readonly blocks: readonly Block[];
  readonly demands: readonly string[];
  readonly initiators: readonly string[];
}

export const textLimits = {
  /** Of the whole, as canonical JSON in UTF-8. */
  bytes: 262_144,
  blocks: 1_000,
  /** Addressees, demands, initiators: of each. */
  lines: 200,
  /** Code points of a title, an addressee, a demand, an initiator. */
  lineLength: 2_000,
} as const;

/** The text as it is stored, served and hashed: canonical JSON (RFC 8785). */
export function letterTextJson(text: LetterText): string {
  const { letter, number, language, translates, title, addressees, demands, initiators } = text;
  return canonicalJson({
    ...{ v: 1, letter, number, language, title, addressees, demands, initiators },
    ...(translates !== undefined && { translates }),
    blocks: text.blocks.map(blockToJson),
  });
}

/** SHA-256 of {@link letterTextJson} in UTF-8: what a signature is bound to. */
export function hashLetterText(provider: HashProvider, text: LetterText): Uint8Array {
  return provider.sha256(new TextEncoder().encode(letterTextJson(text)));
}

/** The words of a block without their setting; items of a list one a line. Anchors count in it. */
export function blockWords(block: Block): string {
  const rows = block.kind === 'list' ? block.items : [block.runs];
  return rows.map((runs) => runs.map(({ text }) => text).join('')).join('\n');
}

/** Every line and block of a text without its setting, from the title down. */
export function letterWords(text: LetterText): string[] {
  const { title, addressees, blocks, demands, initiators } = text;
  return [title, ...addressees, ...blocks.map(blockWords), ...demands, ...initiators];
}

function blockToJson(block: Block): JsonValue {
  if (block.kind === 'list') {
    const { kind, ordered, items } = block;
    return { kind, ordered, items: items.map((runs) => runs.map(runToJson)) };
  }
  return { kind: block.kind, runs: block.runs.map(runToJson) };
}

function runToJson({ text, marks = [] }: Run): JsonValue {
  return marks.length === 0 ? { text } : { marks, text };
}
