import { setImmediate } from 'node:timers/promises';
import type { Block, LetterText, Run } from '@countersign/letter';
import type { LetterLabels } from './letter-labels.ts';
import { breakPages } from './break-pages.ts';
import { fontOf, isDrawable, loadCanvas, runsLeftward, type Context } from './canvas.ts';
import { setLines, type Line } from './set-lines.ts';

/** A4, in points. */
const sheet = { width: 595, height: 842, side: 72, top: 72, bottom: 76 } as const;
const inner = sheet.width - 2 * sheet.side;

/** Lines below each other that belong together. */
interface Paragraph {
  readonly runs: readonly Run[];
  readonly size: number;
  readonly isBold?: boolean;
  readonly isMuted?: boolean;
  /** Points from the side where reading begins. */
  readonly indent?: number;
  /** Stands in the indent of the first line. */
  readonly marker?: string;
  /** A line beside it, as of words by others. */
  readonly hasRule?: boolean;
  /** It is a heading: never the last on a page. */
  readonly leads?: boolean;
  readonly before: number;
}

/**
 * A letter as a PDF to print: the same text and labels give the same bytes.
 *
 * @returns undefined where there is no drawing library, or our fonts have not all of its letters.
 */
export async function drawLetter(
  text: LetterText,
  labels: LetterLabels,
): Promise<Uint8Array | undefined> {
  const paragraphs = paragraphsOf(text, labels);
  if (!paragraphs.every(({ runs }) => runs.every((run) => isDrawable(run.text)))) return undefined;
  const canvas = await loadCanvas();
  if (canvas === undefined) return undefined;
  const document = new canvas.PDFDocument({
    ...{ title: text.title, author: labels.publisher, creator: 'Countersign' },
  });
  const isLeftward = runsLeftward(text.language);
  const whole = canvas.createCanvas(1, 1).getContext('2d');
  const set: SetParagraph[] = [];
  for (const paragraph of paragraphs) {
    // A long letter takes a tenth of a second: whoever signs meanwhile is not to wait for all of it.
    await setImmediate();
    set.push(setParagraph(whole, paragraph));
  }
  const pages = breakPages(set, sheet.height - sheet.top - sheet.bottom);
  for (const [at, rows] of pages.entries()) {
    await setImmediate();
    const ctx = document.beginPage(sheet.width, sheet.height);
    for (const { of, line, top } of rows) drawLine(ctx, of, line, sheet.top + top, isLeftward);
    foot(ctx, labels.number(at + 1), labels.address);
    document.endPage();
  }
  return new Uint8Array(document.close());
}

interface SetParagraph extends Paragraph {
  /** Of a line, in points. */
  readonly height: number;
  readonly lines: readonly Line[];
}

function setParagraph(ctx: Context, paragraph: Paragraph): SetParagraph {
  const { runs, size, indent = 0 } = paragraph;
  const lines = setLines(runs, inner - indent, (words, marks) => {
    ctx.font = fontIn(paragraph, marks);
    return ctx.measureText(words).width;
  });
  return { ...paragraph, lines, height: size * 1.5 };
}

function fontIn({ size, isBold }: Paragraph, marks: NonNullable<Run['marks']>): string {
  return fontOf(size, {
    isBold: isBold === true || marks.includes('strong'),
    isSlanted: marks.includes('emphasis'),
  });
}

function drawLine(ctx: Context, of: SetParagraph, at: number, y: number, isLeftward: boolean) {
  const { size, height, indent = 0, marker } = of;
  ctx.fillStyle = of.isMuted === true ? '#555' : '#111';
  if (at === 0 && marker !== undefined) {
    ctx.font = fontIn(of, []);
    place(ctx, marker, indent - 24, y + size, isLeftward);
  }
  if (of.hasRule === true) rule(ctx, indent - 12, y, height, isLeftward);
  let from = indent;
  for (const { text, marks, width } of of.lines[at] ?? []) {
    ctx.font = fontIn(of, marks);
    place(ctx, text, from, y + size, isLeftward);
    from += width;
  }
}

/** Draws words so far from the side where reading begins. */
function place(ctx: Context, words: string, from: number, baseline: number, isLeftward: boolean) {
  ctx.direction = isLeftward ? 'rtl' : 'ltr';
  ctx.textAlign = isLeftward ? 'right' : 'left';
  ctx.fillText(words, isLeftward ? sheet.width - sheet.side - from : sheet.side + from, baseline);
}

function rule(ctx: Context, from: number, y: number, height: number, isLeftward: boolean): void {
  ctx.fillStyle = '#999';
  const x = isLeftward ? sheet.width - sheet.side - from : sheet.side + from;
  ctx.fillRect(x, y, 1.5, height);
  ctx.fillStyle = '#111';
}

function foot(ctx: Context, page: string, address: string): void {
  ctx.font = fontOf(8, {});
  ctx.fillStyle = '#555';
  ctx.direction = 'ltr';
  const y = sheet.height - 44;
  ctx.textAlign = 'left';
  ctx.fillText(address, sheet.side, y);
  ctx.annotateLinkUrl(
    sheet.side,
    y - 10,
    sheet.side + ctx.measureText(address).width,
    y + 3,
    address,
  );
  ctx.textAlign = 'right';
  ctx.fillText(page, sheet.width - sheet.side, y);
}

const plain = (text: string): readonly Run[] => [{ text }];

function paragraphsOf(text: LetterText, labels: LetterLabels): Paragraph[] {
  const label = (words: string): Paragraph => ({
    ...{ runs: plain(words), size: 9, isBold: true, isMuted: true, leads: true, before: 16 },
  });
  const lines = (words: readonly string[], title: string, number?: (at: number) => string) =>
    words.length === 0
      ? []
      : [
          label(title),
          ...words.map((line, at): Paragraph => ({
            ...{ runs: plain(line), size: 11.5, before: 2 },
            ...(number && { indent: 24, marker: number(at + 1) }),
          })),
        ];
  return [
    { runs: plain(labels.form), size: 10, isMuted: true, before: 0 },
    { runs: plain(text.title), size: 23, isBold: true, before: 6 },
    ...lines(text.addressees, labels.to),
    { runs: [], size: 1, before: 14 },
    ...text.blocks.flatMap((block) => blockParagraphs(block, labels.number)),
    ...lines(text.demands, labels.demands, (at) => `${labels.number(at)}.`),
    ...lines(text.initiators, labels.initiators),
    ...labels.facts.map((fact, at): Paragraph => ({
      ...{ runs: plain(fact), size: 8.5, isMuted: true, before: at === 0 ? 28 : 0 },
    })),
  ];
}

function blockParagraphs(block: Block, number: (at: number) => string): Paragraph[] {
  switch (block.kind) {
    case 'heading':
      return [{ runs: block.runs, size: 14, isBold: true, leads: true, before: 14 }];
    case 'quotation':
      return [{ runs: block.runs, size: 11.5, indent: 24, hasRule: true, before: 8 }];
    case 'paragraph':
      return [{ runs: block.runs, size: 11.5, before: 7 }];
    case 'list':
      return block.items.map((runs, at): Paragraph => ({
        ...{ runs, size: 11.5, indent: 24, before: at === 0 ? 7 : 2 },
        marker: block.ordered ? `${number(at + 1)}.` : '•',
      }));
  }
}
