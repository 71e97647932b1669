import type { SigningFacts } from '#letters';
import type { ChosenText, LetterReading } from '#publish';
import type { Locale } from '#platform/languages';
import type { Instance } from '#web/context';
import { embedCode } from '../../letters/embed-code.ts';
import { peopleOf } from '../../letters/press-facts.ts';
import type { Shared } from '../page-head.tsx';
import { letterData } from './letter-data.ts';

/** What other sites and machines are told of a letter, and how it is put into another page. */
export function letterSharing(
  letter: LetterReading,
  { version, translation }: ChosenText,
  about: {
    readonly uid: string;
    readonly locale: Locale;
    readonly site: Instance;
    readonly publishedAt: Date;
    readonly signing: SigningFacts | undefined;
  },
): Shared & { readonly code: string } {
  const { uid, locale, site, publishedAt, signing } = about;
  const { text } = translation ?? version;
  const at = (path: string) => new URL(path, site.publicUrl).href;
  const address = at(`/${locale}/letters/${uid}`);
  const inLanguage = (language: string) => ({ language, address: `${address}/text/${language}` });
  const image = at(`/letters/${uid}/card/${locale}.png`);
  return {
    image,
    oembed: at(`/oembed?${new URLSearchParams({ url: address, format: 'json' }).toString()}`),
    code: embedCode(`${address}/embed`, text.title),
    data: letterData({
      ...{ address, image, publishedAt, form: letter.form, version: text.number },
      ...{ title: text.title, language: text.language, initiators: text.initiators },
      ...{ addressees: text.addressees, publisher: site.name, publicUrl: site.publicUrl },
      translates: translation && inLanguage(version.text.language),
      translations:
        translation === undefined
          ? version.translations.map((one) => inLanguage(one.text.language))
          : [],
      signed: signing && peopleOf(signing),
    }),
  };
}
