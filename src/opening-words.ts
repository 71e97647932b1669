import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WriteExpired, WriteNotice } from '#letters';
import { formatEdtf, parseEdtf } from '#platform/calendar';
import {
  createTranslator,
  defaultLocale,
  isLocale,
  localDigits,
  locales,
  type Catalog,
  type Locale,
} from '#platform/languages';

// Mailed by a job, in the words of the pages, which no room below them may import.

/** Writes to signers that their name is about to be opened, in the language of the page they signed on. */
export function openingWriter(publicUrl: URL, publisher: () => string): WriteNotice {
  const wordsFor = translators();
  return ({ locale: signedIn, title, link, at }) => {
    const { locale, t } = wordsFor(signedIn);
    const address = new URL(`/${locale}/signature/${link}`, publicUrl).href;
    return {
      subject: t('mail.subject', { title: title.slice(0, 120) }),
      text: t('mail.text', { title, address, at: momentIn(at, locale), publisher: publisher() }),
    };
  };
}

/** Writes to signers that their name and signature were destroyed, because their rule was not met in time. */
export function expiredWriter(publisher: () => string): WriteExpired {
  const wordsFor = translators();
  return ({ locale: signedIn, title }) => {
    const { t } = wordsFor(signedIn);
    return {
      subject: t('mail.expired.subject', { title: title.slice(0, 120) }),
      text: t('mail.expired.text', { title, publisher: publisher() }),
    };
  };
}

function translators() {
  const words = new Map(locales.map((locale) => [locale, translatorIn(locale)]));
  return (signedIn: string) => {
    const locale: Locale = isLocale(signedIn) ? signedIn : defaultLocale;
    return { locale, t: words.get(locale) ?? translatorIn(locale) };
  };
}

/** Day, hour and minute UTC, in the calendar of the reader. */
function momentIn(at: Date, locale: Locale): string {
  const iso = at.toISOString();
  const day = parseEdtf(iso.slice(0, 10));
  const words = day.ok ? formatEdtf(day.edtf, locale) : iso.slice(0, 10);
  return `${words}${locale === 'fa' ? '،' : ','} ${localDigits(iso.slice(11, 16), locale)} UTC`;
}

function translatorIn(locale: Locale) {
  const file = path.join(import.meta.dirname, 'web/messages', locale, 'withheld.json');
  return createTranslator(locale, JSON.parse(readFileSync(file, 'utf8')) as Catalog);
}
