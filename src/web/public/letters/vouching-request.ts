import { z } from 'zod';
import {
  endVouchingAddress,
  LetterRefusal,
  lookAtAsking,
  makeVouchingAddress,
  readVouching,
  takeVouchBack,
  vouchFor,
  type AskingPerson,
  type OwnVouching,
} from '#letters';
import { countryName } from '#record';
import { parseForm, refusalToProblems, type FormState } from '../../forms/index.ts';
import { translatorOf } from '../../messages/catalogs.ts';
import type { SignerRequest } from './signature-request.ts';
import { takeSignerPace } from './signer-pace.ts';

/** What the page of vouching shows after a button was pressed; before, nothing of anybody. */
export type VouchingView =
  | {
      readonly kind: 'opened';
      readonly own: OwnVouching;
      /** The whole address that a signer sends to people who know them. */
      readonly address: string | null;
      /** Whom an address that was pasted asks to vouch for. */
      readonly asking: (AskingPerson & { readonly countryName: string }) | undefined;
      readonly done: 'vouched' | 'taken-back' | undefined;
    }
  | { readonly kind: 'unknown' };

export interface VouchingAnswer {
  readonly view: VouchingView;
  /** Of the form that was refused. */
  readonly state?: FormState | undefined;
}

const posted = z.object({
  step: z.enum(['open', 'make', 'end', 'look', 'vouch', 'take-back']),
  address: z.string().max(1_000).default(''),
  seen: z.string().max(100).default(''),
  vouch: z.string().max(40).default(''),
});

type Posted = z.output<typeof posted>;

/** Does what the button asks. Nothing happens by opening the page. */
export async function answerVouching(
  request: Request,
  asked: SignerRequest,
): Promise<VouchingAnswer> {
  const form = await parseForm(request, posted, { fields: 10, characters: 2_000 });
  if (!form.ok) return { view: { kind: 'unknown' }, state: form.state };
  const { house, code, locale } = asked;
  const { db, letterSealer: sealer } = house;
  try {
    const { asking, problems } = await act(asked, form.values);
    const own = await readVouching(db, sealer, code);
    const address =
      own.address && new URL(`/${locale}/vouch/${own.address}`, house.signIn.publicUrl).href;
    const done = problems.length === 0 ? doneBy(form.values.step) : undefined;
    const view = { kind: 'opened', own, address, asking: shown(asking), done } as const;
    return problems.length === 0 ? { view } : { view, state: { ...form.state, problems } };
  } catch (error) {
    if (!isUnknown(error)) throw error;
    return { view: { kind: 'unknown' } };
  }

  function shown(asking: AskingPerson | undefined) {
    if (asking === undefined) return undefined;
    const { country } = asking;
    return { ...asking, countryName: country === '' ? '' : countryName(country, locale) };
  }
}

function doneBy(step: Posted['step']): 'vouched' | 'taken-back' | undefined {
  if (step === 'vouch') return 'vouched';
  return step === 'take-back' ? 'taken-back' : undefined;
}

async function act({ house, code, locale }: SignerRequest, { step, address, seen, vouch }: Posted) {
  const { db, letterSealer: sealer } = house;
  const write = (work: (tx: Parameters<typeof vouchFor>[0]) => Promise<void>) =>
    db.transaction().execute(work);
  try {
    if (step === 'make' || step === 'vouch') takeSignerPace(code);
    if (step === 'make') await write((tx) => makeVouchingAddress(tx, sealer, code));
    if (step === 'end') await write((tx) => endVouchingAddress(tx, sealer, code));
    if (step === 'take-back') await write((tx) => takeVouchBack(tx, sealer, code, vouch));
    if (step === 'vouch') {
      // The very words of the button, as the page shows it in this language.
      const words = translatorOf(locale, 'vouch')('words');
      const given = { address, seen, words, language: locale };
      await write((tx) => vouchFor(tx, sealer, code, given, new Date()));
    }
    const asking = step === 'look' ? await lookAtAsking(db, sealer, code, address) : undefined;
    return { asking, problems: [] };
  } catch (error) {
    if (isUnknown(error)) throw error;
    return { asking: undefined, problems: refusalToProblems(error) };
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof LetterRefusal && error.code === 'signature-link';
}
