import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import subsetFont from 'subset-font';
import { faces, wholeFiles, type Face, type WholeFile } from './faces.ts';

const require = createRequire(import.meta.url);

/**
 * Cuts one face out of its package's file: WOFF2 without hints, and without the name that its
 * licence reserves for unmodified fonts (OFL 1.1 §3). The same input gives the same bytes.
 */
export async function cutFace(face: Face): Promise<Buffer> {
  const cut = await subsetFont(await readFile(require.resolve(face.from)), face.letters, {
    targetFormat: 'sfnt',
    noHinting: true,
    dropTables: ['STAT', 'gasp'],
    variationAxes: { wght: face.wght },
    ...(face.features === undefined ? {} : { keepFeatures: face.features }),
  });
  renameFont(cut);
  // Once more through HarfBuzz, which writes the checksums anew.
  return subsetFont(cut, undefined, { targetFormat: 'woff2', keepAllGlyphs: true });
}

// As long as the reserved name, so that nothing moves in the table.
const reservedName = utf16('Source');
const ownName = utf16('Record');
const copyrightNameId = 0;

/**
 * Writes our own name over the reserved one in the `name` table, in place. The copyright notice
 * stays as it is. Browsers refuse a font without that table, so it cannot be dropped.
 *
 * https://learn.microsoft.com/typography/opentype/spec/name
 */
function renameFont(sfnt: Buffer): void {
  const tableCount = sfnt.readUInt16BE(4);
  const records = Array.from({ length: tableCount }, (_, at) => 12 + 16 * at);
  const record = records.find((at) => sfnt.toString('latin1', at, at + 4) === 'name');
  if (record === undefined) throw new Error('the font has no name table');
  const table = sfnt.readUInt32BE(record + 8);
  const storage = table + sfnt.readUInt16BE(table + 4);
  for (let at = 0; at < sfnt.readUInt16BE(table + 2); at += 1) {
    const name = table + 6 + 12 * at;
    if (sfnt.readUInt16BE(name + 6) === copyrightNameId) continue;
    const start = storage + sfnt.readUInt16BE(name + 10);
    const words = sfnt.subarray(start, start + sfnt.readUInt16BE(name + 8));
    for (let found = words.indexOf(reservedName); found >= 0; found = words.indexOf(reservedName)) {
      words.set(ownName, found);
    }
  }
}

function utf16(words: string): Buffer {
  return Buffer.from(words, 'utf16le').swap16();
}

/** The `@font-face` rules for all faces, each with the exact range of its letters. */
export function fontStyles(): string {
  return `${[...faces.flatMap(faceRules), ...wholeFiles.map(wholeFileRule)].join('\n\n')}\n`;
}

function faceRules(face: Face): string[] {
  const url = `../fonts/${face.file}`;
  const ranges = rangesOf(face.letters);
  const own = rule(face.family, face.weight, url, ranges);
  if (face.beside === undefined) return [own];
  const { family, sizeAdjust } = face.beside;
  return [own, rule(family, face.weight, url, ranges, `  size-adjust: ${sizeAdjust}%;`)];
}

// By path, since Vite does not look for packages in a url().
function wholeFileRule(file: WholeFile): string {
  return rule(file.family, '400 700', `../../../node_modules/${file.from}`, rangesOf(file.letters));
}

function rule(
  family: string,
  weight: string,
  url: string,
  ranges: string,
  ...more: readonly string[]
): string {
  return [
    '@font-face {',
    `  font-family: '${family}';`,
    `  font-weight: ${weight};`,
    '  font-display: swap;',
    ...more,
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
