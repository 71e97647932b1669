import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import subsetFont from 'subset-font';
import { keyOf, preparedFolder } from './private-cache.ts';

const require = createRequire(import.meta.url);

const fontFiles = [
  '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2',
  '@fontsource-variable/source-serif-4/files/source-serif-4-latin-ext-wght-normal.woff2',
  '@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2',
  '@fontsource-variable/source-sans-3/files/source-sans-3-latin-ext-wght-normal.woff2',
  '@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2',
];

const conversion = { keepAllGlyphs: true, targetFormat: 'sfnt' } as const;

// Nothing but these fonts, so that every machine draws the same page and a missing letter shows.
// The file of Source Sans 3 goes by the name of its lightest weight. Arial and Times New Roman are
// what Chromium's generic families ask fontconfig for.
const configuration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <match target="scan">
    <test name="family"><string>Source Sans 3 ExtraLight</string></test>
    <edit name="family" mode="assign_replace"><string>Source Sans 3</string></edit>
  </match>
${['serif', 'Times New Roman'].map((family) => alias(family, 'Source Serif 4')).join('\n')}
${['sans-serif', 'sans', 'system-ui', 'monospace', 'Arial'].map((family) => alias(family, 'Source Sans 3')).join('\n')}
  <match target="pattern">
    <edit name="family" mode="append_last"><string>Source Sans 3</string></edit>
  </match>
</fontconfig>
`;

function alias(family: string, latin: string): string {
  return `  <alias binding="same">
    <family>${family}</family>
    <prefer><family>${latin}</family><family>Vazirmatn</family></prefer>
  </alias>`;
}

/**
 * Prepares the fonts that stand for a system's own below `root`: Latin and Persian, from the
 * product's packages. They are unpacked from WOFF2 because Chromium's FreeType cannot read it
 * (WOFF2 web fonts go another way).
 *
 * @returns the path of a fontconfig file, for `FONTCONFIG_FILE`.
 */
export async function preparedSystemFonts(root: string): Promise<string> {
  const files = fontFiles.map((file) => require.resolve(file));
  const key = await keyOf(files, configuration + JSON.stringify(conversion));
  const folder = await preparedFolder(root, 'fonts', key, async (staging) => {
    await mkdir(join(staging, 'fonts'));
    for (const file of files) {
      const font = await subsetFont(await readFile(file), undefined, conversion);
      await writeFile(join(staging, 'fonts', basename(file, '.woff2') + '.ttf'), font);
    }
    await writeFile(join(staging, 'fonts.conf'), configuration);
  });
  return join(folder, 'fonts.conf');
}
