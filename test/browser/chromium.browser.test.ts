import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectAccessible, watchPage } from './assertions.ts';
import { launchChromium } from './chromium.ts';

const strictPolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src *; img-src *";

const pages: Readonly<Record<string, string>> = {
  '/good': `<!doctype html><html lang="fa" dir="rtl"><head><title>پرونده</title>
    <link rel="stylesheet" href="/style.css"></head>
    <body><main><h1>پرونده</h1><p id="persian">گچپژ۱۲۳</p>
    <p id="serif" lang="fr">œuvre</p><p id="sans" lang="fr" class="sans">œuvre</p></main></body></html>`,
  '/faulty': `<!doctype html><html><head><title>Faulty</title></head>
    <body><main><h1>Faulty</h1><input type="text"></main></body></html>`,
  '/inline-script': `<!doctype html><html lang="en"><head><title>x</title></head>
    <body><script>document.title = 'the script ran'</script></body></html>`,
  '/third-party': `<!doctype html><html lang="en"><head><title>x</title></head>
    <body><img alt="" src="http://tracker.example/pixel.gif"></body></html>`,
};

let browser: Browser;
let server: Server;
let origin: string;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
});

afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server?.close(resolve));
});

beforeEach(async () => {
  context = await browser.newContext();
  page = await context.newPage();
});

afterEach(async () => {
  await context.close();
});

function answer(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/style.css') {
    response.writeHead(200, { 'content-type': 'text/css' });
    response.end('.sans { font-family: sans-serif }');
    return;
  }
  const body = pages[request.url ?? ''];
  response.writeHead(body === undefined ? 404 : 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': strictPolicy,
  });
  response.end(body ?? 'not here');
}

describe('letters', () => {
  test('Persian and Latin text is drawn with the fonts of the product', async () => {
    await page.goto(`${origin}/good`);
    expect(await fontsOf(page, '#persian')).toEqual(['Vazirmatn']);
    expect(await fontsOf(page, '#serif')).toEqual(['Source Serif 4']);
    expect(await fontsOf(page, '#sans')).toEqual(['Source Sans 3 ExtraLight']);
  });

  test('different Persian letters are different pictures, not boxes', async () => {
    await page.goto(`${origin}/good`);
    const drawn = await page.evaluate(() =>
      ['گ', 'چ', 'پ', '۱', '\u{10FFFD}'].map((letter) => {
        const canvas = document.createElement('canvas');
        const pen = canvas.getContext('2d');
        if (pen === null) throw new Error('no canvas');
        pen.font = '60px sans-serif';
        pen.fillText(letter, 100, 80);
        return canvas.toDataURL();
      }),
    );
    expect(new Set(drawn).size).toBe(drawn.length);
  });
});

describe('security is what a reader has', () => {
  test('a page cannot read another origin that does not allow it', async () => {
    await page.goto(`${origin}/good`);
    const other = origin.replace('127.0.0.1', 'localhost');
    const read = await page.evaluate(
      async (url) =>
        fetch(url).then(
          () => 'read',
          (error: unknown) => String(error),
        ),
      `${other}/good`,
    );
    expect(read).toContain('Failed to fetch');
  });

  test('the policy of the page stops its inline script', async () => {
    const watch = watchPage(page, origin);
    await page.goto(`${origin}/inline-script`);
    expect(await page.title()).toBe('x');
    expect(() => watch.expectNoConsoleErrors()).toThrow(/inline script/);
  });

  test('no host but this one is reachable', async () => {
    const watch = watchPage(page, origin);
    await page.goto(`${origin}/third-party`);
    expect(() => watch.expectNoThirdPartyRequests()).toThrow('http://tracker.example/pixel.gif');
    expect(() => watch.expectNoConsoleErrors()).toThrow('ERR_NAME_NOT_RESOLVED');
  });
});

describe('assertions', () => {
  test('a sound page passes under a strict policy and leaves nothing behind', async () => {
    const watch = watchPage(page, origin);
    await page.goto(`${origin}/good`);
    await expectAccessible(page);
    watch.expectNoThirdPartyRequests();
    expect(await page.evaluate(() => 'axe' in globalThis)).toBe(false);
  });

  test('a page without JavaScript is refused, not waited for', async () => {
    const bare = await browser.newContext({ javaScriptEnabled: false });
    const still = await bare.newPage();
    await still.goto(`${origin}/good`);
    await expect(expectAccessible(still)).rejects.toThrow('axe needs JavaScript');
    await bare.close();
  });

  test('a planted fault is named with its place', async () => {
    await page.goto(`${origin}/faulty`);
    const failure = await expectAccessible(page).catch((error: unknown) => String(error));
    expect(failure).toContain('(html-has-lang)');
    expect(failure).toContain('at input: <input type="text">');
  });
});

async function fontsOf(of: Page, selector: string): Promise<string[]> {
  const devtools = await of.context().newCDPSession(of);
  await devtools.send('DOM.enable');
  await devtools.send('CSS.enable');
  const { root } = await devtools.send('DOM.getDocument');
  const { nodeId } = await devtools.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId });
  return fonts.map((font) => font.familyName);
}
