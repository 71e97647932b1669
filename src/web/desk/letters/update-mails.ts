import type { LetterSummary, LetterUpdate, UpdateMail } from '#letters';
import { isLocale } from '#platform/languages';
import { translatorOf } from '../../messages/catalogs.ts';

/**
 * The whole mails of an update, by language, with `{{own}}` and `{{stop}}` where the links of each signer
 * come: what is shown to who decides is what is sent.
 */
export function updateMails(
  letter: LetterSummary,
  { kind, texts }: LetterUpdate,
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
        own: at(`/${locale}/signature/`) + '{{own}}',
        stop: at(`/${locale}/stop/`) + '{{stop}}',
      });
      return [language, { subject, text, unsubscribe: at('/stop/') + '{{stop}}' }];
    }),
  );
}
