import { fail } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { ConsoleMessage, Page, Request, WebSocket } from 'playwright-core';

const axeOptions: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
  // Pages have no frames of their own; looking into foreign ones would need their consent.
  iframes: false,
};

/**
 * Fails unless axe-core finds no fault against WCAG 2.2 level A and AA on the page as it stands.
 * axe runs in an isolated world, so a strict CSP stays in force and the page cannot see it. A page
 * of a context with JavaScript off cannot be examined: open it once more with JavaScript on.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const source = await readFile(
    createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
    'utf8',
  );
  const devtools = await page.context().newCDPSession(page);
  try {
    const { frameTree } = await devtools.send('Page.getFrameTree');
    const { executionContextId } = await devtools.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
      worldName: 'axe',
    });
    const evaluate = async (expression: string): Promise<unknown> => {
      const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', {
        expression,
        contextId: executionContextId,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails !== undefined) {
        throw new Error(
          `axe: ${exceptionDetails.exception?.description ?? exceptionDetails.text} on ${page.url()}`,
        );
      }
      return result.value;
    };
    // Without scripting no promise is ever kept, and axe would be waited for until the test times out.
    if (await evaluate("matchMedia('(scripting: none)').matches")) {
      throw new Error(`axe needs JavaScript, which is off on ${page.url()}`);
    }
    await evaluate(`${source};undefined`);
    const results = (await evaluate(
      `axe.run(document, ${JSON.stringify(axeOptions)})`,
    )) as AxeResults;
    if (results.violations.length > 0) fail(describeViolations(page.url(), results));
  } finally {
    await devtools.detach();
  }
}

function describeViolations(url: string, { violations }: AxeResults): string {
  const lines = violations.flatMap((violation) => [
    `${violation.impact ?? 'unknown'}: ${violation.help} (${violation.id})`,
    ...violation.nodes.flatMap((node) => [
      `  at ${node.target.join(' ')}: ${shorten(node.html)}`,
      ...[...node.any, ...node.all, ...node.none].map((check) => `     ${check.message}`),
    ]),
  ]);
  return [`${url} is not accessible:`, ...lines].join('\n');
}

/** What a page has asked for and complained of since {@link watchPage}. */
export interface PageWatch {
  /** Fails if anything was requested from an origin other than the page's own, blocked or not. */
  expectNoThirdPartyRequests(): void;
  /** Fails on console errors, refusals by the CSP among them, and on exceptions nobody caught. */
  expectNoConsoleErrors(): void;
}

/**
 * Records from now on: call it before the first navigation. `origin` is the one allowed;
 * `data:` and `blob:` addresses ask nobody and are allowed too.
 */
export function watchPage(page: Page, origin: string): PageWatch {
  const own = new URL(origin);
  const foreign: string[] = [];
  const errors: string[] = [];
  const note = (address: string): void => {
    const url = new URL(address);
    if (url.protocol === 'data:' || url.protocol === 'blob:') return;
    // A WebSocket's address has another scheme but the same host.
    if (url.host !== own.host) foreign.push(address);
  };
  page.on('request', (request: Request) => note(request.url()));
  page.on('websocket', (socket: WebSocket) => note(socket.url()));
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error: Error) => errors.push(error.stack ?? error.message));
  return {
    expectNoThirdPartyRequests: () => expectNone('requests to third parties', foreign),
    expectNoConsoleErrors: () => expectNone('console errors', errors),
  };
}

function expectNone(what: string, found: readonly string[]): void {
  if (found.length > 0) fail(`expected no ${what}, got:\n${found.join('\n')}`);
}

function shorten(html: string): string {
  const line = html.replaceAll(/\s+/g, ' ');
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
