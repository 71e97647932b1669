import type { Locale } from '#platform/languages';
import type { House } from '#web/context';
import { translatorOf } from '../../messages/catalogs.ts';

/** The mail that asks somebody to confirm their signature. */
export function confirmationMail({
  house,
  locale,
  publisher,
  title,
  link,
}: {
  readonly house: House;
  readonly locale: Locale;
  readonly publisher: string;
  readonly title: string;
  /** The code of their link. */
  readonly link: string;
}): { readonly subject: string; readonly text: string } {
  const t = translatorOf(locale, 'sign');
  const address = new URL(`/${locale}/signature/${link}`, house.signIn.publicUrl).href;
  return {
    subject: t('mail.subject', { title: title.slice(0, 120) }),
    text: t('mail.text', { title, address, publisher }),
  };
}
