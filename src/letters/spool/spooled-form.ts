import { canonicalJson } from '@countersign/proof';
import { z } from 'zod';
import type { Wording } from '../signing/consents.ts';
import { consentPurposes, offeredAppearances } from '../signing/form-lists.ts';
import type { SignForm } from '../signing/sign-form.ts';

/** Most signs of a sealed name in a record, which is of bounded size: that of nine organisations with long keys. */
export const mostSpooledSealed = 26_000;

const words = z.string().max(4_000);

const spooled = z
  .object({
    /** Public id of the letter. */
    letter: z.string().max(40),
    /** Hash of the text the form stood under, and of the translation that was shown; empty where none was. */
    text: z.string().max(64),
    translation: z.string().max(64),
    /** Of the page, and of the text in its address where it named one. */
    locale: z.string().max(10),
    language: z.string().max(40).optional(),
    /** As `parseSignForm` reads it, cleared of what the way of appearing does not need. */
    typed: z.object({
      ...{ name: words, credit: words, country: words, affiliation: words, address: words },
      appearance: z.enum(offeredAppearances),
      consents: z.array(z.enum(consentPurposes)),
      /** Of a name that a browser encrypted. */
      sealed: z.string().max(mostSpooledSealed).optional(),
    }),
    /** The words beside each box, as they were shown. */
    wordings: z.array(z.object({ purpose: z.enum(consentPurposes), language: words, words })),
    /** /24 or /48 that it came from, where it is known: never the address. */
    network: z.string().max(40).optional(),
    atMs: z.number().int(),
  })
  .refine(({ typed, wordings }) => {
    const purposes = new Set(wordings.map(({ purpose }) => purpose));
    const isWorded = typed.consents.every((consent) => purposes.has(consent));
    return isWorded && wordings.length === new Set(typed.consents).size;
  });

/** A form for signing as it waits for the database. */
export type SpooledForm = z.output<typeof spooled>;

/** What is kept of a form: what its signature would be made of, and no more. */
export function spoolForm(
  { person, appearance, consents, withheld }: SignForm,
  around: Pick<SpooledForm, 'letter' | 'text' | 'translation' | 'language' | 'network' | 'atMs'> & {
    readonly wordings: readonly Wording[];
  },
): SpooledForm {
  const { locale, ...shown } = person;
  return {
    ...around,
    locale,
    typed: {
      ...{ ...shown, appearance, consents: [...consents] },
      ...(withheld !== undefined && 'sealed' in withheld && { sealed: withheld.sealed }),
    },
    wordings: around.wordings.filter(({ purpose }) => consents.has(purpose)),
  };
}

export function writeSpooled(form: SpooledForm): Uint8Array {
  return Buffer.from(JSON.stringify(form));
}

/** @returns undefined of bytes that are no form; whoever can write files here could leave any. */
export function readSpooled(bytes: Uint8Array): SpooledForm | undefined {
  try {
    return spooled.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch {
    return undefined;
  }
}

/** The same for two sendings of one form, whenever and from wherever they come. */
export function sameForm({ atMs: _at, network: _network, ...form }: SpooledForm): string {
  return canonicalJson(JSON.parse(JSON.stringify(form)));
}
