import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faces } from '../../scripts/fonts/faces.ts';
import { launchChromium } from './chromium.ts';

let browser: Browser;
let server: Server;
let origin: string;

beforeAll(async () => {
  browser = await launchChromium();
  server = createServer((request, response) => {
    if (request.url?.endsWith('.woff2') !== true) {
      response.setHeader('content-type', 'text/html').end('<!doctype html><p></p>');
      return;
    }
    void readFile(new URL(`../../src/web/fonts${request.url}`, import.meta.url)).then((font) =>
      response.setHeader('content-type', 'font/woff2').end(font),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
});

afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server?.close(resolve));
});

// A browser that refuses a font draws the next one of the stack and says nothing on the page.
test.each(faces)('$file is accepted and draws each of its letters', async (face) => {
  const page = await browser.newPage();
  await page.goto(origin);
  const rule = `src: url(/${face.file}); font-weight: ${face.weight};`;
  await page.addStyleTag({
    content: `@font-face { font-family: once; ${rule} }
      @font-face { font-family: twice; ${rule} size-adjust: 200%; }`,
  });
  const missing = await page.evaluate(async ({ weight, letters }) => {
    const first = weight.split(' ', 1).join('');
    for (const family of ['once', 'twice']) await document.fonts.load(`${first} 100px ${family}`);
    const pen = document.createElement('canvas').getContext('2d');
    if (pen === null) throw new Error('no canvas');
    const widthIn = (family: string, letter: string): number => {
      pen.font = `${first} 100px ${family}`;
      return pen.measureText(letter).width;
    };
    // Drawn with another font, a letter keeps its width; marks and joiners have none.
    return Array.from(letters).filter((letter) => {
      const width = widthIn('once', letter);
      return width > 0 && widthIn('twice', letter) < 1.9 * width;
    });
  }, face);
  await page.close();
  expect(missing).toEqual([]);
});
