import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WriteInvitation } from '#letters';
import {
  createTranslator,
  defaultLocale,
  isLocale,
  locales,
  type Catalog,
  type Locale,
} from '#platform/languages';

// Invitations are mailed by a job and speak in the words of the pages, which no room below them may import.

/** Writes invitations in the language of whoever is invited. */
export function invitationWriter(publicUrl: URL, publisher: () => string): WriteInvitation {
  const words = new Map(locales.map((locale) => [locale, translatorIn(locale)]));
  return ({ language, title, name, code, stop, isReminder, agent }) => {
    const [tag = ''] = language.toLowerCase().split('-', 1);
    const locale: Locale = isLocale(tag) ? tag : defaultLocale;
    const t = words.get(locale) ?? translatorIn(locale);
    const page = agent === undefined ? 'invitation' : 'agent';
    const address = new URL(`/${locale}/${page}/${code}`, publicUrl).href;
    const facts = { name, title, address, agent: agent ?? '', publisher: publisher() };
    const [subject, text] = keysOf(agent !== undefined, isReminder);
    return {
      subject: t(subject, { title: title.slice(0, 120) }),
      text: t(text, facts),
      unsubscribe: new URL(`/stop/${stop}`, publicUrl).href,
    };
  };
}

function keysOf(isAgent: boolean, isReminder: boolean): readonly [string, string] {
  if (isAgent) return ['mail.agent.subject', 'mail.agent.text'];
  const again = isReminder ? '.again' : '';
  return [`mail.subject${again}`, `mail.text${again}`];
}

function translatorIn(locale: Locale) {
  const file = path.join(import.meta.dirname, 'web/messages', locale, 'invite.json');
  return createTranslator(locale, JSON.parse(readFileSync(file, 'utf8')) as Catalog);
}
