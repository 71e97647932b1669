import { shownLanguages, type ReceivedForm, type SignForm, type Wording } from '#letters';
import { firstText } from '#publish';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { chosenToSign, signableLetter } from './sign-request.ts';

/** A form for signing that was sent from a public page. */
export interface SentForm {
  /** Public id of the letter. */
  readonly letter: string;
  /** Hashes of what it stood under; of no translation the empty text. */
  readonly text: string;
  readonly translation: string;
  /** Of the page; and of the text, where its address names one. */
  readonly locale: Locale;
  readonly language: string | undefined;
  readonly form: SignForm;
  readonly wordings: readonly Wording[];
  /** Address or network it came from, where that is known. */
  readonly from: string | undefined;
}

export interface SigningDoor {
  readonly db: Db;
  readonly readerDb: Db;
  receive(received: ReceivedForm): Promise<void>;
  writeMail(of: {
    readonly locale: Locale;
    readonly title: string;
    /** Of the version that is signed. */
    readonly number: number;
    /** The code of their link. */
    readonly link: string;
  }): { readonly subject: string; readonly text: string };
}

/**
 * Takes a form in, whether it comes at this moment or waited for the database.
 *
 * @throws LetterRefusal as `receiveSignature`; the page that is not there, for a letter that is not public.
 */
export async function signNow(door: SigningDoor, sent: SentForm): Promise<void> {
  const { letter: uid, text, translation, locale, language } = sent;
  const { letter } = await signableLetter(door.readerDb, uid, locale);
  // Of what stood before them, not of what this page would show now.
  const languages = await shownLanguages(door.db, { letter: uid, text, translation });
  const { version, translation: shown = version } =
    chosenToSign(letter, locale, language) ?? firstText(letter, locale);
  // Who kept the form of an earlier version open signs that one.
  const { number } = (letter.versions.find(({ hash }) => hash === text) ?? version).text;
  const { form, wordings, from } = sent;
  await door.receive({
    ...{ letter: uid, text, form, languages, wordings, from },
    writeMail: (link) => door.writeMail({ locale, title: shown.text.title, number, link }),
  });
}
