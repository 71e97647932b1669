import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import subsetFont from 'subset-font';
import { faces, wholeFiles, type Face, type WholeFile } from './faces.ts';

const require = createRequire(import.meta.url);

/**
 * Cuts one face out of its package's file: WOFF2 without hints and without the name table, whose
 * reserved names a modified font must not carry (OFL 1.1 §3). The same input gives the same bytes.
 */
export async function cutFace(face: Face): Promise<Buffer> {
  return subsetFont(await readFile(require.resolve(face.from)), face.letters, {
    targetFormat: 'woff2',
    noHinting: true,
    dropTables: ['STAT', 'gasp', 'name'],
    variationAxes: { wght: face.wght },
    ...(face.features === undefined ? {} : { keepFeatures: face.features }),
  });
}

/** The `@font-face` rules for all faces, each with the exact range of its letters. */
export function fontStyles(): string {
  return `${[...faces.map(faceRule), ...wholeFiles.map(wholeFileRule)].join('\n\n')}\n`;
}

function faceRule(face: Face): string {
  return rule(face.family, face.weight, `../fonts/${face.file}`, rangesOf(face.letters), face);
}

// By path, since Vite does not look for packages in a url().
function wholeFileRule(file: WholeFile): string {
  return rule(file.family, '400 700', `../../../node_modules/${file.from}`, file.ranges, file);
}

function rule(
  family: string,
  weight: string,
  url: string,
  ranges: string,
  { sizeAdjust }: { readonly sizeAdjust?: number },
): string {
  return [
    '@font-face {',
    `  font-family: '${family}';`,
    `  font-weight: ${weight};`,
    '  font-display: swap;',
    ...(sizeAdjust === undefined ? [] : [`  size-adjust: ${sizeAdjust}%;`]),
    `  src: url('${url}') format('woff2');`,
    `  unicode-range: ${ranges};`,
    '}',
  ].join('\n');
}

/** `abcf` → `U+61-63, U+66`. */
export function rangesOf(letters: string): string {
  const points = [...new Set(Array.from(letters, (letter) => letter.codePointAt(0) ?? 0))].sort(
    (a, b) => a - b,
  );
  const ranges: { first: number; last: number }[] = [];
  for (const point of points) {
    const range = ranges.at(-1);
    if (range !== undefined && range.last === point - 1) range.last = point;
    else ranges.push({ first: point, last: point });
  }
  const hex = (point: number): string => point.toString(16).toUpperCase();
  return ranges
    .map(({ first, last }) => (first === last ? `U+${hex(first)}` : `U+${hex(first)}-${hex(last)}`))
    .join(', ');
}
