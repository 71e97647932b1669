import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import subsetFont from 'subset-font';

// Makes the Persian face of the public pages from the package's: its letters, digits and marks, in
// the weights the pages use. Run again when @fontsource-variable/vazirmatn changes.
const letters =
  'ءآأؤإئابپةتثجچحخدذرزژسشصضطظعغفقکكگلمنوهۀەىیيّ' +
  '\u064B\u064C\u064D\u064E\u064F\u0650\u0651\u0652\u0654\u0655\u0670' +
  '،؛؟٪٫٬۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩ـ«»…–—()[]/:.!-+·•› \u200C\u200D\u200E\u200F';

const root = path.join(import.meta.dirname, '..');
const whole = path.join(
  root,
  'node_modules/@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2',
);
const subset = await subsetFont(await readFile(whole), letters, {
  targetFormat: 'woff2',
  variationAxes: { wght: { min: 400, max: 700 } },
});
await writeFile(path.join(root, 'src/web/public/fonts/vazirmatn-persian.woff2'), subset);
