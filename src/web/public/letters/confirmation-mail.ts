import type { Locale, MessageParams } from '#platform/languages';

/** The mail that asks somebody to confirm their signature. */
export function confirmationMail({
  t,
  publicUrl,
  locale,
  publisher,
  title,
  link,
}: {
  /** Messages of the area `sign`. */
  readonly t: (key: 'mail.subject' | 'mail.text', params: MessageParams) => string;
  readonly publicUrl: URL;
  readonly locale: Locale;
  readonly publisher: string;
  readonly title: string;
  /** The code of their link. */
  readonly link: string;
}): { readonly subject: string; readonly text: string } {
  const address = new URL(`/${locale}/signature/${link}`, publicUrl).href;
  return {
    subject: t('mail.subject', { title: title.slice(0, 120) }),
    text: t('mail.text', { title, address, publisher }),
  };
}
