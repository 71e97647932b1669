import { z } from 'zod';
import {
  clearQuote,
  LetterRefusal,
  readOwnQuote,
  takeQuoteBack,
  type OwnQuoteView,
} from '#letters';
import { parseForm, refusalToProblems, type FormState } from '../../forms/index.ts';
import { translatorOf } from '../../messages/catalogs.ts';
import type { SignerRequest } from './signature-request.ts';
import { takeSignerPace } from './signer-pace.ts';

/** What the page of a signer's quote shows after a button was pressed; before, nothing of anybody. */
export type OwnQuotePage =
  | ({
      readonly kind: 'opened';
      readonly done: 'cleared' | 'taken-back' | undefined;
    } & OwnQuoteView)
  | { readonly kind: 'unknown' };

export interface OwnQuoteAnswer {
  readonly page: OwnQuotePage;
  /** Of the form that was refused. */
  readonly state?: FormState | undefined;
}

const posted = z.object({
  step: z.enum(['open', 'clear', 'take-back']),
  words: z.string().default(''),
  language: z.string().max(40).default(''),
  clear: z.string().optional(),
});

type Posted = z.output<typeof posted>;

/** Does what the button asks. Nothing happens by opening the page. */
export async function answerOwnQuote(
  request: Request,
  asked: SignerRequest,
): Promise<OwnQuoteAnswer> {
  const form = await parseForm(request, posted, { fields: 10, characters: 5_000 });
  if (!form.ok) return { page: { kind: 'unknown' }, state: form.state };
  const { house, code } = asked;
  const { step } = form.values;
  try {
    const problems = await act(asked, form.values);
    const own = await readOwnQuote(house.db, house.letterSealer, code);
    if (problems.length > 0) {
      const page = { kind: 'opened', done: undefined, ...own } as const;
      return { page, state: { ...form.state, problems } };
    }
    const done = step === 'clear' ? 'cleared' : step === 'take-back' ? 'taken-back' : undefined;
    return { page: { kind: 'opened', done, ...own } };
  } catch (error) {
    if (!isUnknown(error)) throw error;
    return { page: { kind: 'unknown' } };
  }
}

async function act(
  { house, code, locale, instance }: SignerRequest,
  { step, words, language, clear }: Posted,
) {
  const { db, letterSealer: sealer } = house;
  try {
    if (step === 'clear') {
      takeSignerPace(code);
      // The very words beside the box, as the page shows them in this language.
      const consent = translatorOf(locale, 'quote')('consent', { publisher: instance.name });
      const typed = {
        ...{ words, language, isCleared: clear !== undefined },
        consent: { language: locale, words: consent },
      };
      await db.transaction().execute((tx) => clearQuote(tx, sealer, code, typed));
    }
    if (step === 'take-back') {
      await db.transaction().execute((tx) => takeQuoteBack(tx, sealer, code));
    }
    return [];
  } catch (error) {
    if (isUnknown(error)) throw error;
    return refusalToProblems(error);
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof LetterRefusal && error.code === 'signature-link';
}
