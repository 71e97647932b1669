import { z } from 'zod';
import {
  createPace,
  declineAsAgent,
  LetterRefusal,
  openAsAgent,
  shownLanguages,
  signByAgent,
  type AgentOutcome,
  type OpenedAgent,
  type ShownTexts,
} from '#letters';
import { consentPurposes } from '#letters/form';
import { optionalDate, parseForm, refusalToProblems, type FormState } from '../../forms/index.ts';
import { translatorOf } from '../../messages/catalogs.ts';
import type { InvitationRequest } from './invitation-request.ts';
import { readInvitedTexts, type InvitedTexts } from './invited-texts.ts';

/** What the page of an agent shows after a button was pressed; before, nothing of anybody. */
export type AgentPage =
  | ({ readonly kind: 'opened' } & OpenedAgent & InvitedTexts)
  | { readonly kind: 'signed'; readonly outcome: AgentOutcome }
  | { readonly kind: 'declined' | 'unknown-link' };

export interface AgentState {
  readonly page: AgentPage;
  /** Of the form for signing, when it was refused. */
  readonly state?: FormState | undefined;
}

const posted = z.object({
  step: z.enum(['open', 'sign', 'decline']),
  text: z.string().max(64).optional(),
  translation: z.string().max(64).optional(),
  /** Of the text to be read. */
  language: z.string().max(40).optional(),
  ...{ credit: z.string().optional(), country: z.string().optional() },
  ...{ affiliation: z.string().optional(), address: z.string().optional() },
  ...{ appearance: z.string().optional(), mandate: z.string().optional() },
  ...{ givenOn: z.string().optional(), how: z.string().optional() },
  ...{ sign: z.string().optional(), show: z.string().optional() },
});

// An address of the person is written to: nobody may have a stranger flooded.
const pace = createPace({ most: 60, windowMs: 10 * 60_000 });

/** Does what the button of an agent's page asks. Nothing happens by opening it. */
export async function answerAgent(request: Request, asked: InvitationRequest): Promise<AgentState> {
  const { house, code } = asked;
  const form = await parseForm(request, posted, { fields: 20, characters: 8_000 });
  if (!form.ok) return { page: { kind: 'unknown-link' }, state: form.state };
  const { step, text = '', translation = '', language, ...rest } = form.values;
  const givenOn = optionalDate(asked.locale).safeParse(rest.givenOn ?? '').data ?? '';
  const typed = { ...rest, givenOn };
  const { db, letterSealer: sealer } = house;
  try {
    if (step === 'decline') {
      await db.transaction().execute((tx) => declineAsAgent(tx, sealer, code));
      return { page: { kind: 'declined' } };
    }
    const opened = await openAsAgent(db, sealer, code);
    const page = async (): Promise<AgentPage> => ({
      kind: 'opened',
      ...opened,
      ...(await readInvitedTexts(asked, opened, language)),
    });
    if (step === 'open') return { page: await page() };
    try {
      const outcome = await sign(asked, opened, { text, translation }, typed);
      return { page: { kind: 'signed', outcome } };
    } catch (error) {
      if (isGone(error)) throw error;
      const problems = refusalToProblems(error);
      return { page: await page(), state: { ...form.state, problems } };
    }
  } catch (error) {
    if (!isGone(error)) throw error;
    return { page: { kind: 'unknown-link' } };
  }
}

function isGone(error: unknown): boolean {
  return error instanceof LetterRefusal && error.code === 'agent-link';
}

async function sign(
  { house, instance, locale, clientAddress, code }: InvitationRequest,
  { letter, text: words }: OpenedAgent,
  { text, translation }: Pick<ShownTexts, 'text' | 'translation'>,
  typed: Readonly<Record<string, string | undefined>>,
): Promise<AgentOutcome> {
  if (clientAddress !== undefined && !pace.take(clientAddress)) {
    throw new LetterRefusal({ code: 'sign-too-many' });
  }
  const agent = translatorOf(locale, 'agent');
  const consents = consentPurposes.filter((purpose) => typed[purpose] !== undefined);
  return signByAgent({ db: house.db, sealer: house.letterSealer, mailer: house.mailer }, code, {
    ...{ letter, text, locale, typed: { ...typed, consents } },
    languages: await shownLanguages(house.db, { letter, text, translation }),
    wordings: (['sign', 'show'] as const).map((purpose) => ({
      ...{ purpose, language: locale },
      words: agent(`consent.${purpose}`, { publisher: instance.name }),
    })),
    from: clientAddress,
    writeTold(told) {
      const t = translatorOf(told.locale, 'invite');
      const { title } = words;
      const path = `/${told.locale}/signature/${told.link}`;
      return {
        subject: t('mail.told.subject', { title: title.slice(0, 120) }),
        text: t('mail.told.text', {
          ...{ title, agent: told.agent, publisher: instance.name },
          address: new URL(path, house.signIn.publicUrl).href,
        }),
      };
    },
  });
}
