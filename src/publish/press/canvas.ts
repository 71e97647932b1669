import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type * as NapiCanvas from '@napi-rs/canvas';

type Canvas = typeof NapiCanvas;
export type Context = ReturnType<InstanceType<Canvas['PDFDocument']>['beginPage']>;

// A subset of a font a name: what one has not is looked for in the next.
const fonts = {
  'Press Serif': 'source-serif-4/files/source-serif-4-latin-wght-normal',
  'Press Serif Further': 'source-serif-4/files/source-serif-4-latin-ext-wght-normal',
  'Press Serif Greek': 'source-serif-4/files/source-serif-4-greek-wght-normal',
  'Press Serif Cyrillic': 'source-serif-4/files/source-serif-4-cyrillic-wght-normal',
  'Press Slanted': 'source-serif-4/files/source-serif-4-latin-wght-italic',
  'Press Slanted Further': 'source-serif-4/files/source-serif-4-latin-ext-wght-italic',
  'Press Persian': 'vazirmatn/files/vazirmatn-arabic-wght-normal',
} as const;

const upright = Object.keys(fonts).filter((name) => !name.includes('Slanted'));
const slanted = Object.keys(fonts).filter((name) => name.includes('Slanted'));

let loading: Promise<Canvas | undefined> | undefined;

/**
 * The library that draws, with our fonts; loaded when it is first needed, because it is large.
 *
 * @returns undefined on a platform that it has no binary for: kits go without drawings there.
 */
export function loadCanvas(): Promise<Canvas | undefined> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Canvas | undefined> {
  let canvas: Canvas;
  try {
    canvas = await import('@napi-rs/canvas');
  } catch {
    return undefined;
  }
  for (const [name, file] of Object.entries(fonts)) {
    const at = fileURLToPath(import.meta.resolve(`@fontsource-variable/${file}.woff2`));
    canvas.GlobalFonts.register(await readFile(at), name);
  }
  return canvas;
}

/** A font for `ctx.font`. Persian has no slanted form: it stays upright. */
export function fontOf(
  size: number,
  {
    isBold = false,
    isSlanted = false,
  }: { readonly isBold?: boolean; readonly isSlanted?: boolean },
): string {
  const families = [...(isSlanted ? slanted : []), ...upright].map((name) => `'${name}'`);
  return `${isBold ? '700' : '400'} ${size}px ${families.join(', ')}`;
}

const known =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Common}\p{Script=Inherited}]*$/u;
const pictures = /(?![©®™])\p{Extended_Pictographic}/u;

/** Whether our fonts have the letters of a text; boxes in their place would be worse than no drawing. */
export function isDrawable(text: string): boolean {
  return known.test(text) && !pictures.test(text);
}

const leftward = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** Whether a language (BCP 47) is written from right to left. */
export function runsLeftward(language: string): boolean {
  return leftward.has(language.split('-', 1)[0] ?? '');
}
