import { fontOf, isDrawable, loadCanvas, runsLeftward } from './canvas.ts';
import { setLines, type Line } from './set-lines.ts';

/** What a picture of a letter says where a link to it is shown. No face, and no name of a signer. */
export interface CardFacts {
  readonly title: string;
  /** BCP 47, of the title. */
  readonly language: string;
  /** What it is, in the reader's language. */
  readonly form: string;
  readonly publisher: string;
  /** Host of the instance. */
  readonly host: string;
}

export const cardSize = { width: 1200, height: 630 } as const;
const side = 90;
const mostLines = 4;

/**
 * A picture for social networks, PNG: the same facts give the same bytes on one platform.
 *
 * @returns undefined as of `drawLetter`.
 */
export async function drawCard(facts: CardFacts): Promise<Uint8Array | undefined> {
  const { title, language, form, publisher, host } = facts;
  if (![title, form, publisher].every(isDrawable)) return undefined;
  const canvas = await loadCanvas();
  if (canvas === undefined) return undefined;
  const ctx = canvas.createCanvas(cardSize.width, cardSize.height).getContext('2d');
  const isLeftward = runsLeftward(language);
  ctx.fillStyle = '#faf8f4';
  ctx.fillRect(0, 0, cardSize.width, cardSize.height);
  ctx.fillStyle = '#8c2f1b';
  ctx.fillRect(isLeftward ? cardSize.width - 18 : 0, 0, 18, cardSize.height);
  const put = (words: string, y: number, font: string, colour: string) => {
    ctx.font = font;
    ctx.fillStyle = colour;
    ctx.direction = isLeftward ? 'rtl' : 'ltr';
    ctx.textAlign = isLeftward ? 'right' : 'left';
    ctx.fillText(words, isLeftward ? cardSize.width - side : side, y);
  };
  put(form, 120, fontOf(32, {}), '#6b645a');
  const { lines, size } = fitted((words, at) => {
    ctx.font = fontOf(at, { isBold: true });
    return ctx.measureText(words).width;
  }, title);
  const height = size * 1.32;
  const top = 330 - (lines.length * height) / 2 + size;
  for (const [at, line] of lines.entries()) {
    const words = line.map(({ text }) => text).join('');
    put(words, top + at * height, fontOf(size, { isBold: true }), '#1c1a17');
  }
  put(publisher.slice(0, 60), 560, fontOf(28, { isBold: true }), '#1c1a17');
  ctx.font = fontOf(26, {});
  ctx.fillStyle = '#6b645a';
  ctx.direction = 'ltr';
  ctx.textAlign = isLeftward ? 'left' : 'right';
  ctx.fillText(host, isLeftward ? side : cardSize.width - side, 560);
  return new Uint8Array(ctx.canvas.toBuffer('image/png'));
}

/** The title as large as it fits; what does not fit at the smallest ends in dots. */
function fitted(
  measure: (words: string, size: number) => number,
  title: string,
): { readonly lines: readonly Line[]; readonly size: number } {
  const set = (size: number, words: string) =>
    setLines([{ text: words }], cardSize.width - 2 * side, (text) => measure(text, size));
  for (let size = 80; size > 44; size -= 6) {
    const lines = set(size, title);
    if (lines.length <= mostLines && lines.length * size * 1.32 < 340) return { lines, size };
  }
  const words = title.split(' ');
  for (let kept = Math.min(words.length, 60); ; kept -= 1) {
    const text =
      kept === words.length ? title : `${words.slice(0, kept).join(' ').slice(0, 300)} …`;
    const lines = set(44, text);
    if (lines.length <= 5 || kept <= 1) return { lines: lines.slice(0, 5), size: 44 };
  }
}
