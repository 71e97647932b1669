import type { Browser, BrowserContext, Page } from 'playwright-core';
import { catchMails, type MailCatcher } from '../mail/catch-mails.ts';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type SignedInPerson, type TestHouse } from './running-house.ts';

/** A house in which two people write letters, a browser to look at it, and the mails that it sends. */
export interface LetterHouse {
  readonly house: TestHouse;
  readonly mails: MailCatcher;
  readonly author: SignedInPerson;
  readonly second: SignedInPerson;
  /** Opens a page in a context of its own, which ends with the test. */
  readonly openPage: (
    who: SignedInPerson | undefined,
    path: string,
    options?: PageOptions,
  ) => Promise<Page>;
  /** Closes the pages of the test that ends. */
  readonly closePages: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export type PageOptions = NonNullable<Parameters<Browser['newContext']>[0]>;

export const withoutScripts: PageOptions = { javaScriptEnabled: false };

export async function openLetterHouse(): Promise<LetterHouse> {
  const mails = await catchMails();
  const [browser, house] = await Promise.all([
    launchChromium(),
    openTestHouse({ mailFrom: 'letters@house.example' }, mails.url),
  ]);
  const contexts: BrowserContext[] = [];
  return {
    ...{ house, mails },
    author: await house.signIn({ name: 'Camille', roles: ['campaigner'] }),
    second: await house.signIn({ name: 'Yalda', roles: ['campaigner'] }),
    async openPage(who, path, options = {}) {
      const context = await browser.newContext(options);
      contexts.push(context);
      if (who !== undefined) await context.addCookies(who.cookies);
      const page = await context.newPage();
      await page.goto(`${house.origin}${path}`);
      return page;
    },
    async closePages() {
      for (const context of contexts.splice(0)) await context.close();
    },
    async close() {
      await browser.close();
      await house.stop();
      await mails.close();
    },
  };
}
