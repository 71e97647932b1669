import { answeredWithin, isDatabaseAway, type Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import type { House } from '#web/context';
import type { SignPage } from '../../letters/kept-forms.ts';
import { notFound } from '../../not-found.ts';
import { chosenToSign, signableLetter, textsToSign } from './sign-request.ts';

/** How long somebody who signs waits for the database before they are served without it. */
export const patienceMs = 5_000;

interface Asked {
  readonly locale: Locale;
  readonly uid: string;
  readonly language: string | undefined;
}

/**
 * The page of a form; as it was last shown while the database is away.
 *
 * @throws the page that is not there; and what the database throws of a form that nobody saw since the
 * process began.
 */
export async function readSignPage(
  { readerDb, spool, signForms }: Pick<House, 'readerDb' | 'spool' | 'signForms'>,
  asked: Asked,
): Promise<SignPage> {
  const kept = signForms.get(asked);
  if (kept !== undefined && spool.isAway()) return kept;
  try {
    const page = await answeredWithin(patienceMs, () => readNow(readerDb, asked));
    signForms.put(asked, page);
    // Under which its form is sent, wherever it was opened.
    const { version, translation = version } = page.chosen;
    signForms.put({ ...asked, language: translation.text.language }, page);
    return page;
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    spool.noteAway();
    if (kept === undefined) throw error;
    return kept;
  }
}

async function readNow(db: Db, { locale, uid, language }: Asked): Promise<SignPage> {
  const { letter, signing } = await signableLetter(db, uid, locale);
  const chosen = chosenToSign(letter, locale, language);
  if (chosen === undefined) notFound();
  return { signing, form: letter.form, chosen, texts: textsToSign(letter) };
}
