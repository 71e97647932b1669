import { Parser } from 'htmlparser2';

/** Elements whose content is not text that a reader of the page sees. */
const unread = new Set(
  'script style template noscript svg math iframe object canvas head title select textarea button'.split(
    ' ',
  ),
);
const apart = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol dl blockquote table section article aside header footer main nav figure pre form hr address details fieldset'.split(
    ' ',
  ),
);
const ownLine = new Set(
  'div li dt dd tr figcaption caption option summary legend thead tbody tfoot body html'.split(' '),
);
const cells = new Set(['td', 'th']);

/**
 * The text of HTML as lines: paragraphs apart by an empty line, list items and rows on their own
 * line, cells apart by a tab. Nothing is added that the page does not say (no bullets, no alternative
 * texts). Works on a stream of tags, not a tree: nesting depth costs no stack.
 */
export function htmlToText(html: string): string {
  const out = new TextLines();
  const skipped: string[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      if (skipped.length > 0 || unread.has(name) || isHidden(attributes)) {
        if (!voidElements.has(name)) skipped.push(name);
        return;
      }
      if (name === 'br') out.breakLine(1);
      else if (name === 'pre') out.keepSpace += 1;
      boundary(out, name);
      if (cells.has(name)) out.startCell();
    },
    ontext(text) {
      if (skipped.length === 0) out.add(text);
    },
    onclosetag(name) {
      if (skipped.length > 0) {
        if (skipped.at(-1) === name) skipped.pop();
        return;
      }
      if (name === 'pre') out.keepSpace -= 1;
      boundary(out, name);
      if (cells.has(name)) out.endCell();
    },
  });
  parser.end(html);
  return out.toString();
}

const voidElements = new Set(
  'area base br col embed hr img input link meta source track wbr'.split(' '),
);

function isHidden(attributes: Readonly<Record<string, string>>): boolean {
  if (attributes['hidden'] !== undefined) return true;
  return /display\s*:\s*none/i.test(attributes['style'] ?? '');
}

function boundary(out: TextLines, name: string): void {
  if (apart.has(name)) out.breakLine(2);
  else if (ownLine.has(name)) out.breakLine(1);
}

class TextLines {
  keepSpace = 0;
  readonly #parts: string[] = [];
  #pendingBreaks = 0;
  #pendingSpace = false;
  #pendingTab = false;
  #rowHasCell = false;
  /** In a cell that has no text yet: its paragraphs must not tear it from its row. */
  #cellIsFresh = false;

  /** Ends the line; `2` leaves an empty line. Breaks at the beginning and in a row of breaks fold. */
  breakLine(count: 1 | 2): void {
    if (this.#cellIsFresh) return;
    this.#pendingBreaks = Math.max(this.#pendingBreaks, count);
    this.#pendingSpace = false;
    this.#pendingTab = false;
    this.#rowHasCell = false;
  }

  startCell(): void {
    if (this.#rowHasCell && this.#pendingBreaks === 0) this.#pendingTab = true;
    this.#rowHasCell = true;
    this.#cellIsFresh = true;
  }

  endCell(): void {
    this.#cellIsFresh = false;
    this.#pendingBreaks = 0;
    this.#rowHasCell = true;
  }

  add(text: string): void {
    if (this.keepSpace > 0) {
      this.#write(text);
      return;
    }
    // No-break spaces stay: they are characters of the document.
    const folded = text.replace(/[ \t\n\r\f]+/g, ' ');
    const words = folded.replace(/^ | $/g, '');
    if (folded.startsWith(' ')) this.#pendingSpace = true;
    if (words === '') return;
    this.#write(words);
    this.#pendingSpace = folded.endsWith(' ');
  }

  #write(text: string): void {
    if (this.#parts.length > 0) {
      if (this.#pendingBreaks > 0) this.#parts.push('\n'.repeat(this.#pendingBreaks));
      else if (this.#pendingTab) this.#parts.push('\t');
      else if (this.#pendingSpace) this.#parts.push(' ');
    }
    this.#pendingBreaks = 0;
    this.#pendingTab = false;
    this.#pendingSpace = false;
    this.#cellIsFresh = false;
    this.#parts.push(text);
  }

  toString(): string {
    return this.#parts.join('');
  }
}
