import { z } from 'zod';
import {
  answerInvitation,
  createPace,
  LetterRefusal,
  openInvitation,
  parseSignForm,
  shownLanguages,
  signInvited,
  type InvitationAnswer,
  type InvitedOutcome,
  type OpenedInvitation,
  type ShownTexts,
} from '#letters';
import { consentPurposes } from '#letters/form';
import { isLocale, type Locale } from '#platform/languages';
import type { House, Instance } from '#web/context';
import { parseForm, refusalToProblems, type FormState } from '../../forms/index.ts';
import { translatorOf } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import { confirmationMail } from './confirmation-mail.ts';
import { wordingsIn } from './consent-words.ts';
import { readInvitedTexts, type InvitedTexts } from './invited-texts.ts';
import { signFormLimits } from './sign-form-limits.ts';

/** What the page of an invitation shows after a button was pressed; before, nothing of anybody. */
export type InvitationPage =
  | ({ readonly kind: 'opened' } & OpenedInvitation & InvitedTexts)
  | { readonly kind: 'signed'; readonly outcome: InvitedOutcome }
  | { readonly kind: InvitationAnswer }
  | { readonly kind: 'unknown-link' };

export interface InvitationState {
  readonly page: InvitationPage;
  /** Of the form for signing, when it was refused. */
  readonly state?: FormState | undefined;
}

export interface InvitationRequest {
  readonly house: House;
  readonly instance: Instance;
  readonly locale: Locale;
  readonly clientAddress: string | undefined;
  /** The code of the link. */
  readonly code: string;
}

const answers = ['declined', 'unknown', 'stopped'] as const satisfies readonly InvitationAnswer[];

const posted = z.object({
  step: z.enum(['open', 'sign', ...answers]),
  text: z.string().max(64).optional(),
  translation: z.string().max(64).optional(),
  /** Of the text to be read. */
  language: z.string().max(40).optional(),
  ...{ name: z.string().optional(), credit: z.string().optional() },
  ...{ country: z.string().optional(), affiliation: z.string().optional() },
  ...{ address: z.string().optional(), appearance: z.string().optional() },
  ...{ least: z.string().optional(), verification: z.string().optional() },
  guild: z.string().optional(),
  ...{ notBefore: z.string().optional(), sealed: z.string().optional() },
  ...{ sign: z.string().optional(), show: z.string().optional(), updates: z.string().optional() },
});

// Another address than the invited one is sent a mail: nobody may have a stranger flooded.
const pace = createPace({ most: 200, windowMs: 10 * 60_000 });

/** Does what the button of an invitation's page asks. Nothing happens by opening it. */
export async function answerInvited(
  request: Request,
  invited: InvitationRequest,
): Promise<InvitationState> {
  const { house, code } = invited;
  const form = await parseForm(request, posted, signFormLimits);
  if (!form.ok) return { page: { kind: 'unknown-link' }, state: form.state };
  const { step, text = '', translation = '', language, ...typed } = form.values;
  const page = async (opened: OpenedInvitation): Promise<InvitationPage> => ({
    kind: 'opened',
    ...opened,
    ...(await readInvitedTexts(invited, opened, language)),
  });
  const { db, letterSealer: sealer } = house;
  try {
    const answer = answers.find((one) => one === step);
    if (answer !== undefined) {
      await db.transaction().execute((tx) => answerInvitation(tx, sealer, code, answer));
      return { page: { kind: answer } };
    }
    const opened = await db.transaction().execute((tx) => openInvitation(tx, sealer, code));
    if (step === 'open') return { page: await page(opened) };
    try {
      const outcome = await sign(invited, opened, { text, translation }, typed);
      return { page: { kind: 'signed', outcome } };
    } catch (error) {
      if (isGone(error)) throw error;
      const problems = refusalToProblems(error);
      return { page: await page(opened), state: { ...form.state, problems } };
    }
  } catch (error) {
    if (!isGone(error)) throw error;
    return { page: { kind: 'unknown-link' } };
  }
}

function isGone(error: unknown): boolean {
  return error instanceof LetterRefusal && error.code === 'invitation-link';
}

async function sign(
  { house, instance, locale, clientAddress, code }: InvitationRequest,
  { letter, byHand, text: words, translations }: OpenedInvitation,
  { text, translation }: Pick<ShownTexts, 'text' | 'translation'>,
  typed: Readonly<Record<string, string | undefined>>,
): Promise<InvitedOutcome> {
  if (clientAddress !== undefined && !pace.take(clientAddress)) {
    throw new LetterRefusal({ code: 'sign-too-many' });
  }
  const consents = consentPurposes.filter((purpose) => typed[purpose] !== undefined);
  const languages = await shownLanguages(house.db, { letter, text, translation });
  const { title } = translations.find(({ hash }) => hash === translation)?.text ?? words;
  const { publicUrl } = house.signIn;
  const mail = { locale, publisher: instance.name, title, number: words.number, publicUrl };
  const t = translatorOf(locale, 'invite');
  return signInvited({ db: house.db, sealer: house.letterSealer, mailer: house.mailer }, code, {
    ...{ letter, text, languages, wordings: wordingsIn(locale, instance.name) },
    form: parseSignForm({ ...typed, consents }, locale, { byHand }),
    writeMail: (link) => confirmationMail({ ...mail, t: translatorOf(locale, 'sign'), link }),
    writeNotice: (link) => ({
      subject: t('mail.signed.subject', { title: title.slice(0, 120) }),
      text: t('mail.signed.text', {
        ...{ title, publisher: instance.name },
        address: new URL(`/${locale}/signature/${link}`, house.signIn.publicUrl).href,
      }),
    }),
  });
}

/** @throws the page that is not there, for what is no language. */
export function invitationLocale(locale: string): Locale {
  if (!isLocale(locale)) notFound();
  return locale;
}
