import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Rollup } from 'vite';
import { locales } from '../src/platform/languages/index.ts';
import { pageStyle } from '../src/publish/dossier/page/page-style.ts';
import { readVerdictWords } from '../src/dossier-words.ts';
import { verifyPageFile } from '../src/web/dossier/verify-page.ts';

const root = path.resolve(import.meta.dirname, '..');

/**
 * Builds the verification page: one HTML file with its script and its styles in it, and a policy that
 * lets exactly those two in and no request out. The same sources give the same bytes.
 *
 * @throws Error when something of a server would get into it.
 */
export async function makeVerifyPage(): Promise<string> {
  const [script, own] = await Promise.all([
    bundle(),
    readFile(path.join(root, 'src/web/verify-page/verify-page.css'), 'utf8'),
  ]);
  const style = `${pageStyle}${own}`;
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const words = readVerdictWords();
  const noScript = locales.map(
    (locale) => `<p lang="${locale}" dir="auto">${words[locale]['verify.noscript'] ?? ''}</p>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.en['verify.title'] ?? ''}</title>
<style>${style}</style>
</head>
<body>
<noscript>${noScript.join('')}</noscript>
<div id="page"></div>
<script>${script}</script>
</body>
</html>
`;
}

/** Writes the page into the folder of a build. */
export async function buildVerifyPage(folder: string): Promise<void> {
  const file = path.join(folder, verifyPageFile);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, await makeVerifyPage());
}

async function bundle(): Promise<string> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    define: { builtInNames: JSON.stringify(platformNames()) },
    build: {
      write: false,
      target: 'es2022',
      lib: {
        entry: path.join(root, 'src/web/verify-page/main.ts'),
        formats: ['iife'],
        name: 'verifyPage',
      },
      rolldownOptions: {
        // What a page needs of the rooms is pure; the rest of them must fall away whole.
        treeshake: {
          moduleSideEffects: (id) => /verify-page\/(?:main|display-names)\.ts$/.test(id),
        },
        external: /^node:/,
      },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const [chunk] = output !== undefined && 'output' in output ? output.output : [];
  if (chunk?.type !== 'chunk') throw new Error('nothing was built');
  requirePure(chunk);
  if (chunk.code.includes('<!--')) throw new Error('the script would begin a comment of the page');
  // The one text that would end the element it stands in.
  return chunk.code.replaceAll('</script', String.raw`<\/script`);
}

const lower = Array.from('abcdefghijklmnopqrstuvwxyz');

/** Names of every country and language that has one: browsers know few of them. */
function platformNames(): Record<string, Record<string, Record<string, string>>> {
  const two = lower.flatMap((first) => lower.map((second) => first + second));
  const codes = {
    region: two.map((code) => code.toUpperCase()),
    language: [...two, ...two.flatMap((start) => lower.map((end) => start + end))],
  };
  return Object.fromEntries(
    locales.map((locale) => [
      locale,
      { region: namesOf(locale, 'region'), language: namesOf(locale, 'language') },
    ]),
  );

  function namesOf(locale: string, type: 'region' | 'language'): Record<string, string> {
    const names = new Intl.DisplayNames([locale, 'en'], { type, fallback: 'none' });
    return Object.fromEntries(
      codes[type].flatMap((code) => {
        const name = names.of(code);
        return name === undefined ? [] : [[code, name]];
      }),
    );
  }
}

/** @throws Error when code of a server is in what browsers get. */
export function requirePure({ imports, modules }: Rollup.OutputChunk): void {
  const foreign = Object.entries(modules).filter(
    ([id, { renderedLength }]) =>
      renderedLength > 0 && /\/node_modules\/(?:kysely|pg|pg-boss|undici|pino)\//.test(id),
  );
  const found = [...imports, ...foreign.map(([id]) => id)];
  if (found.length > 0) throw new Error(`code of a server in the page: ${found.join(', ')}`);
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

if (import.meta.main) await buildVerifyPage(path.join(root, 'build'));
