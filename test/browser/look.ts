import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';

const usage = `Takes pictures of pages, for a person to look at.

  look.ts URL… --out DIR [--cookie NAME=VALUE]… [--js off] [--locale LOCALE]
          [--only VARIANT]…

Each page is drawn as desktop-light, desktop-dark, phone and print (a picture and a PDF).`;

// A picture higher than this is no longer looked at but scrolled past.
const maxHeightPx = 4000;

interface Variant {
  readonly name: string;
  readonly context: BrowserContextOptions;
}

const variants: readonly Variant[] = [
  { name: 'desktop-light', context: { viewport: { width: 1280, height: 800 } } },
  {
    name: 'desktop-dark',
    context: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  },
  {
    name: 'phone',
    context: {
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      hasTouch: true,
      isMobile: true,
    },
  },
  // A4 less margins of 18 mm, at 96 px to the inch.
  { name: 'print', context: { viewport: { width: 658, height: 987 } } },
];

interface Order {
  readonly urls: readonly URL[];
  readonly out: string;
  readonly cookies: readonly { readonly name: string; readonly value: string }[];
  readonly javaScript: boolean;
  /** What the browser says its person reads, such as `fa`. */
  readonly locale: string;
  readonly variants: readonly Variant[];
}

function parseOrder(args: readonly string[]): Order {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      cookie: { type: 'string', multiple: true, default: [] },
      locale: { type: 'string', default: 'en' },
      js: { type: 'string', default: 'on' },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  if (values.out === undefined) throw new Error('--out DIR is missing');
  if (positionals.length === 0) throw new Error('no URL given');
  if (values.js !== 'on' && values.js !== 'off') throw new Error('--js expects on or off');
  const unknown = values.only.filter((name) => !variants.some((variant) => variant.name === name));
  if (unknown.length > 0) throw new Error(`--only: no variant is called ${unknown.join(', ')}`);
  return {
    urls: positionals.map(parseAddress),
    out: values.out,
    cookies: values.cookie.map(parseCookie),
    javaScript: values.js === 'on',
    locale: values.locale,
    variants: variants.filter(({ name }) => values.only.length === 0 || values.only.includes(name)),
  };
}

function parseAddress(text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw new Error(`"${text}" is not an address`);
  return url;
}

function parseCookie(text: string): { name: string; value: string } {
  const at = text.indexOf('=');
  if (at < 1) throw new Error('--cookie expects NAME=VALUE');
  return { name: text.slice(0, at), value: text.slice(at + 1) };
}

async function look(browser: Browser, url: URL, variant: Variant, order: Order): Promise<string[]> {
  const context = await browser.newContext({
    ...variant.context,
    javaScriptEnabled: order.javaScript,
    locale: order.locale,
  });
  try {
    await context.addCookies(order.cookies.map((cookie) => ({ ...cookie, url: url.origin })));
    const page = await context.newPage();
    const response = await page.goto(url.href, { waitUntil: 'load' });
    const status = response?.status() ?? 0;
    if (status >= 400) process.stderr.write(`${url.href} answered ${status}\n`);
    const base = join(order.out, `${nameOf(url)}.${variant.name}`);
    if (variant.name !== 'print') return [await takePicture(page, base)];
    await page.emulateMedia({ media: 'print' });
    const picture = await takePicture(page, base);
    await writeFile(`${base}.pdf`, await page.pdf({ format: 'A4', preferCSSPageSize: true }));
    return [picture, `${base}.pdf`];
  } finally {
    await context.close();
  }
}

async function takePicture(page: Page, base: string): Promise<string> {
  const path = `${base}.png`;
  // By DevTools, since it must work with JavaScript off too.
  const devtools = await page.context().newCDPSession(page);
  const { cssContentSize } = await devtools.send('Page.getLayoutMetrics');
  const width = page.viewportSize()?.width ?? cssContentSize.width;
  const height = Math.min(Math.ceil(cssContentSize.height), maxHeightPx);
  await page.screenshot({
    path,
    fullPage: true,
    animations: 'disabled',
    clip: { x: 0, y: 0, width: Math.max(width, cssContentSize.width), height },
  });
  return path;
}

/** `/fa/people/x?y=1` → `fa-people-x-y-1`; the front page is `front`. */
function nameOf(url: URL): string {
  const words = decodeURIComponent(`${url.pathname}${url.search}`)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  return words.length === 0 ? 'front' : words.join('-').slice(0, 120);
}

async function main(args: readonly string[]): Promise<void> {
  const order = parseOrder(args);
  await mkdir(order.out, { recursive: true });
  const browser = await launchChromium();
  try {
    for (const url of order.urls) {
      for (const variant of order.variants) {
        for (const path of await look(browser, url, variant, order)) {
          process.stdout.write(`${path}\n`);
        }
      }
    }
  } finally {
    await browser.close();
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
  process.exitCode = 2;
}
