import type { Block, Mark, Run } from './letter-text.ts';

/**
 * Reads the form in which anybody can type a letter: blocks between empty lines, `# ` before a heading,
 * `> ` before a quotation, `- ` or `1. ` before the items of a list, `*emphasis*` and `**strong**`. A
 * backslash makes the sign after it an ordinary one. Takes everything: what is no sign of ours is a word.
 */
export function readPlainForm(typed: string): Block[] {
  const blocks: OpenBlock[] = [];
  let open: OpenBlock | undefined;
  for (const line of typed.split(/\r\n|[\n\r]/u)) {
    if (line.trim() === '') {
      open = undefined;
      continue;
    }
    const { sign, words } = readLine(line);
    if (sign === undefined && open !== undefined && open.kind !== 'heading') {
      const rows: string[] = open.rows;
      rows.push(`${rows.pop() ?? ''} ${words}`);
    } else if (sign !== undefined && sign === open?.kind && sign !== 'heading') {
      if (sign === 'quotation') open.rows.push(`${open.rows.pop() ?? ''} ${words}`);
      else open.rows.push(words);
    } else {
      open = { kind: sign ?? 'paragraph', rows: [words] };
      blocks.push(open);
    }
  }
  return blocks.map(closeBlock);
}

/** The blocks as {@link readPlainForm} reads them; of a text in normal form, exactly these. */
export function writePlainForm(blocks: readonly Block[]): string {
  return blocks.map(writeBlock).join('\n\n');
}

type Sign = 'heading' | 'quotation' | 'ordered' | 'unordered';

interface OpenBlock {
  readonly kind: Sign | 'paragraph';
  readonly rows: string[];
}

// Numbers in any script, for a Persian list counts in Persian digits.
const signs: readonly (readonly [Sign, RegExp])[] = [
  ['heading', /^#\s+/u],
  ['quotation', /^>\s*/u],
  ['unordered', /^[-•]\s+/u],
  ['ordered', /^\p{Nd}{1,9}[.)]\s+/u],
];

function readLine(line: string): { readonly sign: Sign | undefined; readonly words: string } {
  const words = line.trimStart();
  for (const [sign, pattern] of signs) {
    const found = pattern.exec(words);
    if (found !== null) return { sign, words: words.slice(found[0].length) };
  }
  return { sign: undefined, words };
}

function closeBlock({ kind, rows }: OpenBlock): Block {
  if (kind === 'ordered' || kind === 'unordered') {
    return { kind: 'list', ordered: kind === 'ordered', items: rows.map(readRuns) };
  }
  return { kind, runs: readRuns(rows.join(' ')) };
}

/** Words, or the sign that switches a mark on or off. */
type Token = { readonly text: string } | { readonly mark: Mark; readonly text: string };

const sorted: readonly Mark[] = ['emphasis', 'strong'];

function readRuns(words: string): Run[] {
  const tokens = readTokens(words);
  // A sign without its other half is an ordinary one.
  const lone = new Set(
    sorted.flatMap((mark) => {
      const own = tokens.filter((token) => 'mark' in token && token.mark === mark);
      return own.length % 2 === 0 ? [] : own.slice(-1);
    }),
  );
  const on = new Set<Mark>();
  const runs: { text: string; marks: Mark[] }[] = [];
  for (const token of tokens) {
    if ('mark' in token && !lone.has(token)) {
      if (!on.delete(token.mark)) on.add(token.mark);
      continue;
    }
    const marks = sorted.filter((mark) => on.has(mark));
    const last = runs.at(-1);
    if (last !== undefined && last.marks.join(' ') === marks.join(' ')) last.text += token.text;
    else runs.push({ text: token.text, marks });
  }
  return runs.map(({ text, marks }) => (marks.length === 0 ? { text } : { text, marks }));
}

const piece = /\\(?<escaped>[\\*#>\-•.)])|(?<stars>\*{1,3})|[^\\*]+|[\\*]/gu;

function readTokens(words: string): Token[] {
  const tokens: Token[] = [];
  for (const { 0: found, index, groups } of words.matchAll(piece)) {
    const { escaped, stars } = groups ?? {};
    if (escaped !== undefined) tokens.push({ text: escaped });
    else if (stars === undefined || stands(words, index, found.length))
      tokens.push({ text: found });
    else {
      if (stars !== '*') tokens.push({ mark: 'strong', text: '**' });
      if (stars !== '**') tokens.push({ mark: 'emphasis', text: '*' });
    }
  }
  return tokens;
}

// An asterisk between spaces is multiplied with, or stands in a list that we do not know.
function stands(words: string, at: number, length: number): boolean {
  const isEdge = (letter: string | undefined) => letter === undefined || /\s/u.test(letter);
  return isEdge(words[at - 1]) && isEdge(words[at + length]);
}

function writeBlock(block: Block): string {
  if (block.kind === 'list') {
    const sign = (at: number) => (block.ordered ? `${at + 1}. ` : '- ');
    return block.items.map((runs, at) => sign(at) + writeRuns(runs)).join('\n');
  }
  const words = writeRuns(block.runs);
  if (block.kind === 'heading') return `# ${words}`;
  return block.kind === 'quotation' ? `> ${words}` : withoutSign(words);
}

function withoutSign(words: string): string {
  const { sign } = readLine(words);
  if (sign === undefined) return words;
  return sign === 'ordered' ? words.replace(/[.)]/u, String.raw`\$&`) : `\\${words}`;
}

function writeRuns(runs: readonly Run[]): string {
  let on: readonly Mark[] = [];
  let words = '';
  for (const { text, marks = [] } of [...runs, { text: '' }]) {
    if (on.includes('strong') !== marks.includes('strong')) words += '**';
    if (on.includes('emphasis') !== marks.includes('emphasis')) words += '*';
    words += text.replaceAll(/[\\*]/gu, String.raw`\$&`);
    on = marks;
  }
  return words;
}
