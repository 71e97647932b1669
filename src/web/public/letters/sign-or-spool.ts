import { isTextHash } from '@countersign/letter';
import {
  LetterRefusal,
  mostSpooledSealed,
  networkOf,
  spoolForm,
  type SignForm,
  type SigningFacts,
} from '#letters';
import { answeredWithin, asUid, isDatabaseAway } from '#platform/database';
import type { House } from '#web/context';
import { translatorOf } from '../../messages/catalogs.ts';
import { confirmationMail } from './confirmation-mail.ts';
import { patienceMs } from './read-sign-page.ts';
import { signNow, type SentForm } from './sign-now.ts';

/**
 * Takes a form in; while the database is away, keeps it until it is back. A database that is only slow may take
 * in what is kept besides: it is the same form, and one signature.
 *
 * @param publisher name of the instance.
 * @returns `kept` when it waits for the database.
 * @throws LetterRefusal as `receiveSignature`; `sign-unkept`, `sign-unsealed` when the database is away and nothing
 * was kept either.
 */
export async function signOrSpool(
  house: House,
  publisher: string,
  sent: SentForm,
): Promise<'taken' | 'kept'> {
  const { db, readerDb, spool } = house;
  if (!spool.isAway()) {
    try {
      await answeredWithin(patienceMs, () =>
        signNow(
          {
            ...{ db, readerDb },
            receive: (received) => house.signing.receive(received),
            writeMail: (of) => {
              const t = translatorOf(of.locale, 'sign');
              return confirmationMail({ ...of, t, publisher, publicUrl: house.signIn.publicUrl });
            },
          },
          sent,
        ),
      );
      return 'taken';
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      spool.noteAway();
    }
  }
  await keepUntilBack(house, sent);
  return 'kept';
}

async function keepUntilBack({ spool, signForms }: House, sent: SentForm): Promise<void> {
  const { letter, text, translation, language, form, wordings, from } = sent;
  // Another process may have shown the form: what this one does not know is found out when it is taken in.
  if (asUid(letter) === null || !isTextHash(text)) {
    throw new LetterRefusal({ code: 'sign-letter-unknown' });
  }
  refuseClosed(signForms.signingOf(letter));
  if (!isClosedToUs(form)) throw new LetterRefusal({ code: 'sign-unsealed' });
  const around = { letter, text, translation, wordings, atMs: Date.now() };
  await spool.keep(
    spoolForm(form, {
      ...around,
      ...(language !== undefined && { language }),
      ...(from !== undefined && { network: networkOf(from) }),
    }),
  );
}

/**
 * Whether what is kept could be opened by no more people than was promised: a name that no browser has encrypted
 * could, for a while, by the instance itself.
 */
function isClosedToUs({ withheld }: SignForm): boolean {
  if (withheld === undefined) return true;
  return 'sealed' in withheld && withheld.sealed.length <= mostSpooledSealed;
}

/** What was known of the letter when the database went. */
function refuseClosed(signing: SigningFacts | undefined): void {
  if (signing === undefined) return;
  const isOver = signing.closesAt !== null && new Date(signing.closesAt) <= new Date();
  if (signing.state === 'closed' || isOver) throw new LetterRefusal({ code: 'sign-closed' });
  if (signing.state === 'planned') throw new LetterRefusal({ code: 'sign-not-yet' });
  if (signing.state === 'paused') {
    throw new LetterRefusal({ code: 'sign-paused', params: { message: signing.message } });
  }
}
