import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { faces, wholeFiles } from './faces.ts';
import { cutFace, fontStyles, rangesOf } from './make-fonts.ts';

const kept = (path: string): URL => new URL(`../../src/web/${path}`, import.meta.url);
const words = (css: string): string => css.replaceAll(/\s+/g, ' ');

test.each(faces)('$file is what its package gives today', async (face) => {
  const font = await cutFace(face);
  expect(font.equals(await readFile(kept(`fonts/${face.file}`)))).toBe(true);
});

test('the styles name exactly these faces', async () => {
  expect(words(await readFile(kept('styles/fonts.css'), 'utf8'))).toBe(words(fontStyles()));
});

test('every family is in a stack of the pages', async () => {
  const tokens = await readFile(kept('styles/tokens.css'), 'utf8');
  const families = fontStyles().matchAll(/font-family: ('[^']+')/g);
  expect([...families].filter(([, family]) => !tokens.includes(family ?? ''))).toEqual([]);
});

// Else a browser fetches 46 kB for a letter that it has already.
test('a whole file answers for no letter of a face', () => {
  const known = new Set(faces.flatMap((face) => Array.from(face.letters)));
  const twice = wholeFiles.flatMap((file) =>
    Array.from(file.letters).filter((letter) => known.has(letter)),
  );
  expect(twice).toEqual([]);
});

test('ranges join neighbours, whatever their order and number', () => {
  expect(rangesOf('fabca')).toBe('U+61-63, U+66');
});

// The rest of a public page's 50 kB is for the page itself and its styles.
test.each([
  ['an English or French page', 30_000, ['serif.woff2', 'sans.woff2']],
  ['a Persian page', 31_000, ['persian-400.woff2', 'persian-700.woff2', 'persian-marks.woff2']],
])('%s needs at most %i bytes of fonts', async (_page, most, files) => {
  const sizes = await Promise.all(
    files.map(async (file) => (await readFile(kept(`fonts/${file}`))).length),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(most);
});
