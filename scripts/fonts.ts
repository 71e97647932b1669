import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { faces } from './fonts/faces.ts';
import { cutFace, fontStyles } from './fonts/make-fonts.ts';

// Makes src/web/fonts and src/web/styles/fonts.css from the packages. What it makes is kept in the
// repository, so that building the pages needs no WebAssembly; a test holds both to each other.

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'src/web/fonts');
const styles = path.join(root, 'src/web/styles/fonts.css');

mkdirSync(folder, { recursive: true });
for (const face of faces) {
  const font = await cutFace(face);
  writeFileSync(path.join(folder, face.file), font);
  console.log(`${face.file}\t${font.length} bytes`);
}

const require = createRequire(import.meta.url);
const holders = [
  'Copyright 2014-2023 Adobe (http://www.adobe.com/), with Reserved Font Name ‘Source’:',
  '  serif*.woff2 are cut from Source Serif 4, sans*.woff2 from Source Sans 3.',
  'Copyright 2015 The Vazirmatn Project Authors (https://github.com/rastikerdar/vazirmatn):',
  '  persian*.woff2 are cut from Vazirmatn.',
];
const licence = readFileSync(require.resolve('@fontsource-variable/vazirmatn/LICENSE'), 'utf8');
writeFileSync(
  path.join(folder, 'OFL.txt'),
  [...holders, '', licence.slice(licence.indexOf('This Font Software'))].join('\n'),
);

writeFileSync(styles, fontStyles());
const oxfmt = path.join(root, 'node_modules/.bin/oxfmt');
process.exitCode = spawnSync(process.execPath, [oxfmt, styles], { stdio: 'inherit' }).status ?? 1;
