import * as z from 'zod';
import { unknownReliability, type SourceInput } from '#evidence';
import type { Problem } from '#platform/errors';
import { notKnown } from './not-known.ts';
import { ways, type Way } from './way.ts';

const line = (most: number) => z.string().trim().max(most).default('');

const pressed = z
  .string()
  .optional()
  .transform((value) => value !== undefined);

export const descriptionFields = {
  title: line(500),
  authors: z
    .string()
    .max(10_000)
    .default('')
    .transform((text) => text.split('\n').map((name) => name.trim()))
    .transform((names) => names.filter((name) => name !== '')),
  publisher: line(300),
  published: line(80),
  language: line(35),
  material: line(60),
  reliability: line(40),
  notes: z.string().max(20_000).default(''),
  through: z.array(z.uuid()).max(20),
  /** Who may see it: the `value` of a `ScopeChoice`; empty where there is nothing to choose. */
  scope: line(40),
  /** Pressed instead of the button that saves: take the address without its keys. */
  cleanAddress: pressed,
  /** The address as it was when somebody said to keep it with its keys. */
  keepAddress: line(2_000),
};

/** The whole form of a new source, whichever tab it was sent from. */
export const addSourceForm = z.object({
  ...descriptionFields,
  way: z.enum(ways),
  text: z.string().default(''),
  address: line(2_000),
  restricted: pressed,
  /** Names of what is to be added although it is here already; `*` for what has no name. */
  despite: z.array(z.string().max(300)),
});
export type AddSourceForm = z.output<typeof addSourceForm>;

const webPage = '910100000000';

/**
 * The description as evidence takes it. What was not chosen is named as not known.
 *
 * @param scope id of the chosen scope; undefined leaves it to evidence.
 */
export function toSourceInput(
  form: z.output<z.ZodObject<typeof descriptionFields>>,
  way: Way,
  scope: number | undefined,
): SourceInput {
  const { title, authors, publisher, published, language, notes, through } = form;
  return {
    title,
    authors,
    publisher,
    published,
    language,
    notes,
    through,
    material: form.material === '' ? (way === 'address' ? webPage : notKnown) : form.material,
    reliability: form.reliability === '' ? unknownReliability : form.reliability,
    seen: way !== 'unseen',
    ...(scope !== undefined && { scope }),
  };
}

/** What the chosen way cannot do without. */
export function missingIn(form: AddSourceForm): readonly Problem[] {
  switch (form.way) {
    case 'text':
      return form.text.trim() === '' ? [{ code: 'copy-empty', field: 'text' }] : [];
    case 'address':
      return form.address === '' ? [{ code: 'form-required', field: 'address' }] : [];
    // Files are not there yet.
    case 'file':
      return [];
    case 'unseen':
      return form.title === '' ? [{ code: 'source-title-missing', field: 'title' }] : [];
  }
}
