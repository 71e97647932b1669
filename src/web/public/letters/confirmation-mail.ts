import type { Locale, MessageParams } from '#platform/languages';

/** The mail that asks somebody to confirm their signature. */
export function confirmationMail({
  t,
  publicUrl,
  locale,
  publisher,
  title,
  number,
  link,
}: {
  /** Messages of the area `sign`. */
  readonly t: (key: 'mail.subject' | 'mail.text', params: MessageParams) => string;
  readonly publicUrl: URL;
  readonly locale: Locale;
  readonly publisher: string;
  readonly title: string;
  /** Of the version that is signed; from the second on the mail says so. */
  readonly number: number;
  /** The code of their link. */
  readonly link: string;
}): { readonly subject: string; readonly text: string } {
  const address = new URL(`/${locale}/signature/${link}`, publicUrl).href;
  return {
    subject: t('mail.subject', { title: title.slice(0, 120), number }),
    text: t('mail.text', { title, number, address, publisher }),
  };
}
