/** What kind of character it is that nobody sees; for the sentence that refuses it. */
export type InvisibleKind = 'direction' | 'joiner' | 'space' | 'hyphen' | 'line' | 'control';

/** An invisible character where it has no business. */
export interface Invisible {
  readonly kind: InvisibleKind;
  /** As Unicode writes it: `U+202E`. */
  readonly code: string;
  readonly at: 'start' | 'inside';
  /** What stands before it, to be found by: at most twenty characters, themselves visible. */
  readonly before: string;
}

// Everything that is drawn as nothing (Unicode's Default_Ignorable_Code_Point), controls other than
// tab and line ends, separators of lines, and annotations. Variation selectors change how the
// character before them looks and stay.
const invisible =
  /(?![\t\n\r\p{Variation_Selector}])[\p{Default_Ignorable_Code_Point}\p{Cc}\u2028\u2029\uFFF9-\uFFFB]/gu;

const nonJoiner = '\u200C';
const joiner = '\u200D';
// Scripts whose letters join, or stack, so that a joiner between them is part of the spelling.
const joining =
  /[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mong}\p{scx=Nkoo}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}]/u;
const picture = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]/u;
const blank = /(?!\p{Variation_Selector})[\s\p{Default_Ignorable_Code_Point}]/u;
const joiners = /[\u200C\u200D]+/g;

/**
 * The first invisible character of a text that does not belong there: one that turns the direction
 * of what stands round it, or lets two names look the same that are not. Zero-width (non-)joiners may
 * stand where the script needs them: «می‌روم», «PDF‌ها», 👩‍⚖️.
 *
 * For what people type. The words of a source stay as they are, whatever is in them.
 */
export function invisibleIn(text: string): Invisible | undefined {
  for (const match of text.matchAll(invisible)) {
    const [character] = match;
    if (isSpelling(text, match.index)) continue;
    const visible = text.slice(0, match.index).replaceAll(invisible, '');
    const before = Array.from(visible).slice(-20).join('').trim();
    const at = before === '' ? 'start' : 'inside';
    return { kind: kindOf(character), code: codeOf(character), at, before };
  }
  return undefined;
}

/** The same text without them: for what is offered, which was copied from somewhere. */
export function withoutInvisible(text: string): string {
  const joined = text
    .replaceAll(invisible, (character) => (isJoiner(character) ? character : ''))
    .replaceAll(joiners, (run) => run.slice(0, 1));
  return joined.replaceAll(joiners, (character, index: number) =>
    isSpelling(joined, index) ? character : '',
  );
}

/** Whether a character turns the direction of what stands round it (UAX #9 §2). */
export function turnsDirection(character: string): boolean {
  return /^[\u202A-\u202E\u2066-\u2069]$/.test(character);
}

const directionNames: Readonly<Record<string, string>> = {
  '\u202A': 'LRE',
  '\u202B': 'RLE',
  '\u202C': 'PDF',
  '\u202D': 'LRO',
  '\u202E': 'RLO',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
};

/** The short name of such a character in Unicode, to stand in its place: `RLO`. */
export function directionName(character: string): string {
  return directionNames[character] ?? codeOf(character);
}

function isSpelling(text: string, index: number): boolean {
  const character = text[index] ?? '';
  if (!isJoiner(character)) return false;
  const before = Array.from(text.slice(0, index)).at(-1) ?? ' ';
  const after = Array.from(text.slice(index + 1, index + 3))[0] ?? ' ';
  if (blank.test(before) || blank.test(after)) return false;
  if (joining.test(before) || joining.test(after)) return true;
  return character === joiner && picture.test(before) && picture.test(after);
}

function isJoiner(character: string): boolean {
  return character === nonJoiner || character === joiner;
}

function kindOf(character: string): InvisibleKind {
  if (/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/.test(character)) return 'direction';
  if (/\u2060|\u034F/.test(character) || isJoiner(character)) return 'joiner';
  if (/[\u115F\u1160\u200B\u3164\uFEFF\uFFA0]/.test(character)) return 'space';
  if (character === '\u00AD') return 'hyphen';
  return /[\u0085\u2028\u2029\v\f]/.test(character) ? 'line' : 'control';
}

function codeOf(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `U+${hex.padStart(4, '0')}`;
}
