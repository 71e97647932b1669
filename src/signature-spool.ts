import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  LetterRefusal,
  parseSignForm,
  receiveSignature,
  spoolRecipient,
  startSpool,
  type LetterSealer,
  type ReceivedForm,
  type SignatureSpool,
  type SpoolDrain,
  type SpooledForm,
} from '#letters';
import type { Config } from '#platform/config';
import { openDatabase, type ConnectionOptions, type Db } from '#platform/database';
import {
  createTranslator,
  defaultLocale,
  isLocale,
  locales,
  type Catalog,
  type Locale,
} from '#platform/languages';
import type { Log } from '#platform/logging';
import type { Mailer } from '#platform/mail';
import { openSpool } from '#platform/spool';
import { spoolFolder } from './spool-folder.ts';
import { signableLetter } from './web/public/letters/sign-request.ts';
import { confirmationMail } from './web/public/letters/confirmation-mail.ts';
import { signNow, type SentForm } from './web/public/letters/sign-now.ts';

export interface SignatureSpoolParts {
  readonly config: Pick<Config, 'dataDir'>;
  readonly connection: ConnectionOptions;
  readonly sealer: LetterSealer;
  readonly mailer: Mailer;
  readonly log: Log;
  readonly publicUrl: URL;
  readonly instanceName: () => string;
}

// A database that keeps silent must not keep those who ask whether it is back.
const patience = { connectionTimeoutMillis: 3_000, query_timeout: 10_000, keepAlive: true };

/** Opens the folder in which forms wait for the database, and takes in what waits there. */
export async function openSignatureSpool(parts: SignatureSpoolParts): Promise<SignatureSpool> {
  const { config, connection, sealer, mailer, log } = parts;
  const database = openDatabase({ ...connection, ...patience }, () => {}, 1);
  try {
    const { db } = database;
    const folder = spoolFolder(config);
    const spool = await openSpool({ folder, recipient: await spoolRecipient(db, sealer) });
    const started = startSpool({
      ...{ db, sealer, mailer, log, spool },
      ...takingIn(parts, db),
    });
    return {
      ...started,
      async close() {
        await started.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What the pages do with a form, in the words of the pages, which no room below them may import. */
export function takingIn(
  {
    sealer,
    mailer,
    publicUrl,
    instanceName,
  }: Pick<SignatureSpoolParts, 'sealer' | 'mailer' | 'publicUrl' | 'instanceName'>,
  db: Db,
): Pick<SpoolDrain, 'sign' | 'writeRefusal'> {
  const words = new Map(locales.map((locale) => [locale, translatorIn(locale)]));
  const wordsOf = (locale: Locale) => words.get(locale) ?? translatorIn(locale);
  return {
    async sign(form, also) {
      const door = {
        ...{ db, readerDb: db },
        receive: (received: ReceivedForm) =>
          receiveSignature({ db, sealer, mailer }, received, also),
        writeMail: (of: { locale: Locale; title: string; number: number; link: string }) =>
          confirmationMail({
            ...of,
            ...{ t: wordsOf(of.locale), publicUrl, publisher: instanceName() },
          }),
      };
      try {
        await signNow(door, sentForm(form));
      } catch (error) {
        // The page that is not there: it was taken back meanwhile, or never was.
        if (error instanceof Response) throw new LetterRefusal({ code: 'sign-letter-unknown' });
        throw error;
      }
    },
    async writeRefusal(form, { problems: [problem] }) {
      const locale = localeOf(form);
      const t = wordsOf(locale);
      const code = problem?.code === 'sign-letter-unknown' ? 'unreceived.gone' : undefined;
      const key = code ?? `refusal.${problem?.code}`;
      const reason = t(t.has(key) ? key : 'refusal.form-invalid', problem?.params);
      const title = (await titleOf(db, form, locale)) ?? t('unreceived.letter');
      return {
        subject: t('unreceived.subject', { title: title.slice(0, 120) }),
        text: t('unreceived.text', { title, reason, publisher: instanceName() }),
      };
    },
  };
}

function sentForm(form: SpooledForm): SentForm {
  const { letter, text, translation, language, typed, wordings, network } = form;
  const locale = localeOf(form);
  return {
    ...{ letter, text, translation, locale, language, wordings, from: network },
    form: parseSignForm(typed, locale),
  };
}

function localeOf({ locale }: SpooledForm): Locale {
  return isLocale(locale) ? locale : defaultLocale;
}

/** Of a letter that readers see; of what they do not, nothing is told. */
async function titleOf(
  db: Db,
  { letter }: SpooledForm,
  locale: Locale,
): Promise<string | undefined> {
  try {
    const { letter: reading } = await signableLetter(db, letter, locale);
    return reading.versions[0].text.title;
  } catch (error) {
    if (error instanceof Response) return undefined;
    throw error;
  }
}

function translatorIn(locale: Locale) {
  const file = path.join(import.meta.dirname, 'web/messages', locale, 'sign.json');
  return createTranslator(locale, JSON.parse(readFileSync(file, 'utf8')) as Catalog);
}
