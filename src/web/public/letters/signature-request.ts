import { z } from 'zod';
import {
  changeSignature,
  keepWithheld,
  leaveLetter,
  LetterRefusal,
  readOwnSignature,
  readSigning,
  type Leaving,
  type OwnSignature,
} from '#letters';
import { consentPurposes } from '#letters/form';
import type { Db } from '#platform/database';
import { isLocale, type Locale } from '#platform/languages';
import { publicSubject, readEdition } from '#publish';
import type { House, Instance } from '#web/context';
import { parseForm, refusalToProblems, type FormState } from '../../forms/index.ts';
import { notFound } from '../../not-found.ts';
import { wordingsIn } from './consent-words.ts';
import { newerVersion } from './newer-version.ts';
import { signFormLimits } from './sign-form-limits.ts';
import { takeSignerPace } from './signer-pace.ts';

/** What a signer's page shows after a button was pressed; before, it shows nothing of anybody. */
export type SignatureView =
  | {
      readonly kind: 'own';
      readonly own: OwnSignature;
      readonly changed: boolean;
      /** SHA-256 of the text in hexadecimal, as every page shows it. */
      readonly fingerprint: string;
      /** Of a public letter. */
      readonly versions: OwnVersions | undefined;
    }
  | { readonly kind: 'leaving'; readonly own: OwnSignature }
  | { readonly kind: 'left'; readonly how: Leaving }
  | { readonly kind: 'unknown' };

/** Numbers of versions: of the one that was signed, and of a later one that waits for the signer's word. */
export interface OwnVersions {
  readonly signed: number;
  /** Others that they have signed with the same mailbox, the oldest first. */
  readonly also: readonly number[];
  readonly newer: number | undefined;
}

export interface SignatureAnswer {
  readonly view: SignatureView;
  /** Of the form for changes, when it was refused. */
  readonly state?: FormState | undefined;
}

const leavings = ['withdrawn', 'disowned', 'forced'] as const satisfies readonly Leaving[];
const steps = ['confirm', 'open', 'leaving', 'change', 'keep', ...leavings] as const;

const posted = z.object({
  step: z.enum(steps),
  ...{ name: z.string().optional(), credit: z.string().optional() },
  ...{ country: z.string().optional(), affiliation: z.string().optional() },
  appearance: z.string().optional(),
  ...{ least: z.string().optional(), verification: z.string().optional() },
  guild: z.string().optional(),
  ...{ notBefore: z.string().optional(), sealed: z.string().optional() },
  ...{ sign: z.string().optional(), show: z.string().optional(), updates: z.string().optional() },
});

/** Does what the button of a signer's page asks. Nothing happens by opening it. */
export async function answerSigner(
  request: Request,
  { house, instance, locale, code }: SignerRequest,
): Promise<SignatureAnswer> {
  const form = await parseForm(request, posted, signFormLimits);
  if (!form.ok) return { view: { kind: 'unknown' }, state: form.state };
  const { step, ...typed } = form.values;
  const { db, letterSealer: sealer } = house;
  const write = <Value>(work: (tx: Parameters<typeof leaveLetter>[0]) => Promise<Value>) =>
    db.transaction().execute(work);
  try {
    const leaving = leavings.find((one) => one === step);
    if (leaving !== undefined) {
      await write((tx) => leaveLetter(tx, sealer, code, leaving));
      return { view: { kind: 'left', how: leaving } };
    }
    if (step === 'confirm') await house.signing.confirm(code);
    if (step === 'keep') await keep();
    const problems = step === 'change' ? await change() : [];
    const own = await readOwnSignature(db, sealer, code);
    if (step === 'leaving') return { view: { kind: 'leaving', own } };
    const changed = step === 'change' && problems.length === 0;
    const state = problems.length === 0 ? undefined : { ...form.state, problems };
    const fingerprint = Buffer.from(own.text, 'base64').toString('hex');
    const versions = await readVersions(house.readerDb, own, locale);
    return { view: { kind: 'own', own, changed, fingerprint, versions }, state };
  } catch (error) {
    if (!(error instanceof LetterRefusal) || error.code !== 'signature-link') throw error;
    return { view: { kind: 'unknown' } };
  }

  // What was opened or changed meanwhile is told by the page that follows.
  async function keep() {
    try {
      await write((tx) => keepWithheld(tx, sealer, code));
    } catch (error) {
      if (!(error instanceof LetterRefusal) || error.code !== 'withheld-round') throw error;
    }
  }

  async function change() {
    const consents = consentPurposes.filter((purpose) => typed[purpose] !== undefined);
    const wordings = wordingsIn(locale, instance.name);
    try {
      takeSignerPace(code);
      await write((tx) =>
        changeSignature(tx, sealer, code, { typed: { ...typed, consents }, wordings }),
      );
      return [];
    } catch (error) {
      if (error instanceof LetterRefusal && error.code === 'signature-link') throw error;
      return refusalToProblems(error);
    }
  }
}

async function readVersions(
  db: Db,
  { letter: uid, text, otherTexts }: OwnSignature,
  locale: Locale,
): Promise<OwnVersions | undefined> {
  const [subject, signing] = await Promise.all([publicSubject(db, uid), readSigning(db, uid)]);
  if (subject?.state !== 'current') return undefined;
  const { letter } = readEdition(subject.edition, locale);
  const hashOf = (base64: string) => Buffer.from(base64, 'base64').toString('hex');
  const signed = letter?.versions.find(({ hash }) => hash === hashOf(text));
  if (letter === undefined || signed === undefined) return undefined;
  const others = new Set(otherTexts.map(hashOf));
  const also = letter.versions
    .flatMap((version) => (others.has(version.hash) ? [version.text.number] : []))
    .toSorted((a, b) => a - b);
  const own = new Set([signed.hash, ...others]);
  const newer = signing?.state === 'open' ? newerVersion(letter.versions, own) : undefined;
  return { signed: signed.text.number, also, newer };
}

export interface SignerRequest {
  readonly house: House;
  readonly instance: Instance;
  readonly locale: Locale;
  /** The code of the link. */
  readonly code: string;
}

/** @throws the page that is not there, for what is no language. */
export function signerRequest(
  params: { readonly locale: string; readonly code: string },
  house: House,
  instance: Instance,
): SignerRequest {
  const { locale, code } = params;
  if (!isLocale(locale)) notFound();
  return { house, instance, locale, code };
}
