import type { LetterSummary, LetterUpdate, TextTitles, UpdateMail } from '#letters';
import { isLocale } from '#platform/languages';
import { translatorOf } from '../../messages/catalogs.ts';

/**
 * The whole mails of an update, by language, with `{{own}}` and `{{stop}}` where the links of each signer
 * come: what is shown to who decides is what is sent. Each names the letter, for whoever signed several.
 *
 * @param titles of the letter, by language.
 */
export function updateMails(
  letter: LetterSummary,
  { kind, texts }: LetterUpdate,
  titles: TextTitles,
  site: { readonly publicUrl: string | URL; readonly publisher: string },
): Record<string, UpdateMail> {
  const at = (path: string) => new URL(path, site.publicUrl).origin + path;
  return Object.fromEntries(
    Object.entries(texts).map(([language, { subject, body }]) => {
      const base = language.split('-', 1)[0];
      const locale = isLocale(base) ? base : 'en';
      const t = translatorOf(locale, 'course');
      const page = at(`/${locale}/letters/${letter.uid}`);
      const signs = kind === 'version' ? t('mail.sign', { address: `${page}/sign` }) : '';
      const text = t('mail.text', {
        ...{ body, claims: signs, letter: page, publisher: site.publisher },
        title: titles[language] ?? titles[locale] ?? titles[letter.language] ?? '',
        own: at(`/${locale}/signature/`) + '{{own}}',
        stop: at(`/${locale}/stop/`) + '{{stop}}',
      });
      return [language, { subject, text, unsubscribe: at('/stop/') + '{{stop}}' }];
    }),
  );
}
