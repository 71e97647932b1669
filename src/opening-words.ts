import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WriteNotice } from '#letters';
import {
  createTranslator,
  defaultLocale,
  isLocale,
  locales,
  type Catalog,
  type Locale,
} from '#platform/languages';

// Mailed by a job, in the words of the pages, which no room below them may import.

/** Writes to signers that their name is about to be opened, in the language of the page they signed on. */
export function openingWriter(publicUrl: URL, publisher: () => string): WriteNotice {
  const words = new Map(locales.map((locale) => [locale, translatorIn(locale)]));
  return ({ locale: signedIn, title, link, hours }) => {
    const locale: Locale = isLocale(signedIn) ? signedIn : defaultLocale;
    const t = words.get(locale) ?? translatorIn(locale);
    const address = new URL(`/${locale}/signature/${link}`, publicUrl).href;
    return {
      subject: t('mail.subject', { title: title.slice(0, 120) }),
      text: t('mail.text', { title, address, hours, publisher: publisher() }),
    };
  };
}

function translatorIn(locale: Locale) {
  const file = path.join(import.meta.dirname, 'web/messages', locale, 'withheld.json');
  return createTranslator(locale, JSON.parse(readFileSync(file, 'utf8')) as Catalog);
}
